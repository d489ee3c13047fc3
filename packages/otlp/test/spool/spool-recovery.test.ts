import { crc32 } from 'node:zlib';
import { openSpoolIn } from '../../src/spool/spool.js';
import { type Spool, type SpoolDrop, type SpoolOptions } from '../../src/spool/spool-types.js';
import { recordBytes } from '../../src/spool/record-frame.js';
import { MEMORY_DIRECTORY, MemoryFiles, surroundingsOf } from '../support/memory-files.js';
import { segmentBytes } from '../support/segment-bytes.js';
import { entries, entry, takeAll, textsOf } from '../support/spool-entries.js';

const SEGMENT = '0000000000000001.segment';

interface Opened {
  readonly spool: Spool;
  readonly drops: readonly SpoolDrop[];
  readonly warnings: readonly string[];
}

async function open(files: MemoryFiles, options: Partial<SpoolOptions> = {}): Promise<Opened> {
  const drops: SpoolDrop[] = [];
  const warnings: string[] = [];
  const spool = await openSpoolIn(surroundingsOf(files), {
    directory: MEMORY_DIRECTORY,
    destinations: ['a'],
    onDrop: (drop) => drops.push(drop),
    warn: (message) => warnings.push(message),
    ...options,
  });
  return { spool, drops, warnings };
}

function filesWith(contents: Readonly<Record<string, Buffer>>): MemoryFiles {
  const files = new MemoryFiles();
  for (const [name, bytes] of Object.entries(contents)) files.put(`${MEMORY_DIRECTORY}/${name}`, bytes);
  return files;
}

/** Takes everything, acknowledges it, and closes. */
async function drain(spool: Spool): Promise<readonly string[]> {
  const records = await takeAll(spool);
  await spool.destination('a').ack(records.map(({ sequence }) => sequence));
  await spool.close();
  return textsOf(records);
}

function flip(bytes: Buffer, offset: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(offset) ^ 0x10, offset);
  return copy;
}

