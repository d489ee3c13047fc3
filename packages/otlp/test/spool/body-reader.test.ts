import { BodyReader } from '../../src/spool/body-reader.js';
import { RecentBytes } from '../../src/spool/recent-bytes.js';
import { type IndexedRecord } from '../../src/spool/record-index.js';
import { createSegment, type Segment } from '../../src/spool/segment.js';
import { MEMORY_DIRECTORY, MemoryFiles } from '../support/memory-files.js';
import { headOf, segmentBytes } from '../support/segment-bytes.js';
import { entries, entry } from '../support/spool-entries.js';

const items = entries(3, 'r', { bodyBytes: 20 });

function segmentIn(files: MemoryFiles, name: string, firstSequence: number): Segment {
  files.put(`${MEMORY_DIRECTORY}/${name}`, segmentBytes(firstSequence, items));
  return createSegment({ firstSequence, rewrites: 0 }, name);
}

function recordsIn(segment: Segment): IndexedRecord[] {
  return items.map((item, index) => {
    const { sequence, signal, priority, spanCount, bodyBytes, bodyCrc } = headOf(segment.firstSequence + index, item);
    const numbers = { sequence, signal, priority, spanCount, bodyBytes, bodyCrc };
    return { ...numbers, segment, offset: 32 + index * 100, waiting: 1 };
  });
}

function textOf(body: Uint8Array): string {
  return Buffer.from(body).toString().replace(/\.+$/, '');
}

describe('reading bodies', () => {
  it('reads what lies together at once, over gaps and segments in several calls', async () => {
    const files = new MemoryFiles();
    const one = recordsIn(segmentIn(files, 'one', 1));
    const two = recordsIn(segmentIn(files, 'two', 11));
    const reader = new BodyReader(files, MEMORY_DIRECTORY, new RecentBytes(0));
    const wanted = [...one, ...two.slice(0, 1), ...two.slice(2)];
    const results = await reader.read(wanted);
    expect(results.map((result) => (result.status === 'read' ? textOf(result.body) : result.status))).toEqual([
      ...['r0', 'r1', 'r2'],
      ...['r0', 'r2'],
    ]);
    expect(files.calls.filter(({ name }) => name === 'read')).toHaveLength(3);
    expect(files.openHandles).toEqual([]);
  });

  it('takes what is in memory, and only the rest from disk', async () => {
    const files = new MemoryFiles();
    const segment = segmentIn(files, 'one', 1);
    const recent = new RecentBytes(1_000);
    recent.add(segment, 132, Buffer.from(segmentBytes(2, items.slice(1)).subarray(32)));
    const results = await new BodyReader(files, MEMORY_DIRECTORY, recent).read(recordsIn(segment));
    expect(results.map(({ status }) => status)).toEqual(['read', 'read', 'read']);
    expect(files.calls.map(({ name }) => name)).toEqual(['openSync', 'read']);
  });

  it('follows a record that was written anew while its old segment was deleted', async () => {
    const files = new MemoryFiles();
    const old = segmentIn(files, 'old', 1);
    const copy = segmentIn(files, 'copy', 1);
    const records = recordsIn(old);
    files.fault = ({ name, file }) => {
      if (name !== 'openSync' || file !== 'old') return undefined;
      for (const record of records) record.segment = copy;
      return 'ENOENT';
    };
    const results = await new BodyReader(files, MEMORY_DIRECTORY, new RecentBytes(0)).read(records);
    expect(results.map(({ status }) => status)).toEqual(['read', 'read', 'read']);
  });

  it('reads from the old segment what moves while it is read', async () => {
    const files = new MemoryFiles();
    const old = segmentIn(files, 'old', 1);
    const records = recordsIn(old);
    const reading = new BodyReader(files, MEMORY_DIRECTORY, new RecentBytes(0)).read(records);
    for (const record of records) {
      record.segment = createSegment({ firstSequence: 1, rewrites: 1 }, 'copy');
      record.offset += 7;
    }
    expect((await reading).map(({ status }) => status)).toEqual(['read', 'read', 'read']);
  });

  it('says of a file that is too short that its records are lost', async () => {
    const files = new MemoryFiles();
    const segment = segmentIn(files, 'one', 1);
    files.put(`${MEMORY_DIRECTORY}/one`, segmentBytes(1, [entry('r0', { bodyBytes: 20 })]));
    const results = await new BodyReader(files, MEMORY_DIRECTORY, new RecentBytes(0)).read(recordsIn(segment));
    expect(results.map(({ status }) => status)).toEqual(['read', 'lost', 'lost']);
  });
});
