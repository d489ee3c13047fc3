import { encodeRecord, hasRecordBehind, recordBodyAt } from '../../../src/ship/checkpoint/record-frame.js';

const PLACE = { generation: 3, sequence: 1 };

describe('the record of a commit', () => {
  it('is a frame of 28 bytes and the lines', async () => {
    const record = await encodeRecord([['a', 1], ['b']], PLACE);
    const frame = record.subarray(0, 20).toString('hex');
    expect(frame).toBe('ff524543' + '0e000000' + '0300000000000000' + '01000000');
    expect(record.subarray(28).toString()).toBe('["a",1]\n["b"]\n');
    expect(recordBodyAt(record, 0, PLACE)?.toString()).toBe('["a",1]\n["b"]\n');
  });

  it('is not read in another log or at another place of its log', async () => {
    const record = await encodeRecord([['a', 1]], PLACE);
    expect(recordBodyAt(record, 0, { generation: 2, sequence: 1 })).toBeUndefined();
    expect(recordBodyAt(record, 0, { generation: 3, sequence: 2 })).toBeUndefined();
    expect(recordBodyAt(record, 1, PLACE)).toBeUndefined();
  });

  it('is bad with any flipped bit and with any cut', async () => {
    const record = await encodeRecord([['key', 'value']], PLACE);
    for (let bit = 0; bit < record.length * 8; bit += 1) {
      const copy = Buffer.from(record);
      copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(recordBodyAt(copy, 0, PLACE)).toBeUndefined();
    }
    for (let size = 0; size < record.length; size += 1) {
      expect(recordBodyAt(record.subarray(0, size), 0, PLACE)).toBeUndefined();
    }
  });

  it('is found behind damage, unless it is of another log or damaged itself', async () => {
    const record = await encodeRecord([['a', 1]], PLACE);
    const noise = Buffer.from([0xff, 0x52, 0x45, 0x43, 0xff, 0x52]);
    expect(hasRecordBehind(Buffer.concat([noise, record]), 0, 3)).toBe(true);
    expect(hasRecordBehind(Buffer.concat([noise, record]), 7, 3)).toBe(false);
    expect(hasRecordBehind(Buffer.concat([noise, record]), 0, 4)).toBe(false);
    expect(hasRecordBehind(Buffer.concat([noise, record.subarray(1)]), 0, 3)).toBe(false);
  });

  it('cannot be forged by a value: no text has the byte FF', async () => {
    const inner = (await encodeRecord([['a', 1]], PLACE)).toString('latin1');
    const outer = await encodeRecord([['a', inner]], { generation: 3, sequence: 0 });
    expect(outer.indexOf(0xff, 1)).toBe(-1);
    expect(hasRecordBehind(outer, 1, 3)).toBe(false);
  });
});
