import { type Attributes, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createResource } from '@spanbridge/core';
import fc from 'fast-check';
import { CrashReader } from '../../src/crash/crash-reader.js';
import { PlainStartLine } from '../../src/crash/plain-start-line.js';
import { LINE_BYTES_MAX, startLine } from '../../src/crash/span-lines.js';
import { toTracesData } from '@spanbridge/otlp';

const PLACE = { number: 12_345, resource: 0, scope: 1, isAnchored: false };
const RESOURCE = createResource({});
const buffer = Buffer.alloc(LINE_BYTES_MAX);

function spanWith(
  parts: Partial<ReadableSpan> & { readonly remote?: boolean; readonly traceFlags?: number },
): ReadableSpan {
  const { remote, traceFlags = TraceFlags.SAMPLED, ...rest } = parts;
  const context = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags };
  return {
    name: 'GET /',
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    ...(remote === undefined
      ? {}
      : { parentSpanContext: { ...context, spanId: 'c33604c286773277', isRemote: remote } }),
    startTime: [1_700_000_000, 5],
    endTime: [0, 0],
    duration: [0, 0],
    status: { code: SpanStatusCode.UNSET },
    attributes: {},
    links: [],
    events: [],
    ended: false,
    resource: RESOURCE,
    instrumentationScope: { name: '' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
    ...rest,
  };
}

function written(span: ReadableSpan, writer = new PlainStartLine(buffer)): string {
  return buffer.toString('latin1', 0, writer.write(span, PLACE));
}

/** What the next start makes of a line. */
function readBack(line: string): string {
  const reader = new CrashReader();
  expect(line.endsWith('\n')).toBe(true);
  expect(reader.take(line.slice(0, -1), 1)).toEqual({ status: 'read' });
  const { spans } = reader.finish();
  return JSON.stringify(spans.map(({ span }) => toTracesData([span])));
}

const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
);
const attributes: fc.Arbitrary<Attributes> = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('a', 'b')), value);
const plainSpan = fc
  .record({
    name: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('one', 'two')),
    kind: fc.constantFrom(SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER),
    attributes,
    startTime: fc.tuple(fc.integer({ min: 1, max: 4_000_000_000 }), fc.integer({ min: 0, max: 999_999_999 })),
    remote: fc.constantFrom(undefined, true, false),
    traceFlags: fc.constantFrom(1, 3),
  })
  .map(({ remote, ...rest }) => spanWith({ ...rest, ...(remote === undefined ? {} : { remote }) }));

describe('the line of a plain start', () => {
  it('is short and readable', () => {
    const span = spanWith({ attributes: { 'http.route': '/orders/:id', port: 8080, cached: false }, remote: true });
    expect(written(span)).toBe(
      '{"start":12345,"resource":0,"scope":1,"flags":769,"kind":1,"name":"GET /",' +
        '"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","parentSpanId":"c33604c286773277",' +
        '"startTimeUnixNano":"1700000000000000005",' +
        '"attributes":{"http.route":"/orders/:id","port":8080,"cached":false}}\n',
    );
  });

  it('says the same as the codec, for one span after the other', () => {
    const writer = new PlainStartLine(buffer);
    fc.assert(
      fc.property(plainSpan, (span) => {
        const line = written(span, writer);
        expect(line).toMatch(/^[ -~]+\n$/);
        expect(readBack(line)).toBe(readBack(startLine(span, PLACE)));
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, Partial<ReadableSpan>]>([
    ['a list', { attributes: { list: ['a'] } }],
    ['no number', { attributes: { n: Number.NaN } }],
    ['minus zero', { attributes: { n: -0 } }],
    ['a link', { links: [{ context: { traceId: 'a', spanId: 'b', traceFlags: 0 } }] }],
    ['a status', { status: { code: SpanStatusCode.ERROR } }],
    ['dropped attributes', { droppedAttributesCount: 1 }],
    ['a broken start', { startTime: [0, 0] }],
    ['a broken part of a second', { startTime: [1_700_000_000, 0.5] }],
    ['a broken id', { spanContext: () => ({ traceId: 'x', spanId: 'y', traceFlags: 1 }) }],
    ['a long text', { attributes: { text: 'x'.repeat(LINE_BYTES_MAX + 1) } }],
    ['many texts', { attributes: Object.fromEntries(Array.from({ length: 70 }, (_, n) => [n, 'x'.repeat(1_000)])) }],
    ['a long name', { name: 'x'.repeat(LINE_BYTES_MAX) }],
  ])('is left to the codec for a span with %s', (_case, parts) => {
    expect(written(spanWith(parts))).toBe('');
  });

  it('is left to the codec for an anchored span', () => {
    expect(new PlainStartLine(buffer).write(spanWith({}), { ...PLACE, isAnchored: true })).toBe(0);
  });
});
