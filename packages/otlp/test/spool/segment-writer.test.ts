import { openSpoolIn } from '../../src/spool/spool.js';
import { type Spool, type SpoolOptions } from '../../src/spool/spool-types.js';
import { faultAt, MEMORY_DIRECTORY, MemoryFiles, surroundingsOf } from '../support/memory-files.js';
import { entries, entry, takeAll, textsOf } from '../support/spool-entries.js';

function open(files: MemoryFiles, options: Partial<SpoolOptions> = {}): Promise<Spool> {
  return openSpoolIn(surroundingsOf(files), { directory: MEMORY_DIRECTORY, destinations: ['a'], ...options });
}

/** What the next process finds after this one was killed. */
async function afterKill(files: MemoryFiles): Promise<readonly string[]> {
  const spool = await open(files.afterKill());
  const texts = textsOf(await takeAll(spool));
  await spool.close();
  return texts;
}

describe('an append that the disk refuses', () => {
  const items = entries(3, 'refused', { bodyBytes: 100 });

  it.each([0, 1, 39, 40, 139, 180, 181, 539, 540])(
    'after %s bytes leaves nothing that is read, now or later, and the next one succeeds',
    async (leaves) => {
      const files = new MemoryFiles();
      const spool = await open(files);
      await spool.append([entry('before')]);
      files.fault = ({ name }) => (name === 'write' ? { code: 'ENOSPC', leaves } : undefined);
      expect(await spool.append(items)).toEqual({ status: 'failed', detail: 'ENOSPC' });
      expect(await afterKill(files)).toEqual(['before']);
      files.fault = undefined;
      expect(await spool.append([entry('after')])).toMatchObject({ status: 'appended' });
      expect(textsOf(await takeAll(spool))).toEqual(['before', 'after']);
      expect(spool.destination('a').pendingSpans).toBe(2);
      expect(await afterKill(files)).toEqual(['before', 'after']);
    },
  );

  it('over several segments is taken back in all of them', async () => {
    const files = new MemoryFiles();
    const spool = await open(files, { segmentBytesMax: 300 });
    await spool.append([entry('before')]);
    files.fault = faultAt(3, 'ENOSPC', ({ name }) => name === 'write');
    expect(await spool.append(items)).toMatchObject({ status: 'failed' });
    expect(await afterKill(files)).toEqual(['before']);
    expect(await spool.append(items)).toMatchObject({ status: 'appended' });
    await spool.destination('a').ack((await takeAll(spool)).map(({ sequence }) => sequence));
    await spool.close();
    expect([...files.contents().keys()]).toEqual(['acks']);
    expect(files.openHandles).toEqual([]);
  });

  it('and that cannot be cut off again is never read', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append([entry('before')]);
    await spool.destination('a').ack([]);
    files.fault = ({ name, file }) => {
      if (name === 'truncateSync') return 'EIO';
      return name === 'write' && file.endsWith('.segment') ? { code: 'ENOSPC', leaves: 540 } : undefined;
    };
    expect(await spool.append(items)).toMatchObject({ status: 'failed' });
    files.fault = undefined;
    expect(await spool.append([entry('after')])).toMatchObject({ status: 'appended', firstSequence: 5 });
    await spool.destination('a').ack([]);
    expect(await afterKill(files)).toEqual(['before', 'after']);
    expect(textsOf(await takeAll(spool))).toEqual(['before', 'after']);
  });

  it.each(['openSync', 'writeSync'] as const)('because %s fails for a new segment leaves no record', async (call) => {
    const files = new MemoryFiles();
    const spool = await open(files);
    files.fault = ({ name, file }) => (name === call && file.endsWith('.segment') ? 'EMFILE' : undefined);
    expect(await spool.append(items)).toEqual({ status: 'failed', detail: 'EMFILE' });
    files.fault = undefined;
    expect(await spool.append([entry('after')])).toMatchObject({ status: 'appended', firstSequence: 1 });
    expect(textsOf(await takeAll(spool))).toEqual(['after']);
    await spool.close();
    expect(files.openHandles).toEqual([]);
  });

  it('synchronously is taken back as well, also when only the sync fails', async () => {
    for (const call of ['writeSync', 'syncSync', 'syncDirectorySync']) {
      const files = new MemoryFiles();
      const spool = await open(files);
      await spool.append([entry('before')]);
      files.fault = ({ name }) => (name === call ? { code: 'EIO', leaves: 300 } : undefined);
      expect(spool.appendSync(items)).toEqual({ status: 'failed', detail: 'EIO' });
      expect(await afterKill(files)).toEqual(['before']);
      files.fault = undefined;
      expect(spool.appendSync([entry('after')])).toMatchObject({ status: 'appended' });
      expect(await afterKill(files)).toEqual(['before', 'after']);
      // A failed sync is a doubt about everything in the segment.
      expect(await spool.sync()).toEqual({ status: 'synced' });
      const left = await open(files.afterPowerLoss(() => 0));
      expect(textsOf(await takeAll(left))).toEqual(['before', 'after']);
    }
  });

  it('is on the medium when it was synchronous', async () => {
    const files = new MemoryFiles();
    const spool = await open(files, { segmentBytesMax: 300 });
    expect(spool.appendSync(entries(4, 'r', { bodyBytes: 100 }))).toMatchObject({ status: 'appended' });
    const left = await open(files.afterPowerLoss(() => 0));
    expect(textsOf(await takeAll(left))).toEqual(['r0', 'r1', 'r2', 'r3']);
  });

  it('ends after a write that takes nothing and names no fault', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    files.write = () => Promise.resolve(0);
    expect(await spool.append(items)).toEqual({ status: 'failed', detail: 'EIO' });
    await spool.close();
  });

  it('writes on where a write took only a part', async () => {
    const files = new MemoryFiles();
    const write = files.write.bind(files);
    files.write = (handle, bytes, position) => write(handle, bytes.subarray(0, 7), position);
    const spool = await open(files);
    await spool.append(items);
    expect(await afterKill(files)).toEqual(['refused0', 'refused1', 'refused2']);
  });
});