describe('recovery of a damaged segment', () => {
  const items = entries(4, 'record ', { bodyBytes: 100, spanCount: 3 });
  const bytes = segmentBytes(1, items);
  const bodyStart = (index: number): number => 32 + index * recordBytes(100) + 40;

  it('after one flipped byte anywhere gives all other records, counts the spans once and keeps the file', async () => {
    for (let offset = 0; offset < bytes.byteLength; offset += 1) {
      const damaged = flip(bytes, offset);
      const files = filesWith({ [SEGMENT]: damaged });
      const lostIndex = [0, 1, 2, 3].find((index) => offset >= bodyStart(index) && offset < bodyStart(index) + 100);
      const first = await open(files);
      const lost = lostIndex === undefined ? [] : [{ reason: 'spool-corrupt', spanCount: 3, identified: true }];
      expect(first.drops).toEqual(lost);
      expect(first.spool.destination('a').pendingSpans).toBe(lostIndex === undefined ? 12 : 9);
      const texts = await drain(first.spool);
      expect(texts).toEqual([0, 1, 2, 3].filter((index) => index !== lostIndex).map((index) => `record ${index}`));
      expect([...files.contents().keys()].sort()).toEqual([`${SEGMENT}.corrupt`, 'acks']);
      expect(files.contents().get(`${SEGMENT}.corrupt`)).toEqual(damaged);
      const second = await open(files);
      expect(second.drops).toEqual([]);
      expect(second.spool.lastSequence).toBe(4);
      await second.spool.close();
    }
  });

  it('counts a loss once, also when the process ends before the rest is delivered', async () => {
    const files = filesWith({ [SEGMENT]: flip(bytes, bodyStart(1)) });
    const first = await open(files);
    expect(first.drops).toHaveLength(1);
    const second = await open(files.afterKill());
    expect(second.drops).toEqual([]);
    expect(await drain(second.spool)).toEqual(['record 0', 'record 2', 'record 3']);
    expect([...files.contents().keys()].sort()).toEqual([`${SEGMENT}.corrupt`, 'acks']);
  });

  it('does not count what was acknowledged before it was damaged', async () => {
    const files = filesWith({ [SEGMENT]: bytes });
    const first = await open(files);
    await first.spool.destination('a').ack([2]);
    await first.spool.close();
    files.put(`${MEMORY_DIRECTORY}/${SEGMENT}`, flip(bytes, bodyStart(1)));
    const second = await open(files);
    expect(second.drops).toEqual([]);
    expect(await drain(second.spool)).toEqual(['record 0', 'record 2', 'record 3']);
  });

  it('where nothing tells the spans, counts records and says so', async () => {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xee, bodyStart(1) - 40, bodyStart(3) - 40);
    const { spool, drops } = await open(filesWith({ [SEGMENT]: damaged }));
    expect(drops).toEqual([{ reason: 'spool-corrupt', spanCount: 2, identified: false }]);
    expect(await drain(spool)).toEqual(['record 0', 'record 3']);
  });

  it('keeps each damaged file under a name of its own', async () => {
    const damaged = flip(bytes, 0);
    const files = filesWith({ [SEGMENT]: damaged, [`${SEGMENT}.corrupt`]: Buffer.from('an earlier one') });
    const { spool, warnings } = await open(files);
    // The name of the one destination takes 30 bytes in `acks`.
    expect(spool.sizeBytes).toBe(damaged.byteLength + 14 + 30);
    expect(warnings).toEqual([expect.stringContaining('keeps 1 damaged files, which count as its size')]);
    await drain(spool);
    expect(files.contents().get(`${SEGMENT}.1.corrupt`)).toEqual(damaged);
    expect(files.contents().get(`${SEGMENT}.corrupt`)?.toString()).toBe('an earlier one');
  });

  it('reads around what the medium does not give', async () => {
    const large = segmentBytes(1, entries(6, 'record ', { bodyBytes: 4_016, spanCount: 2 }));
    const files = filesWith({ [SEGMENT]: large });
    let reads = 0;
    // The whole file, and then the third piece of 4,096 bytes of it.
    files.fault = ({ name }) => (name === 'read' && [1, 4].includes((reads += 1)) ? 'EIO' : undefined);
    const { spool, drops } = await open(files);
    // It held both blocks of record 2 and the last one of record 1.
    expect(drops).toEqual([{ reason: 'spool-corrupt', spanCount: 1, identified: false }]);
    files.fault = undefined;
    expect(await drain(spool)).toEqual(['record 0', 'record 1', 'record 3', 'record 4', 'record 5']);
  });
});

describe('recovery of a torn end', () => {
  it('cut at every length of the last record keeps all records before it and drops nothing', async () => {
    const items = entries(3, 'record ', { bodyBytes: 30 });
    const bytes = segmentBytes(1, items);
    const wholeBytes = bytes.byteLength - recordBytes(30);
    for (let lengthBytes = wholeBytes; lengthBytes < bytes.byteLength; lengthBytes += 1) {
      const files = filesWith({ [SEGMENT]: Buffer.from(bytes.subarray(0, lengthBytes)) });
      const { spool, drops } = await open(files);
      expect(files.contents().get(SEGMENT)?.byteLength).toBe(wholeBytes);
      expect(drops).toEqual([]);
      expect(await spool.append([entry('new')])).toMatchObject({ status: 'appended', firstSequence: 3 });
      expect(await drain(spool)).toEqual(['record 0', 'record 1', 'new']);
      expect([...files.contents().keys()]).toEqual(['acks']);
    }
  });

  it('of a segment without a whole header leaves nothing behind', async () => {
    for (const lengthBytes of [0, 1, 31]) {
      const files = filesWith({ [SEGMENT]: segmentBytes(1, []).subarray(0, lengthBytes) });
      const { spool, drops } = await open(files);
      await spool.close();
      expect(drops).toEqual([]);
      expect([...files.contents().keys()].filter((name) => name !== 'acks')).toEqual([]);
    }
  });

  it('that cannot be cut off is told and does no harm', async () => {
    const bytes = segmentBytes(1, entries(2));
    const files = filesWith({ [SEGMENT]: Buffer.from(bytes.subarray(0, -1)) });
    files.fault = ({ name }) => (name === 'truncateSync' ? 'EROFS' : undefined);
    const { spool, warnings } = await open(files);
    expect(warnings).toEqual([expect.stringContaining('cannot be cut off (EROFS)')]);
    expect(await drain(spool)).toEqual(['r0']);
  });
});

