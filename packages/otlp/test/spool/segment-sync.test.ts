import { openSpoolIn } from '../../src/spool/spool.js';
import { type Spool, type SpoolDrop, type SpoolOptions } from '../../src/spool/spool-types.js';
import { faultAt, MEMORY_DIRECTORY, MemoryFiles, surroundingsOf, type FileCall } from '../support/memory-files.js';
import { entries, entry, takeAll, textsOf } from '../support/spool-entries.js';

const drops: SpoolDrop[] = [];
const warnings: string[] = [];

function open(files: MemoryFiles, options: Partial<SpoolOptions> = {}): Promise<Spool> {
  return openSpoolIn(surroundingsOf(files), {
    directory: MEMORY_DIRECTORY,
    destinations: ['a'],
    onDrop: (drop) => drops.push(drop),
    warn: (message) => warnings.push(message),
    ...options,
  });
}

/** What is left when nothing that was not synced has reached the medium. */
async function afterPowerLoss(files: MemoryFiles): Promise<readonly string[]> {
  const spool = await open(files.afterPowerLoss(() => 0));
  const texts = textsOf(await takeAll(spool));
  await spool.close();
  return texts;
}

function isSegmentSync({ name, file }: FileCall): boolean {
  return name === 'sync' && file.endsWith('.segment');
}

beforeEach(() => {
  drops.splice(0);
  warnings.splice(0);
});

describe('a sync', () => {
  it('puts everything appended before on the medium, and what an earlier process left', async () => {
    const files = new MemoryFiles();
    const first = await open(files, { segmentBytesMax: 300 });
    await first.append(entries(3, 'r', { bodyBytes: 100 }));
    const second = await open(files.afterKill());
    await second.append([entry('more')]);
    expect(await second.sync()).toEqual({ status: 'synced' });
    expect(await afterPowerLoss(files.afterKill())).toEqual([]);
    expect(textsOf(await takeAll(second))).toEqual(['r0', 'r1', 'r2', 'more']);
  });

  it('that fails: what is not acknowledged is written to a new segment with the same numbers', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(4));
    await spool.destination('a').ack([2]);
    files.fault = faultAt(1, 'EIO', isSegmentSync);
    expect(await spool.sync()).toEqual({ status: 'synced' });
    expect([...files.contents().keys()].sort()).toEqual(['0000000000000001-1.segment', 'acks']);
    expect(warnings).toEqual([expect.stringContaining('cannot be synced (EIO). What is needed of it is written')]);
    await spool.append([entry('later')]);
    await spool.sync();
    expect(await afterPowerLoss(files)).toEqual(['r0', 'r2', 'r3', 'later']);
    const records = await takeAll(spool);
    expect(records.map(({ sequence }) => sequence)).toEqual([1, 3, 4, 5]);
    await spool.destination('a').ack([1, 3, 4, 5]);
    await spool.close();
    expect([...files.contents().keys()]).toEqual(['acks']);
    expect(files.openHandles).toEqual([]);
    expect(drops).toEqual([]);
  });

  it('answers "failed" as long as the new segment fails too, and loses nothing meanwhile', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(2));
    for (const call of ['sync', 'write', 'openSync', 'syncDirectory']) {
      files.fault = ({ name, file }) =>
        name === call && (file === '' || file.endsWith('.segment')) ? 'EIO' : undefined;
      if (call === 'write') files.fault = ({ name }) => (name === 'sync' || name === 'write' ? 'EIO' : undefined);
      expect(await spool.sync()).toEqual({ status: 'failed', detail: 'EIO' });
      expect(spool.destination('a').pendingSpans).toBe(2);
    }
    files.fault = undefined;
    expect(await spool.append([entry('later')])).toMatchObject({ status: 'appended' });
    expect(await spool.sync()).toEqual({ status: 'synced' });
    expect(await afterPowerLoss(files)).toEqual(['r0', 'r1', 'later']);
    expect(textsOf(await takeAll(spool))).toEqual(['r0', 'r1', 'later']);
  });

  it('that fails for what cannot be read any more counts exactly that as lost', async () => {
    const files = new MemoryFiles();
    await (await open(files)).append(entries(3, 'r', { spanCount: 4 }));
    const next = files.afterKill();
    const spool = await open(next);
    next
      .contents()
      .get('0000000000000001.segment')
      ?.fill(0xee, 32 + 82 + 40, 32 + 82 + 42);
    next.fault = faultAt(1, 'EIO', isSegmentSync);
    expect(await spool.sync()).toEqual({ status: 'synced' });
    expect(drops).toEqual([{ reason: 'spool-corrupt', spanCount: 4, identified: true }]);
    expect(textsOf(await takeAll(spool))).toEqual(['r0', 'r2']);
    expect([...next.contents().keys()].sort()).toEqual([
      '0000000000000001-1.segment',
      '0000000000000001.segment.corrupt',
      'acks',
    ]);
  });

  it('does not let records go that are taken while they move', async () => {
    const files = new MemoryFiles();
    await (await open(files)).append(entries(3));
    const next = files.afterKill();
    const spool = await open(next);
    next.fault = faultAt(1, 'EIO', isSegmentSync);
    const [synced, taken] = await Promise.all([spool.sync(), takeAll(spool)]);
    expect(synced).toEqual({ status: 'synced' });
    expect(textsOf(taken)).toEqual(['r0', 'r1', 'r2']);
    expect(drops).toEqual([]);
  });

  it('does not look at segments that nobody needs', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(2));
    await spool.sync();
    await spool.destination('a').ack([1, 2]);
    await spool.sync();
    files.calls.splice(0);
    expect(await spool.sync()).toEqual({ status: 'synced' });
    expect(files.calls.filter(isSegmentSync)).toEqual([]);
  });
});
