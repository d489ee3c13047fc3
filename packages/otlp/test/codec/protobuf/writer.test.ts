import fc from 'fast-check';
import { Writer } from 'protobufjs';
import { KEPT_BUFFER_BYTES_MAX } from '../../../src/codec/limits.js';
import { ProtobufWriter, varintSize } from '../../../src/codec/protobuf/writer.js';

function hexOf(write: (writer: ProtobufWriter) => void): string {
  const writer = new ProtobufWriter(1);
  write(writer);
  return Buffer.from(writer.finish()).toString('hex');
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

it('varints equal those of protobufjs', () => {
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.nat(300)), (value) => {
      const expected = hex(new Writer().int64(value).finish());
      expect(
        hexOf((writer) => {
          writer.varint(value);
        }),
      ).toBe(expected);
      expect(
        hexOf((writer) => {
          writer.varintOfBigInt(BigInt(value));
        }),
      ).toBe(expected);
    }),
    { numRuns: 1_000 },
  );
});

it.each([
  [0, '00'],
  [127, '7f'],
  [128, '8001'],
  [2 ** 32 - 1, 'ffffffff0f'],
  [2 ** 32, '8080808010'],
  [-1, 'ffffffffffffffffff01'],
  [Number.MIN_SAFE_INTEGER, '81808080808080f0ff01'],
])('the varint of %d is %s', (value, expected) => {
  expect(
    hexOf((writer) => {
      writer.varint(value);
    }),
  ).toBe(expected);
});

it('texts equal those of protobufjs', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ minLength: 40, maxLength: 200, unit: 'grapheme' }),
  );
  fc.assert(
    fc.property(text, (value) => {
      expect(
        hexOf((writer) => {
          writer.text(0x0a, value);
        }),
      ).toBe(hex(new Writer().uint32(0x0a).string(value).finish()));
    }),
    { numRuns: 1_000 },
  );
});

it.each([0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152])(
  'a message of %d bytes has the shortest length',
  (size) => {
    for (const lengthSize of [1, 2, 3]) {
      const writer = new ProtobufWriter(16);
      const body = writer.beginMessage(0x12, lengthSize);
      writer.reserve(size);
      writer.buffer.fill(7, writer.position, writer.position + size);
      writer.position += size;
      writer.endMessage(body, lengthSize);
      writer.byte(0x55);
      const expected = Buffer.concat([
        new Writer().uint32(0x12).bytes(Buffer.alloc(size, 7)).finish(),
        Buffer.from([0x55]),
      ]);
      expect(Buffer.from(writer.finish()).equals(expected)).toBe(true);
    }
  },
);

it('fixed fields are little-endian', () => {
  expect(
    hexOf((writer) => {
      writer.fixed32(0x85, 0x301);
    }),
  ).toBe('850101030000');
  expect(
    hexOf((writer) => {
      writer.double(0x21, -1.5);
    }),
  ).toBe('21000000000000f8bf');
  expect(
    hexOf((writer) => {
      writer.time(0x39, [1, 2]);
    }),
  ).toBe('3902ca9a3b00000000');
});

it('an id that is not hex has length zero', () => {
  expect(
    hexOf((writer) => {
      writer.hexId(0x0a, 'xyz!');
    }),
  ).toBe('0a00');
  expect(
    hexOf((writer) => {
      writer.hexId(0x0a, '0'.repeat(300));
    }),
  ).toBe('0a00');
  expect(
    hexOf((writer) => {
      writer.hexId(0x0a, 'ABCD');
    }),
  ).toBe('0a02abcd');
});

it('a short text that turns out not to be ASCII leaves the position where it was', () => {
  const writer = new ProtobufWriter();
  expect(writer.shortAscii(0x0a, 'abé')).toBe(false);
  expect(writer.position).toBe(0);
});

it('reset keeps a buffer of ordinary size and lets go of a huge one', () => {
  const writer = new ProtobufWriter();
  writer.reserve(KEPT_BUFFER_BYTES_MAX);
  writer.reset();
  expect(writer.buffer.length).toBe(KEPT_BUFFER_BYTES_MAX);
  writer.reserve(KEPT_BUFFER_BYTES_MAX + 1);
  writer.reset();
  expect(writer.buffer.length).toBe(64 * 1024);
});

it('the size of a length is that of its varint', () => {
  expect([0, 127, 128, 16_383, 16_384, 2 ** 21, 2 ** 28].map(varintSize)).toEqual([1, 1, 2, 2, 3, 4, 5]);
});
