import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { WHOLE_FIDELITY } from '../../src/query/query-client.js';
import { createDeliveryCollector } from '../../src/ship/verify-collector.js';
import { compareTrace, countMissing, type SpanDifference } from '../../src/ship/verify-compare.js';
import { type SentParts, sentSpan, toSpanId, TRACE_A } from './sent-spans.js';

function collect(sent: readonly ReadableSpan[]) {
  const collector = createDeliveryCollector();
  for (const span of sent) collector.add(span);
  const [trace] = collector.traces();
  if (trace === undefined) throw new Error('nothing was sent');
  return { trace, resourceFacts: (resource: number) => collector.resourceFacts(resource) };
}

function compare(sent: readonly ReadableSpan[], stored: readonly ReadableSpan[]) {
  const { trace, resourceFacts } = collect(sent);
  const differences: SpanDifference[] = [];
  const onDifference = (difference: SpanDifference): void => {
    differences.push(difference);
  };
  const comparison = compareTrace({ sent: trace, stored, resourceFacts, fidelity: WHOLE_FIDELITY, onDifference });
  return { ...comparison, differences };
}

it('what is stored as it was sent has no difference', () => {
  expect(compare([sentSpan({ id: 1 }), sentSpan({ id: 2 })], [sentSpan({ id: 2 }), sentSpan({ id: 1 })])).toEqual({
    spansCompared: 2,
    equalCopies: 0,
    foreignSpans: 0,
    differences: [],
  });
});

const [event, otherEvent] = sentSpan().events;
const [link] = sentSpan().links;
if (event === undefined || otherEvent === undefined || link === undefined) throw new Error('the sketch has changed');

describe('one difference', () => {
  it.each<[string, SentParts, Partial<SpanDifference>]>([
    ['the name', { name: 'GET' }, { kind: 'changed', field: 'name', sent: '"GET /orders"', stored: '"GET"' }],
    ['the kind', { kind: SpanKind.CLIENT }, { kind: 'changed', field: 'kind', sent: 'server', stored: 'client' }],
    [
      'the parent',
      { parentSpanContext: { traceId: TRACE_A, spanId: toSpanId(7), traceFlags: 1 } },
      { kind: 'changed', field: 'parent', sent: '00f067aa0ba902b7', stored: '0000000000000007' },
    ],
    [
      'the start',
      { startTime: [1_700_000_000, 123_456_788] },
      { kind: 'changed', field: 'startTime', sent: '1700000000123456789', stored: '1700000000123456788' },
    ],
    ['the end', { endTime: [1_700_000_001, 0] }, { kind: 'changed', field: 'endTime' }],
    [
      'the status',
      { status: { code: SpanStatusCode.OK, message: 'boom' } },
      { kind: 'changed', field: 'status', sent: 'error', stored: 'ok' },
    ],
    [
      'the message of the status',
      { status: { code: SpanStatusCode.ERROR } },
      { kind: 'changed', field: 'status.message', sent: '"boom"', stored: '""' },
    ],
    ['the scope', { instrumentationScope: { name: 'lib', version: '2' } }, { kind: 'changed', field: 'scope.version' }],
    [
      'the value of an attribute',
      { attributes: { ...sentSpan().attributes, count: '2' } },
      { kind: 'changed', field: 'attributes.count', sent: '2', stored: '"2"' },
    ],
    [
      'an attribute that is gone',
      { attributes: { 'http.route': '/orders', count: 2 } },
      { kind: 'lost', field: 'attributes.tags', sent: '["a","b"]', stored: '' },
    ],
    [
      'an attribute that is new',
      { attributes: { ...sentSpan().attributes, added: true } },
      { kind: 'added', field: 'attributes.added', sent: '', stored: 'true' },
    ],
    [
      'an event that is gone',
      { events: [otherEvent] },
      { kind: 'lost', field: 'events[0]', sent: 'name "retry", time 1700000000200000001, attributes.attempt 1' },
    ],
    [
      'an event that is new',
      { events: [event, otherEvent, { ...event, name: 'x' }] },
      { kind: 'added', field: 'events[2]' },
    ],
    [
      'the time of an event',
      { events: [event, { ...otherEvent, time: [1_700_000_000, 200_000_003] }] },
      { kind: 'changed', field: 'events[1].time', sent: '1700000000200000002', stored: '1700000000200000003' },
    ],
    [
      'an attribute of an event',
      { events: [event, { ...otherEvent, attributes: {} }] },
      { kind: 'lost', field: 'events[1].attributes.attempt', sent: '2', stored: '' },
    ],
    ['a link that is gone', { links: [] }, { kind: 'lost', field: 'links[0]' }],
    [
      'the target of a link',
      { links: [{ ...link, context: { ...link.context, spanId: toSpanId(8) } }] },
      { kind: 'changed', field: 'links[0].span' },
    ],
    [
      'an attribute of a link',
      { links: [{ ...link, attributes: {} }] },
      { kind: 'lost', field: 'links[0].attributes.why' },
    ],
    [
      'the resource',
      { service: 'other' },
      { kind: 'changed', field: 'resource.service.name', sent: '"shop"', stored: '"other"' },
    ],
  ])('is %s', (_name, stored, difference) => {
    expect(compare([sentSpan()], [sentSpan(stored)]).differences).toEqual([
      expect.objectContaining({ traceId: TRACE_A, spanId: toSpanId(1), ...difference }),
    ]);
  });

  it('is a value that was cut', () => {
    const long = 'x'.repeat(3000);
    const stored = sentSpan({ attributes: { long: long.slice(0, 2048) } });
    expect(compare([sentSpan({ attributes: { long } })], [stored]).differences).toMatchObject([
      { kind: 'cut', field: 'attributes.long' },
    ]);
  });

  it('is a span that is missing', () => {
    expect(compare([sentSpan({ id: 1 }), sentSpan({ id: 2 })], [sentSpan({ id: 1 })]).differences).toEqual([
      { traceId: TRACE_A, spanId: toSpanId(2), kind: 'missing-span', field: 'span', sent: '"GET /orders"', stored: '' },
    ]);
  });

  it('is a copy with other content beside the right one, wherever it stands', () => {
    for (const stored of [
      [sentSpan(), sentSpan({ name: 'x' })],
      [sentSpan({ name: 'x' }), sentSpan()],
    ]) {
      expect(compare([sentSpan()], stored).differences).toEqual([
        { traceId: TRACE_A, spanId: toSpanId(1), kind: 'extra-copy', field: 'span', sent: '', stored: '"x"' },
      ]);
    }
  });
});

