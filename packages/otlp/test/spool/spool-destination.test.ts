import { openSpoolIn } from '../../src/spool/spool.js';
import { type Spool, type SpoolDrop } from '../../src/spool/spool-types.js';
import { MEMORY_DIRECTORY, MemoryFiles, surroundingsOf } from '../support/memory-files.js';
import { entries, entry, takeAll, textsOf } from '../support/spool-entries.js';

const ALL = { spansMax: 1_000, bytesMax: 1_000_000 };
const SEGMENT = '0000000000000001.segment';
const drops: SpoolDrop[] = [];
const warnings: string[] = [];

function open(files: MemoryFiles): Promise<Spool> {
  return openSpoolIn(surroundingsOf(files), {
    ...{ directory: MEMORY_DIRECTORY, destinations: ['a', 'b'], segmentBytesMax: 5_000 },
    onDrop: (drop) => drops.push(drop),
    warn: (message) => warnings.push(message),
  });
}

/** A spool whose records were appended by an earlier process, so that taking them reads the disk. */
async function openFilled(count: number): Promise<{ files: MemoryFiles; spool: Spool }> {
  const earlier = new MemoryFiles();
  await (await open(earlier)).append(entries(count, 'r', { bodyBytes: 20, spanCount: 3 }));
  const files = earlier.afterKill();
  return { files, spool: await open(files) };
}

beforeEach(() => {
  drops.splice(0);
  warnings.splice(0);
});

describe('a destination', () => {
  it('that keeps up reads nothing from disk', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    for (let turn = 1; turn <= 10; turn += 1) {
      await spool.append(entries(5));
      expect(textsOf(await spool.destination('a').take(ALL))).toHaveLength(5);
    }
    expect(files.calls.filter(({ name }) => name === 'read')).toEqual([]);
  });

  it('that is behind reads what lies together in one call', async () => {
    const { files, spool } = await openFilled(20);
    files.calls.splice(0);
    expect(await spool.destination('a').take(ALL)).toHaveLength(20);
    expect(files.calls.filter(({ name }) => name === 'read')).toHaveLength(1);
  });

  it('gives what is whole and counts what is not, once for all destinations', async () => {
    const { files, spool } = await openFilled(3);
    files
      .contents()
      .get(SEGMENT)
      ?.fill(0xee, 32 + 100 + 40, 32 + 100 + 43);
    expect(textsOf(await takeAll(spool, 'a'))).toEqual(['r0', 'r2']);
    expect(textsOf(await takeAll(spool, 'b'))).toEqual(['r0', 'r2']);
    expect(drops).toEqual([{ reason: 'spool-corrupt', spanCount: 3, identified: true }]);
    expect(spool.destination('a').pendingSpans).toBe(6);
    // Known to the next process, although this one was killed.
    const next = await open(files.afterKill());
    expect(drops).toHaveLength(1);
    expect(textsOf(await takeAll(next, 'b'))).toEqual(['r0', 'r2']);
  });

  it('gives later records when all that it chose first is lost', async () => {
    const { files, spool } = await openFilled(2);
    await spool.append([entry('later')]);
    files.contents().get(SEGMENT)?.fill(0xee, 40);
    expect(textsOf(await spool.destination('a').take({ spansMax: 6, bytesMax: 1_000 }))).toEqual(['later']);
    expect(drops).toHaveLength(2);
  });

  it('reads the rest when the medium does not give one record', async () => {
    const { files, spool } = await openFilled(4);
    let reads = 0;
    files.fault = ({ name }) => (name === 'read' && [1, 2].includes((reads += 1)) ? 'EIO' : undefined);
    // The first read was of all four, the second of the first alone.
    expect(textsOf(await takeAll(spool))).toEqual(['r1', 'r2', 'r3']);
    expect(drops).toEqual([{ reason: 'spool-corrupt', spanCount: 3, identified: true }]);
  });

  it('loses nothing when the system has no handle to give', async () => {
    const { files, spool } = await openFilled(3);
    files.fault = ({ name }) => (name === 'openSync' ? 'EMFILE' : undefined);
    expect(await spool.destination('a').take(ALL)).toBeUndefined();
    expect(warnings).toEqual([expect.stringContaining('Records cannot be read now (EMFILE)')]);
    files.fault = undefined;
    expect(textsOf(await spool.destination('a').take(ALL))).toEqual(['r0', 'r1', 'r2']);
    expect(drops).toEqual([]);
  });

  it('counts the records of a segment that somebody has removed', async () => {
    const { files, spool } = await openFilled(2);
    await files.unlink(`${MEMORY_DIRECTORY}/${SEGMENT}`);
    expect(await spool.destination('a').take(ALL)).toBeUndefined();
    expect(drops).toHaveLength(2);
    expect(spool.destination('a').pendingSpans).toBe(0);
    await spool.close();
  });

  it('gives each record to one taker, also when two take at the same time', async () => {
    const { spool } = await openFilled(6);
    const a = spool.destination('a');
    const limits = { spansMax: 9, bytesMax: 1_000 };
    const [first, second, third] = await Promise.all([a.take(limits), a.take(limits), a.take(limits)]);
    expect([textsOf(first), textsOf(second), third]).toEqual([['r0', 'r1', 'r2'], ['r3', 'r4', 'r5'], undefined]);
  });

  it('acknowledges what was never taken, and nothing twice', async () => {
    const { spool } = await openFilled(3);
    const a = spool.destination('a');
    await a.ack([2, 2, 99]);
    await a.ack([2]);
    expect(a.pendingSpans).toBe(6);
    expect((await a.take(ALL))?.map(({ sequence }) => sequence)).toEqual([1, 3]);
    a.release([1]);
    await a.ack([1]);
    expect(await a.take(ALL)).toBeUndefined();
    expect(a.pendingSpans).toBe(3);
  });

  it('writes acknowledgements that come together in one call', async () => {
    const { files, spool } = await openFilled(9);
    const a = spool.destination('a');
    await a.ack([1]);
    files.calls.splice(0);
    await Promise.all([2, 3, 4, 5].map((sequence) => a.ack([sequence])));
    expect(files.calls.filter(({ name }) => name === 'write')).toHaveLength(1);
  });
});
