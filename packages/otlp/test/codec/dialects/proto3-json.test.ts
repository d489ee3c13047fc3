import fc from 'fast-check';
import { decodeTraces } from '../../../src/codec/decode-traces.js';
import { decodeProto3Json } from '../../../src/codec/dialects/proto3-json.js';
import { encodeTraces } from '../../../src/codec/encode-traces.js';
import { richSpan } from '../../support/arbitrary-spans.js';
import { TracesData } from '../../support/proto.js';

/** What a program with the official mapping of protobuf to JSON writes: base64 for bytes, names for enums. */
function toProto3Json(bytes: Uint8Array): unknown {
  const options = { longs: String, bytes: String, enums: String, json: true };
  return TracesData.toObject(TracesData.decode(bytes), options);
}

function reencoded(result: ReturnType<typeof decodeProto3Json>): Uint8Array {
  if (result.status === 'invalid') throw new Error(result.detail);
  return encodeTraces(result.spans, 'protobuf');
}

it('any spans in the JSON of protobuf libraries are the spans of their protobuf', () => {
  fc.assert(
    fc.property(fc.array(richSpan, { minLength: 1, maxLength: 3 }), (spans) => {
      const bytes = encodeTraces(spans, 'protobuf');
      const read = decodeProto3Json(toProto3Json(bytes));
      expect(reencoded(read)).toEqual(reencoded(decodeTraces(bytes, 'protobuf')));
    }),
    { numRuns: 100 },
  );
});

const SPAN = { traceId: 'CvdlGRbNQ92ESOshHIAxnA==', spanId: 't61rcWkgMzE=', name: 'op', kind: 'SPAN_KIND_SERVER' };

function decodeSpan(span: Record<string, unknown>): ReturnType<typeof decodeProto3Json> {
  return decodeProto3Json({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
}

describe('the names of former versions', () => {
  it.each([
    ['batches', { batches: [{ scopeSpans: [{ scope: { name: 'lib' }, spans: [SPAN] }] }] }],
    [
      'instrumentation libraries',
      { batches: [{ instrumentationLibrarySpans: [{ instrumentationLibrary: { name: 'lib' }, spans: [SPAN] }] }] },
    ],
  ])('%s are read', (_name, value) => {
    expect(decodeProto3Json(value)).toMatchObject({
      status: 'decoded',
      spans: [{ name: 'op', kind: 1, instrumentationScope: { name: 'lib' } }],
    });
  });

  it('lose against the current ones', () => {
    const value = { batches: [{ scopeSpans: [{ spans: [SPAN, SPAN] }] }], resourceSpans: [] };
    expect(decodeProto3Json(value)).toEqual({ status: 'decoded', spans: [], rejected: [] });
  });
});

describe('what cannot be read', () => {
  it('of one span with a short id rejects that span alone', () => {
    const value = { resourceSpans: [{ scopeSpans: [{ spans: [{ ...SPAN, spanId: 'AQ==' }, SPAN] }] }] };
    expect(decodeProto3Json(value)).toMatchObject({
      status: 'decoded',
      spans: [{ name: 'op' }],
      rejected: [{ reason: 'invalid-span-id' }],
    });
  });

  it.each([null, [], 'text', 7])('%p is invalid', (value) => {
    expect(decodeProto3Json(value).status).toBe('invalid');
  });

  it('tells its place', () => {
    expect(decodeSpan({ ...SPAN, traceId: '?' })).toEqual({
      status: 'invalid',
      detail:
        'The body is not a valid trace in proto3 JSON: resourceSpans[0].scopeSpans[0].spans[0].traceId: ' +
        'an id in hex or base64 is expected.',
    });
  });

  it.each([{ resourceSpans: {} }, { batches: 'x' }, { resourceSpans: [null] }, { batches: [{ scopeSpans: [[]] }] }])(
    'in the wrong shape is invalid: %j',
    (value) => {
      expect(decodeProto3Json(value).status).toBe('invalid');
    },
  );
});
