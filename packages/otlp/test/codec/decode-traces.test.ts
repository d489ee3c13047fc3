import { TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import type { DecodeTracesResult } from '../../src/codec/decode-result.js';
import { decodeTraces, decodeTracesValue } from '../../src/codec/decode-traces.js';
import { encodeTraces } from '../../src/codec/encode-traces.js';
import type { OtlpEncoding } from '../../src/codec/encoding.js';
import { toTracesData } from '../../src/codec/json/encode-spans.js';
import { richSpan } from '../support/arbitrary-spans.js';
import { makeSpan, makeSpans, PARENT_ID, SPAN_ID, TRACE_ID } from '../support/spans.js';

const ENCODINGS: readonly OtlpEncoding[] = ['protobuf', 'json'];

/** Everything that a span carries over the wire, as plain data. */
function contentOf(span: ReadableSpan): unknown {
  const { traceState, ...context } = span.spanContext();
  const parent = span.parentSpanContext;
  return {
    name: span.name,
    kind: span.kind,
    context: { traceId: context.traceId, spanId: context.spanId, traceFlags: context.traceFlags },
    traceState: traceState?.serialize() ?? '',
    parent: parent === undefined ? undefined : { spanId: parent.spanId, isRemote: parent.isRemote === true },
    times: [span.startTime, span.endTime],
    status: { code: span.status.code, message: span.status.message ?? '' },
    attributes: Object.entries(span.attributes),
    events: span.events.map((event) => ({ ...event, attributes: Object.entries(event.attributes ?? {}) })),
    links: span.links.map((link) => ({
      ...link,
      attributes: Object.entries(link.attributes ?? {}),
      context: {
        ...link.context,
        isRemote: link.context.isRemote === true,
        traceState: link.context.traceState?.serialize() ?? '',
      },
    })),
    dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
    resource: Object.entries(span.resource.attributes),
    scope: span.instrumentationScope,
  };
}

function decoded(result: DecodeTracesResult): readonly ReadableSpan[] {
  if (result.status === 'invalid') throw new Error(result.detail);
  return result.spans;
}

function detailOf(result: DecodeTracesResult): string {
  if (result.status !== 'invalid') throw new Error('The body was decoded.');
  return result.detail;
}

describe.each(ENCODINGS)('%s, there and back,', (encoding) => {
  it('keeps everything that a span carries', () => {
    fc.assert(
      fc.property(fc.array(richSpan, { maxLength: 3 }), (spans) => {
        const back = decoded(decodeTraces(encodeTraces(spans, encoding), encoding));
        expect(back.map(contentOf)).toEqual(spans.map(contentOf));
      }),
      { numRuns: 100 },
    );
  });

  it('gives the same bytes when encoded again', () => {
    fc.assert(
      fc.property(fc.array(richSpan, { maxLength: 3 }), (spans) => {
        const bytes = encodeTraces(spans, encoding);
        const again = encodeTraces(decoded(decodeTraces(bytes, encoding)), encoding);
        expect(Buffer.from(again).toString('hex')).toBe(Buffer.from(bytes).toString('hex'));
      }),
      { numRuns: 100 },
    );
  });

  it('says invalid at every length at which it is cut, and never throws', () => {
    const bytes = encodeTraces(
      [
        makeSpan({
          parentSpanContext: { traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1 },
          values: { a: 1.5, b: ['x'] },
        }),
      ],
      encoding,
    );
    for (let length = 1; length < bytes.length; length++) {
      expect(decodeTraces(bytes.subarray(0, length), encoding).status).toBe('invalid');
    }
  });

  it('never throws on random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['decoded', 'invalid']).toContain(decodeTraces(bytes, encoding).status);
      }),
      { numRuns: 1_000 },
    );
  });

  it('never throws on valid bytes with some changed', () => {
    const bytes = encodeTraces(makeSpans(2, { values: { a: [1, 'x', { b: 2 }], c: 'text' } }), encoding);
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(changes, (changed) => {
        const broken = bytes.slice();
        for (const [index, value] of changed) broken[index] = value;
        const result = decodeTraces(broken, encoding);
        if (result.status === 'invalid') expect(result.detail).not.toContain('This is a bug');
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses bytes behind the request', () => {
    const bytes = Buffer.concat([encodeTraces([makeSpan()], encoding), Buffer.from([0x7b])]);
    expect(decodeTraces(bytes, encoding).status).toBe('invalid');
  });

  it('refuses a byte order mark and says so', () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), encodeTraces([makeSpan()], encoding)]);
    expect(detailOf(decodeTraces(bytes, encoding))).toContain('byte order mark');
  });

  it('keeps the prototype of objects out of reach of attribute keys', () => {
    const values = JSON.parse('{"__proto__":"x","nested":{"__proto__":{"polluted":true}}}') as Record<string, unknown>;
    const [span] = decoded(decodeTraces(encodeTraces([makeSpan({ values })], encoding), encoding));
    expect(Object.keys(span?.attributes ?? {})).toEqual(['__proto__', 'nested']);
    expect(span?.attributes['__proto__']).toBe('x');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('rejects a span with a wrong id by name and keeps the rest', () => {
    const spans = [
      makeSpan({ traceId: '' }),
      makeSpan({ traceId: '0'.repeat(32) }),
      makeSpan({ traceId: 'abcd' }),
      makeSpan({ spanId: '0'.repeat(16) }),
      makeSpan({ parentSpanContext: { traceId: TRACE_ID, spanId: 'abcd', traceFlags: 1 } }),
      makeSpan({ name: 'good' }),
    ];
    expect(decodeTraces(encodeTraces(spans, encoding), encoding)).toMatchObject({
      status: 'decoded',
      spans: [{ name: 'good' }],
      rejected: [
        { reason: 'invalid-trace-id', detail: 'The trace id is empty (span 1 of the request).' },
        { reason: 'invalid-trace-id', detail: 'The trace id is all zeros (span 2 of the request).' },
        { reason: 'invalid-trace-id', detail: 'The trace id does not have 16 bytes (span 3 of the request).' },
        { reason: 'invalid-span-id', detail: 'The span id is all zeros (span 4 of the request).' },
        {
          reason: 'invalid-parent-span-id',
          detail: 'The parent span id does not have 8 bytes (span 5 of the request).',
        },
      ],
    });
  });

  it('reads a missing or all-zero parent as a root', () => {
    const zero = makeSpan({ parentSpanContext: { traceId: TRACE_ID, spanId: '0'.repeat(16), traceFlags: 1 } });
    for (const span of decoded(decodeTraces(encodeTraces([makeSpan(), zero], encoding), encoding))) {
      expect('parentSpanContext' in span).toBe(false);
    }
  });

  it('leaves out a link with ids of a wrong length and counts it', () => {
    const good = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 };
    const span = makeSpan({ links: [{ context: good }, { context: { ...good, spanId: 'ab' } }], droppedLinksCount: 4 });
    const [back] = decoded(decodeTraces(encodeTraces([span], encoding), encoding));
    expect(back?.links).toHaveLength(1);
    expect(back?.droppedLinksCount).toBe(5);
  });

  it('reads integers beyond 2^53 as their digits', () => {
    const span = makeSpan({ values: { big: 9223372036854775807n, small: -9223372036854775808n, exact: 5n } });
    const [back] = decoded(decodeTraces(encodeTraces([span], encoding), encoding));
    expect({ ...back?.attributes }).toEqual({ big: '9223372036854775807', small: '-9223372036854775808', exact: 5 });
  });

  it('keeps values of 30 levels and leaves the 31st empty', () => {
    const nest = (levels: number, core: unknown): unknown => {
      let value = core;
      for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { k: value };
      return value;
    };
    const values = { fits: nest(30, 'x'), cut: nest(30, ['x']) };
    const [back] = decoded(decodeTraces(encodeTraces([makeSpan({ values })], encoding), encoding));
    expect(back?.attributes['fits']).toEqual(nest(30, 'x'));
    expect(back?.attributes['cut']).toEqual(nest(30, null));
  });

  it('reads an empty request as no spans', () => {
    const empty = encoding === 'json' ? '{}' : new Uint8Array(0);
    expect(decodeTraces(empty, encoding)).toEqual({ status: 'decoded', spans: [], rejected: [] });
  });
});

