import * as fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { AckState, EVERYBODY, encodeFrames, readAcks } from '../../src/spool/ack-state.js';

function fromBytes(bytes: Buffer): AckState {
  const state = new AckState();
  readAcks(bytes, state);
  return state;
}

function sequencesOf(state: AckState, name: string, max = 60): readonly number[] {
  return Array.from({ length: max }, (_, index) => index + 1).filter((sequence) => state.has(name, sequence));
}

describe('the state of acknowledgements', () => {
  it('is written as the format draws it', () => {
    const state = new AckState();
    state.add('ab', { first: 2, last: 0x0102 });
    const bytes = state.encode();
    expect(bytes.subarray(0, 12).toString('hex')).toBe(Buffer.from('sbspacks').toString('hex') + '01000000');
    expect(bytes.readUInt32LE(12)).toBe(crc32(bytes.subarray(0, 12)));
    expect(bytes.subarray(16, 24).toString('hex')).toBe('53504146' + '13000000');
    expect(bytes.subarray(28).toString('hex')).toBe('02' + '6162' + '0200000000000000' + '0201000000000000');
    expect(bytes.byteLength).toBe(16 + 12 + 19);
  });

  it('comes back from its bytes, however it was put together', () => {
    const arbitraryPart = fc.tuple(
      fc.constantFrom(EVERYBODY, 'a', 'ü'.repeat(64)),
      fc.integer({ min: 1, max: 50 }),
      fc.integer({ min: 0, max: 5 }),
    );
    fc.assert(
      fc.property(fc.array(arbitraryPart, { maxLength: 40 }), fc.nat({ max: 40 }), (parts, split) => {
        const expected = new AckState();
        for (const [name, first, more] of parts) expected.add(name, { first, last: first + more });
        const start = new AckState();
        for (const [name, first, more] of parts.slice(0, split)) start.add(name, { first, last: first + more });
        const frames = parts
          .slice(split)
          .flatMap(([name, first, more]) => encodeFrames(name, [{ first, last: first + more }]));
        const restored = fromBytes(Buffer.concat([start.encode(), ...frames]));
        for (const name of [EVERYBODY, 'a', 'ü'.repeat(64)]) {
          expect(sequencesOf(restored, name)).toEqual(sequencesOf(expected, name));
        }
        expect(restored.max).toBe(expected.max);
      }),
    );
  });

  it('of many ranges is written in several frames', () => {
    const ranges = Array.from({ length: 10_000 }, (_, index) => ({ first: 2 * index + 1, last: 2 * index + 1 }));
    expect(encodeFrames('a', ranges)).toHaveLength(3);
    const state = new AckState();
    for (const range of ranges) state.add('a', range);
    const restored = fromBytes(state.encode());
    expect([restored.has('a', 19_999), restored.has('a', 20_000), restored.max]).toEqual([true, false, 19_999]);
  });

  it('after one flipped byte misses at most the frame that was hit, and knows that it is damaged', () => {
    const frames = [1, 2, 3, 4, 5].flatMap((sequence) => encodeFrames('a', [{ first: sequence, last: sequence }]));
    const bytes = Buffer.concat([new AckState().encode(), ...frames]);
    for (let offset = 0; offset < bytes.byteLength; offset += 1) {
      const damaged = Buffer.from(bytes);
      damaged.writeUInt8(damaged.readUInt8(offset) ^ 0x21, offset);
      const state = new AckState();
      const result = readAcks(damaged, state);
      const found = sequencesOf(state, 'a');
      expect(found.length).toBeGreaterThanOrEqual(offset < 16 ? 5 : 4);
      expect(found.every((sequence) => sequence <= 5)).toBe(true);
      // The last frame may as well have been cut.
      const isLastFrame = offset >= bytes.byteLength - (frames[4]?.byteLength ?? 0);
      expect(result).toEqual({ status: 'read', isDamaged: !isLastFrame });
    }
  });

  it('cut at every length keeps every whole frame, and a cut is no damage', () => {
    const frames = [1, 2, 3].flatMap((sequence) => encodeFrames('a', [{ first: sequence, last: sequence }]));
    const bytes = Buffer.concat([new AckState().encode(), ...frames]);
    const frameBytes = frames[0]?.byteLength ?? 0;
    for (let lengthBytes = 0; lengthBytes <= bytes.byteLength; lengthBytes += 1) {
      const state = new AckState();
      expect(readAcks(bytes.subarray(0, lengthBytes), state)).toEqual({ status: 'read', isDamaged: false });
      expect(sequencesOf(state, 'a')).toHaveLength(Math.max(0, Math.floor((lengthBytes - 16) / frameBytes)));
    }
  });

  it('takes any bytes and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (noise, hasHeader) => {
        const header = hasHeader ? new AckState().encode() : Buffer.alloc(0);
        const marked = Buffer.concat([header, Buffer.from(noise), Buffer.from('SPAF'), Buffer.from(noise)]);
        expect(readAcks(marked, new AckState()).status).toBe('read');
      }),
    );
  });

  it('remembers 80 names and forgets the one that was used least lately', () => {
    const state = new AckState();
    for (let number = 1; number <= 79; number += 1) state.add(`n${number}`, { first: 1, last: 1 });
    state.add('n1', { first: 2, last: 2 });
    state.add(EVERYBODY, { first: 9, last: 9 });
    state.add('one more', { first: 1, last: 1 });
    expect(state.names()).toHaveLength(79);
    expect([state.has('n1', 2), state.has('n2', 1), state.has(EVERYBODY, 9)]).toEqual([true, false, true]);
  });

  it('is one range below what has gone', () => {
    const state = new AckState();
    for (let sequence = 1; sequence < 1_000; sequence += 2) state.add('a', { first: sequence, last: sequence });
    state.fillBelow(998);
    expect(state.encode().byteLength).toBe(16 + (12 + 1 + 16) + (12 + 2 + 32));
    expect([state.has('a', 500), state.has('a', 998), state.has('a', 999)]).toEqual([true, false, true]);
  });

  it('knows a destination that has never acknowledged anything, also after it was written and read', () => {
    const state = new AckState();
    state.know('silent');
    const read = new AckState();
    expect(readAcks(state.encode(), read)).toEqual({ status: 'read', isDamaged: false });
    expect([read.names(), read.has('silent', 1)]).toEqual([['silent'], false]);
  });
});
