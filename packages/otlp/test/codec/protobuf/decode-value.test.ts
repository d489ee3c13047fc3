import fc from 'fast-check';
import { createAttributes } from '../../../src/codec/decoded-span.js';
import { readAttribute } from '../../../src/codec/protobuf/decode-value.js';
import { RequestReader } from '../../../src/codec/protobuf/request-reader.js';
import type { DecodeTracesResult } from '../../../src/codec/decode-result.js';
import { decodeTraces } from '../../../src/codec/decode-traces.js';
import { KeyValue, writeProto } from '../../support/proto.js';

function detailOf(result: DecodeTracesResult): string {
  if (result.status !== 'invalid') throw new Error('The body was decoded.');
  return result.detail;
}

/** What is read of a KeyValue that protobufjs wrote. */
function valueOf(value: Record<string, unknown>): unknown {
  const bytes = Buffer.from(writeProto(KeyValue, { key: 'k', value }));
  const attributes = createAttributes();
  readAttribute(new RequestReader(Buffer.concat([Buffer.from([bytes.length]), bytes])), attributes);
  return attributes['k'];
}

it.each([
  [{ stringValue: 'é' }, 'é'],
  [{ stringValue: '' }, ''],
  [{ stringValue: '\ufeffx' }, '\ufeffx'],
  [{ boolValue: true }, true],
  [{ boolValue: false }, false],
  [{ intValue: -1 }, -1],
  [{ doubleValue: 0.5 }, 0.5],
  [{ bytesValue: Buffer.from([1, 255]) }, new Uint8Array([1, 255])],
  [{ arrayValue: { values: [{ intValue: 1 }, {}, { stringValue: 'a' }] } }, [1, null, 'a']],
  [{ kvlistValue: { values: [{ key: 'a', value: { boolValue: true } }, { key: 'b' }] } }, { a: true, b: null }],
  [{}, null],
])('%j is read', (value, expected) => {
  expect(valueOf(value)).toEqual(expected);
});

it('the last of several set members wins', () => {
  const attributes = createAttributes();
  readAttribute(new RequestReader(Buffer.from('0a' + '0a016b' + '1205' + '0a0161' + '1001', 'hex')), attributes);
  expect(attributes['k']).toBe(true);
});

it('bytes that are read do not change with the body', () => {
  const bytes = Buffer.from('0a' + '0a016b' + '1205' + '3a03010203', 'hex');
  const attributes = createAttributes();
  readAttribute(new RequestReader(bytes), attributes);
  bytes.fill(0);
  expect(attributes['k']).toEqual(new Uint8Array([1, 2, 3]));
});

it('text that is not UTF-8 has U+FFFD there, short and long', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (content) => {
      const body = wrap(0, wrap(0x12, wrap(0x0a, Buffer.from(content)))).subarray(1);
      const attributes = createAttributes();
      readAttribute(new RequestReader(body), attributes);
      expect(attributes['']).toBe(Buffer.from(content).toString('utf8'));
    }),
  );
});

const bodyOfLevels = (levels: number): Buffer => {
  let body: Buffer = Buffer.alloc(0);
  for (let level = 0; level < levels; level++) body = wrap(0x2a, wrap(0x0a, body));
  for (const tag of [0x12, 0x4a, 0x12, 0x12, 0x0a]) body = wrap(tag, body);
  return body;
};

it('with 32 and 64 levels of values are read', () => {
  expect(decodeTraces(bodyOfLevels(32), 'protobuf').status).toBe('decoded');
  expect(decodeTraces(bodyOfLevels(64), 'protobuf').status).toBe('decoded');
});

it('with 65 or 10,000 levels of values are invalid', () => {
  expect(detailOf(decodeTraces(bodyOfLevels(65), 'protobuf'))).toContain('nests deeper than 64 levels');
  expect(detailOf(decodeTraces(bodyOfLevels(10_000), 'protobuf'))).toContain('nests deeper than 64 levels');
});

/** A length-delimited field around `content`. */
function wrap(tag: number, content: Buffer): Buffer {
  const head: number[] = [tag];
  let length = content.length;
  for (; length > 127; length >>>= 7) head.push((length & 127) | 128);
  return Buffer.concat([Buffer.from([...head, length]), content]);
}
