import * as fc from 'fast-check';
import { openSpoolIn } from '../../src/spool/spool.js';
import { type Spool, type SpoolDrop } from '../../src/spool/spool-types.js';
import { MEMORY_DIRECTORY, MemoryFiles, surroundingsOf } from '../support/memory-files.js';
import { entries, takeAll } from '../support/spool-entries.js';

const drops: SpoolDrop[] = [];

function open(files: MemoryFiles, destinations = ['a', 'b']): Promise<Spool> {
  return openSpoolIn(surroundingsOf(files), {
    ...{ directory: MEMORY_DIRECTORY, destinations, segmentBytesMax: 1_000 },
    onDrop: (drop) => drops.push(drop),
  });
}

async function pending(spool: Spool, name: string): Promise<readonly number[]> {
  const sequences = (await takeAll(spool, name)).map(({ sequence }) => sequence);
  spool.destination(name).release(sequences);
  return sequences;
}

describe('acknowledgements', () => {
  it('in any order, over kills and ends: exactly the rest comes again, and the spans pending are exact', async () => {
    const arbitraryStep = fc.oneof(
      { weight: 6, arbitrary: fc.record({ name: fc.constantFrom('a', 'b'), picks: fc.array(fc.nat({ max: 99 })) }) },
      { weight: 1, arbitrary: fc.constantFrom('kill' as const, 'close' as const) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(arbitraryStep, { maxLength: 15 }),
        async (count, steps) => {
          let files = new MemoryFiles();
          let spool = await open(files);
          await spool.append(entries(count, 'r', { bodyBytes: 40, spanCount: 2 }));
          const all = Array.from({ length: count }, (_, index) => index + 1);
          const rest = { a: new Set(all), b: new Set(all) };
          for (const step of steps) {
            if (step === 'kill' || step === 'close') {
              if (step === 'close') await spool.close();
              files = files.afterKill();
              spool = await open(files);
              continue;
            }
            const sequences = step.picks.map((pick) => (pick % (count + 2)) + 0);
            await spool.destination(step.name).ack(sequences);
            for (const sequence of sequences) rest[step.name === 'a' ? 'a' : 'b'].delete(sequence);
          }
          for (const name of ['a', 'b'] as const) {
            expect(await pending(spool, name)).toEqual([...rest[name]]);
            expect(spool.destination(name).pendingSpans).toBe(2 * rest[name].size);
          }
          await spool.close();
          expect(files.openHandles).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
    expect(drops).toEqual([]);
  });

  it('that were lost with their file make records come again, and no number is given twice', async () => {
    const files = new MemoryFiles();
    const first = await open(files);
    await first.append(entries(3));
    await first.destination('a').ack([1, 2, 3]);
    await first.close();
    files.put(`${MEMORY_DIRECTORY}/acks`, Buffer.from('nothing that could be read, and long enough to be damaged'));
    const second = await open(files);
    expect(await pending(second, 'a')).toEqual([1, 2, 3]);
    expect(await second.append(entries(1))).toMatchObject({ firstSequence: 4 });
    await second.destination('a').ack([1]);
    await second.close();
    expect([...files.contents().keys()]).toContain('acks.corrupt');
  });

  it('outlive their records, and then hit no later ones', async () => {
    const files = new MemoryFiles();
    const first = await open(files, ['a']);
    await first.append(entries(9));
    await first.destination('a').ack([1, 2, 3, 4, 5, 6, 7, 8]);
    // The records never reached the medium, the acknowledgements did.
    const after = files.afterPowerLoss(() => 0);
    const acks = files.contents().get('acks');
    if (acks !== undefined) after.put(`${MEMORY_DIRECTORY}/acks`, acks);
    const second = await open(after, ['a']);
    expect(second.destination('a').pendingSpans).toBe(0);
    expect(await second.append(entries(2))).toMatchObject({ firstSequence: 9, lastSequence: 10 });
    expect(await pending(second, 'a')).toEqual([9, 10]);
    await second.close();
  });
});
