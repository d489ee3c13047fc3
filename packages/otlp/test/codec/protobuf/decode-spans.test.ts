import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { DecodeTracesResult } from '../../../src/codec/decode-result.js';
import { decodeTraces } from '../../../src/codec/decode-traces.js';
import { TracesData, writeProto } from '../../support/proto.js';
import { SPAN_ID, TRACE_ID } from '../../support/spans.js';

function decoded(result: DecodeTracesResult): readonly ReadableSpan[] {
  if (result.status === 'invalid') throw new Error(result.detail);
  return result.spans;
}

function detailOf(result: DecodeTracesResult): string {
  if (result.status !== 'invalid') throw new Error('The body was decoded.');
  return result.detail;
}

describe('protobuf written by protobufjs', () => {
  const ids = { traceId: Buffer.from(TRACE_ID, 'hex'), spanId: Buffer.from(SPAN_ID, 'hex') };

  it('is read field by field', () => {
    const body = writeProto(TracesData, {
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'py' } }], droppedAttributesCount: 1 },
          schemaUrl: 'https://example.com/r',
          scopeSpans: [
            {
              scope: { name: 'lib', version: '2', attributes: [{ key: 'a', value: { boolValue: true } }] },
              schemaUrl: 'https://example.com/s',
              spans: [
                { ...ids, name: 'op', kind: 3, traceState: 'a=b', flags: 0x301, status: { code: 2, message: 'bad' } },
              ],
            },
          ],
        },
      ],
    });
    const [span] = decoded(decodeTraces(body, 'protobuf'));
    expect(span).toMatchObject({
      name: 'op',
      kind: 2,
      status: { code: 2, message: 'bad' },
      resource: { attributes: { 'service.name': 'py' }, schemaUrl: 'https://example.com/r' },
      instrumentationScope: { name: 'lib', version: '2', schemaUrl: 'https://example.com/s', attributes: { a: true } },
    });
    expect(span?.spanContext().traceState?.serialize()).toBe('a=b');
    expect(span?.spanContext().traceState?.get('a')).toBe('b');
  });

  it('with an attribute key twice has the last value', () => {
    const attributes = ['first', 'last'].map((stringValue) => ({ key: 'k', value: { stringValue } }));
    const body = writeProto(TracesData, { resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, attributes }] }] }] });
    expect({ ...decoded(decodeTraces(body, 'protobuf'))[0]?.attributes }).toEqual({ k: 'last' });
  });

  it('with a value that is not set has null there', () => {
    const attributes = [{ key: 'k', value: {} }, { key: 'none' }];
    const body = writeProto(TracesData, { resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, attributes }] }] }] });
    expect({ ...decoded(decodeTraces(body, 'protobuf'))[0]?.attributes }).toEqual({ k: null, none: null });
  });

  it('with a kind and a status code of the future reads them as internal and unset', () => {
    const body = writeProto(TracesData, {
      resourceSpans: [{ scopeSpans: [{ spans: [{ ...ids, kind: 77, status: { code: 9 } }] }] }],
    });
    expect(decoded(decodeTraces(body, 'protobuf'))[0]).toMatchObject({ kind: 0, status: { code: 0 } });
  });
});

describe('protobuf bytes made by hand', () => {
  const decodeHex = (hex: string): DecodeTracesResult => decodeTraces(Buffer.from(hex, 'hex'), 'protobuf');

  it.each([
    ['varint', '9806ffffffffffffffffff01'],
    ['fixed64', '99060102030405060708'],
    ['bytes', '9a0603aabbcc'],
    ['group', '9b06' + '0801' + '9c06'],
    ['fixed32', '9d0601020304'],
  ])('with an unknown field of type %s are read as if it were not there', (_name, field) => {
    expect(decodeHex(field)).toEqual({ status: 'decoded', spans: [], rejected: [] });
  });

  it.each([
    ['a length behind the end', '0a05', 'behind the end of its message; the body may be cut off (byte 1 of 2)'],
    ['a field number of zero', '00', 'no field has this tag (byte 0 of 1)'],
    ['a number of eleven bytes', '08ffffffffffffffffffffff01', 'longer than ten bytes (byte 1 of 13)'],
    ['a wire type that does not exist', '0e', 'wire type 6 cannot stand here'],
    ['a group that does not end', '0b', 'a group does not end'],
    ['groups in groups', '0b'.repeat(70), 'groups nest deeper than 64 levels'],
    ['the end of a group that never began', '0c', 'wire type 4 cannot stand here'],
  ])('with %s are invalid', (_name, hex, detail) => {
    expect(detailOf(decodeHex(hex))).toContain(detail);
  });

  it('with more than a million messages are invalid', () => {
    const body = Buffer.alloc(2_000_004);
    for (let at = 0; at < body.length; at += 2) body[at] = 0x0a;
    expect(detailOf(decodeTraces(body, 'protobuf'))).toContain('more than 1000000 messages');
  });
});