it('the difference of a resource is told once for all spans of the trace that share it', () => {
  const spans = (service: string) => [1, 2, 3].map((id) => sentSpan({ id, service }));
  expect(compare(spans('a'), spans('b')).differences).toHaveLength(1);
});

it('events and links in another order are the same', () => {
  const links = [link, { ...link, context: { ...link.context, traceId: TRACE_A } }];
  const sent = sentSpan({ events: [event, otherEvent], links });
  const stored = sentSpan({ events: [otherEvent, event], links: [...links].reverse() });
  expect(compare([sent], [stored]).differences).toEqual([]);
});

it('an equal copy and a span of others are no differences, and counted', () => {
  expect(compare([sentSpan()], [sentSpan(), sentSpan(), sentSpan({ id: 5 })])).toMatchObject({
    equalCopies: 1,
    foreignSpans: 1,
    differences: [],
  });
});

it('two contents sent under one id are both looked for', () => {
  const both = [sentSpan({ name: 'a' }), sentSpan({ name: 'b' })];
  expect(compare(both, [...both].reverse()).differences).toEqual([]);
  expect(compare(both, [sentSpan({ name: 'b' })]).differences).toMatchObject([{ kind: 'missing-span', sent: '"a"' }]);
});

it('missing spans are counted before anything is compared', () => {
  const { trace } = collect([sentSpan({ id: 1 }), sentSpan({ id: 2 }), sentSpan({ id: 2, name: 'again' })]);
  expect(countMissing(trace, [])).toBe(3);
  expect(countMissing(trace, [sentSpan({ id: 2 }), sentSpan({ id: 9 })])).toBe(2);
  expect(
    countMissing(trace, [sentSpan({ id: 1 }), sentSpan({ id: 2 }), sentSpan({ id: 2 }), sentSpan({ id: 2 })]),
  ).toBe(0);
});

it('any spans in any order equal themselves, and each that is left out is missing', () => {
  const spans = fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 50 }), name: fc.string() }), {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(spans, fc.infiniteStream(fc.boolean()), (parts, choices) => {
      const sent = parts.map(sentSpan);
      const kept = [...sent].reverse().filter(() => choices.next().value === true);
      const { differences } = compare(sent, kept);
      expect(differences.every(({ kind }) => kind === 'missing-span')).toBe(true);
      expect(differences).toHaveLength(sent.length - kept.length);
    }),
  );
});
