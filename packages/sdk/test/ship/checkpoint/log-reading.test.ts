import { encodeHeader } from '../../../src/ship/checkpoint/file-header.js';
import { followLogs, readLog, type LogContent } from '../../../src/ship/checkpoint/log-reading.js';
import { encodeRecord } from '../../../src/ship/checkpoint/record-frame.js';

const header = (generation: number): Buffer => encodeHeader({ kind: 'log', generation, continues: undefined });
const record = (sequence: number, generation = 4): Promise<Buffer> => {
  return encodeRecord([['n', sequence]], { generation, sequence });
};

describe('reading a log', () => {
  it('gives the commits and where each ends', async () => {
    const bytes = Buffer.concat([header(4), await record(0), await record(1)]);
    expect(await readLog(bytes, 4)).toEqual({
      generation: 4,
      continues: undefined,
      records: [
        { lines: [['n', 0]], endBytes: 100 },
        { lines: [['n', 1]], endBytes: 136 },
      ],
      lengthBytes: 136,
      tail: 'clean',
    });
  });

  it('ends at a torn record, at one out of turn, and at one of an older file in the same place', async () => {
    const whole = [header(4), await record(0)];
    const ends = [(await record(1)).subarray(0, 35), Buffer.alloc(100), await record(1, 3)];
    for (const end of ends) {
      expect(await readLog(Buffer.concat([...whole, end]), 4)).toMatchObject({ lengthBytes: 100, tail: 'torn' });
    }
    const outOfTurn = Buffer.concat([...whole, await record(2)]);
    expect(await readLog(outOfTurn, 4)).toMatchObject({ lengthBytes: 100, tail: 'damaged' });
  });

  it('calls a header that is cut torn, and one that is wrong damaged', async () => {
    expect(await readLog(header(4).subarray(0, 63), 4)).toMatchObject({ records: [], lengthBytes: 0, tail: 'torn' });
    expect(await readLog(header(5), 4)).toMatchObject({ records: [], lengthBytes: 0, tail: 'damaged' });
    expect(await readLog(Buffer.alloc(64), 4)).toMatchObject({ records: [], lengthBytes: 0, tail: 'damaged' });
  });
});

describe('following logs', () => {
  const log = (generation: number, continues: LogContent['continues'], ends: readonly number[]): LogContent => {
    const records = ends.map((endBytes) => ({ lines: [[`${generation}.${endBytes}`] as const], endBytes }));
    return { generation, continues, records, lengthBytes: ends.at(-1) ?? 64, tail: 'clean' };
  };
  const keysOf = (start: LogContent, others: readonly LogContent[]): unknown => {
    const { records, last } = followLogs(start, [start, ...others]);
    return [records.map(({ lines }) => lines[0]?.[0]), last.generation];
  };
  const first = log(1, undefined, [100, 200]);

  it('takes of the earlier log what the later slot covers, then the later log', () => {
    const second = log(3, { generation: 1, lengthBytes: 100 }, [90]);
    const third = log(4, { generation: 3, lengthBytes: 90 }, []);
    expect(keysOf(first, [third, second])).toEqual([['1.100', '3.90'], 4]);
  });

  it('ends with a log that nothing continues, or of which less was read than is covered', () => {
    expect(keysOf(first, [])).toEqual([['1.100', '1.200'], 1]);
    expect(keysOf(first, [log(2, undefined, [90])])).toEqual([['1.100', '1.200'], 1]);
    expect(keysOf(first, [log(2, { generation: 1, lengthBytes: 300 }, [90])])).toEqual([['1.100', '1.200'], 1]);
  });

  it('ends, whatever the headers say of one another', () => {
    expect(keysOf(log(1, { generation: 1, lengthBytes: 100 }, [100]), [])).toEqual([['1.100'], 1]);
    expect(keysOf(log(2, undefined, []), [log(1, { generation: 2, lengthBytes: 64 }, [])])).toEqual([[], 2]);
  });
});
