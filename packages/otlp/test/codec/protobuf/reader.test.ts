import fc from 'fast-check';
import { Writer } from 'protobufjs';
import { END_OF_MESSAGE, ProtobufReader } from '../../../src/codec/protobuf/reader.js';

const of = (hex: string): ProtobufReader => new ProtobufReader(Buffer.from(hex, 'hex'));

it('64-bit integers written by protobufjs are read exactly', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
      const low = Number(BigInt.asIntN(32, value));
      const high = Number(BigInt.asIntN(32, value >> 32n));
      const bytes = new Writer().int64({ low, high, unsigned: false }).finish();
      expect(BigInt(new ProtobufReader(bytes).int64())).toBe(value);
    }),
    { numRuns: 1_000 },
  );
});

it('an integer is a number as long as that is exact', () => {
  expect(of('ffffffffffffff0f').int64()).toBe(Number.MAX_SAFE_INTEGER);
  expect(of('8080808080808010').int64()).toBe(2n ** 53n);
  expect(of('ffffffffffffffffff01').int64()).toBe(-1);
});

it('32-bit integers lose their higher bits, as protobuf prescribes', () => {
  expect(of('ffffffffffffffffff01').uint32()).toBe(4_294_967_295);
});

it('booleans are true for any varint but zero', () => {
  expect([of('00').bool(), of('01').bool(), of('8080808010').bool()]).toEqual([false, true, true]);
});

it('a nested message ends where its length says', () => {
  const reader = of('0a02' + '0801' + '1005');
  expect(reader.nextTag()).toBe(0x0a);
  const outer = reader.enterMessage();
  expect([reader.nextTag(), reader.uint32(), reader.nextTag()]).toEqual([0x08, 1, END_OF_MESSAGE]);
  reader.leaveMessage(outer);
  expect([reader.nextTag(), reader.uint32(), reader.nextTag()]).toEqual([0x10, 5, END_OF_MESSAGE]);
});

it('what was not read of a message is passed over when it is left', () => {
  const reader = of('0a02' + '0801' + '1005');
  reader.nextTag();
  reader.leaveMessage(reader.enterMessage());
  expect(reader.nextTag()).toBe(0x10);
});

it('a value never reaches behind its message', () => {
  const reader = of('0a01' + '08' + '01');
  reader.nextTag();
  reader.enterMessage();
  reader.nextTag();
  expect(() => reader.uint32()).toThrow('the body ends inside a number (byte 3 of 4)');
});

it('a view into a larger buffer is read at its own place', () => {
  const large = Buffer.from('ffffff' + '39' + '0102030405060708', 'hex');
  const reader = new ProtobufReader(large.subarray(3));
  expect(reader.nextTag()).toBe(0x39);
  expect([reader.fixed64(), reader.upperHalf()]).toEqual([0x04030201, 0x08070605]);
});