describe('a decoded span', () => {
  const [span] = decoded(
    decodeTraces(
      encodeTraces([
        makeSpan({ parentSpanContext: { traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1, isRemote: true } }),
      ]),
      'protobuf',
    ),
  );

  it('has the shape of a ReadableSpan', () => {
    expect(span).toMatchObject({ name: 'span', ended: true, duration: [0, 899_999_999] });
    expect(span?.spanContext()).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: TraceFlags.SAMPLED });
    expect(span?.parentSpanContext).toEqual({ traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1, isRemote: true });
    expect(Object.isFrozen(span)).toBe(true);
  });

  it('shares its resource and scope with its neighbours', () => {
    const [first, second] = decoded(decodeTraces(encodeTraces(makeSpans(2)), 'protobuf'));
    expect(first?.resource).toBe(second?.resource);
    expect(first?.instrumentationScope).toBe(second?.instrumentationScope);
  });
});

describe('decodeTracesValue', () => {
  it('reads what toTracesData writes', () => {
    const spans = makeSpans(2, { values: { a: 1 } });
    expect(decoded(decodeTracesValue(toTracesData(spans))).map(contentOf)).toEqual(spans.map(contentOf));
  });

  it.each([[null], [undefined], ['text'], [7], [[]]])('says invalid for %p', (value) => {
    expect(decodeTracesValue(value).status).toBe('invalid');
  });
});

it('a text in place of protobuf is refused as text', () => {
  expect(detailOf(decodeTraces('{}', 'protobuf'))).toContain('protobuf is binary');
});
