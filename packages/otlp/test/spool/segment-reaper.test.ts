import { openSpoolIn } from '../../src/spool/spool.js';
import { type Spool, type SpoolDrop } from '../../src/spool/spool-types.js';
import { faultAt, MEMORY_DIRECTORY, MemoryFiles, surroundingsOf } from '../support/memory-files.js';
import { entries, entry, takeAll, textsOf } from '../support/spool-entries.js';

const drops: SpoolDrop[] = [];
const warnings: string[] = [];

function open(files: MemoryFiles, sizeBytesMax = 100_000): Promise<Spool> {
  return openSpoolIn(surroundingsOf(files), {
    ...{ directory: MEMORY_DIRECTORY, destinations: ['a'], segmentBytesMax: 1_000, sizeBytesMax },
    onDrop: (drop) => drops.push(drop),
    warn: (message) => warnings.push(message),
  });
}

function segmentsOf(files: MemoryFiles): readonly string[] {
  return [...files.contents().keys()].filter((name) => name.includes('.segment')).sort();
}

beforeEach(() => {
  drops.splice(0);
  warnings.splice(0);
});

describe('a segment that nobody needs', () => {
  it('is deleted only after the acknowledgements are on the medium', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(4, 'r', { bodyBytes: 500 }));
    files.calls.splice(0);
    await spool.destination('a').ack([1]);
    await spool.destination('a').ack([2]);
    const calls = files.calls.map(({ name, file }) => `${name} ${file}`);
    const unlinked = calls.indexOf('unlink 0000000000000001.segment');
    expect(unlinked).toBeGreaterThan(0);
    expect(calls.slice(0, unlinked)).toContain('sync acks.next');
    expect(calls.lastIndexOf('write acks.next')).toBeLessThan(calls.lastIndexOf('sync acks.next'));
    expect(calls.lastIndexOf('sync acks.next')).toBeLessThan(calls.lastIndexOf('unlink 0000000000000002.segment'));
  });

  it('stays while they cannot be written, and goes later', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(3, 'r', { bodyBytes: 500 }));
    files.fault = ({ name, file }) => (name === 'sync' && file.startsWith('acks') ? 'EIO' : undefined);
    await spool.destination('a').ack([1]);
    await spool.destination('a').ack([2]);
    expect(segmentsOf(files)).toHaveLength(3);
    expect(spool.destination('a').pendingSpans).toBe(1);
    files.fault = undefined;
    await spool.destination('a').ack([]);
    expect(segmentsOf(files)).toEqual(['0000000000000003.segment']);
    expect(warnings).toEqual([expect.stringContaining('(EIO) and are kept in memory.')]);
  });

  it('goes first when the disk has no room for acknowledgements', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(3, 'r', { bodyBytes: 500 }));
    files.fault = ({ name, file }) => (name === 'write' && file.startsWith('acks') ? 'ENOSPC' : undefined);
    await spool.destination('a').ack([1, 2]);
    expect(segmentsOf(files)).toEqual(['0000000000000003.segment']);
    const next = await open(files.afterKill());
    expect(textsOf(await takeAll(next))).toEqual(['r2']);
    expect(await next.append([entry('x')])).toMatchObject({ firstSequence: 4 });
  });

  it('is tried again when it cannot be removed', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(2, 'r', { bodyBytes: 600 }));
    files.fault = faultAt(1, 'EBUSY', ({ name }) => name === 'unlink');
    await spool.destination('a').ack([1]);
    expect(segmentsOf(files)).toHaveLength(2);
    expect(warnings).toEqual([expect.stringContaining('cannot be removed (EBUSY); this is tried again.')]);
    await spool.close();
    expect(segmentsOf(files)).toEqual(['0000000000000002.segment']);
  });

  it('and that somebody else has removed is gone', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(2, 'r', { bodyBytes: 600 }));
    await files.unlink(`${MEMORY_DIRECTORY}/0000000000000001.segment`);
    await spool.destination('a').ack([1]);
    await spool.destination('a').ack([2]);
    await spool.close();
    expect(segmentsOf(files)).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('and is damaged is kept, and counts as size', async () => {
    const files = new MemoryFiles();
    await (await open(files)).append(entries(2, 'r', { bodyBytes: 300 }));
    const next = files.afterKill();
    next.contents().get('0000000000000001.segment')?.fill(0xee, 100, 110);
    const spool = await open(next, 1_500);
    expect(textsOf(await takeAll(spool))).toEqual(['r1']);
    await spool.destination('a').ack([2]);
    expect(segmentsOf(next)).toEqual(['0000000000000001.segment.corrupt']);
    expect(spool.sizeBytes).toBe(792 + (next.contents().get('acks')?.byteLength ?? 0));
    expect(await spool.append([entry('too large', { bodyBytes: 700 })])).toEqual({ status: 'full' });
    expect(await spool.append([entry('small')])).toMatchObject({ status: 'appended' });
    expect(drops).toEqual([{ reason: 'spool-corrupt', spanCount: 1, identified: true }]);
  });

  it('takes no record with it whose append is under way', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    await spool.append(entries(2, 'r', { bodyBytes: 600 }));
    const write = files.write.bind(files);
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    files.write = async (handle, bytes, position) => {
      if (Buffer.from(bytes).includes('slow')) await gate;
      return write(handle, bytes, position);
    };
    const appended = spool.append([entry('slow')]);
    await spool.destination('a').ack([1, 2]);
    expect(segmentsOf(files)).not.toContain('0000000000000001.segment');
    goOn();
    expect(await appended).toMatchObject({ status: 'appended', firstSequence: 3 });
    expect(textsOf(await takeAll(spool))).toEqual(['slow']);
    expect(textsOf(await takeAll(await open(files.afterKill())))).toEqual(['slow']);
  });

  it('is left open while it is small, so that it can be filled', async () => {
    const files = new MemoryFiles();
    const spool = await open(files);
    for (let sequence = 1; sequence <= 4; sequence += 1) {
      await spool.append([entry('r', { bodyBytes: 10 })]);
      await spool.destination('a').ack([sequence]);
    }
    expect(files.calls.filter(({ name, file }) => name === 'openSync' && file.endsWith('.segment'))).toHaveLength(1);
    await spool.close();
    expect(segmentsOf(files)).toEqual([]);
  });
});