describe('recovery of several segments', () => {
  it('takes a record that stands in two of them once, whole if one copy is', async () => {
    const items = entries(4, 'record ', { bodyBytes: 100 });
    const old = flip(segmentBytes(1, items), 32 + 2 * recordBytes(100) + 50);
    // The copy was cut while it was written.
    const copy = segmentBytes(2, items.slice(1), 1).subarray(0, 32 + 2 * recordBytes(100) + 7);
    const files = filesWith({ [SEGMENT]: old, '0000000000000002-1.segment': Buffer.from(copy) });
    const { spool, drops } = await open(files);
    expect(drops).toEqual([]);
    expect(spool.destination('a').pendingSpans).toBe(4);
    expect(await drain(spool)).toEqual(['record 0', 'record 1', 'record 2', 'record 3']);
    expect([...files.contents().keys()].sort()).toEqual([`${SEGMENT}.corrupt`, 'acks']);
  });

  it('gives numbers above every name, also of files that hold nothing or are put aside', async () => {
    const files = filesWith({
      '0000000000000050.segment': Buffer.alloc(0),
      '0000000000000070.segment.corrupt': Buffer.alloc(10),
    });
    const { spool } = await open(files);
    expect(spool.lastSequence).toBe(70);
    await spool.close();
  });

  it('leaves a file alone that is larger than any segment', async () => {
    const files = filesWith({ [SEGMENT]: segmentBytes(1, entries(1)) });
    const list = files.list.bind(files);
    files.list = async () => (await list()).map((found) => ({ ...found, sizeBytes: 2 ** 31 }));
    const { spool, warnings } = await open(files);
    expect(warnings).toEqual([expect.stringContaining('has 2147483648 bytes, more than any segment')]);
    await spool.close();
    expect(files.contents().has(SEGMENT)).toBe(true);
  });
});

describe('a spool of a later version', () => {
  function later(bytes: Buffer, crcOffset: number): Buffer {
    const copy = Buffer.from(bytes);
    copy.writeUInt16LE(2, 8);
    copy.writeUInt32LE(crc32(copy.subarray(0, crcOffset)), crcOffset);
    return copy;
  }

  it.each([
    ['segment', '0000000000000009.segment', later(segmentBytes(9, entries(1)), 28)],
    ['acks', 'acks', later(Buffer.concat([Buffer.from('sbspacks'), Buffer.alloc(8)]), 12)],
  ])('is refused for its %s, and nothing is changed', async (_kind, name, content) => {
    const torn = segmentBytes(1, entries(2)).subarray(0, -5);
    const files = filesWith({ [SEGMENT]: Buffer.from(torn), [name]: content, 'acks.next': Buffer.from('left over') });
    const before = new Map([...files.contents()].map(([key, bytes]) => [key, Buffer.from(bytes)]));
    await expect(open(files)).rejects.toMatchObject({
      code: 'SPOOL_VERSION',
      message: expect.stringContaining(`${name}" has the format 2, and this version reads up to 1.`) as string,
    });
    expect(files.contents()).toEqual(before);
    expect(files.openHandles).toEqual([]);
  });
});

describe('a directory that cannot be read', () => {
  it.each([['list'], ['openSync']] as const)('when %s fails is SPOOL_UNUSABLE', async (call) => {
    const files = filesWith({ [SEGMENT]: segmentBytes(1, entries(1)) });
    files.fault = ({ name }) => (name === call ? 'EACCES' : undefined);
    await expect(open(files)).rejects.toMatchObject({
      code: 'SPOOL_UNUSABLE',
      message: expect.stringContaining('(EACCES)') as string,
    });
  });
});
