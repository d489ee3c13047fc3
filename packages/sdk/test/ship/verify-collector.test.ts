import { createDeliveryCollector, factsOf } from '../../src/ship/verify-collector.js';
import { toSpanFacts } from '../../src/ship/verify-facts.js';
import { sentSpan, toSpanId, TRACE_A, TRACE_B } from './sent-spans.js';

it('spans are gathered by trace, with the time that they span', () => {
  const collector = createDeliveryCollector();
  collector.add(sentSpan({ id: 1, startTime: [20, 0], endTime: [30, 0] }));
  collector.add(sentSpan({ id: 2, startTime: [10, 5], endTime: [25, 0] }));
  collector.add(sentSpan({ traceId: TRACE_B, id: 3, startTime: [1, 0], endTime: [2, 0] }));
  expect(collector).toMatchObject({ spanCount: 3, omittedSpanCount: 0, traceCount: 2 });
  expect([...collector.traces()].map(({ spans, ...rest }) => ({ ...rest, ids: [...spans.keys()] }))).toEqual([
    { traceId: TRACE_A, startUnixNano: 10_000_000_005n, endUnixNano: 30_000_000_000n, ids: [toSpanId(1), toSpanId(2)] },
    { traceId: TRACE_B, startUnixNano: 1_000_000_000n, endUnixNano: 2_000_000_000n, ids: [toSpanId(3)] },
  ]);
});

it('what was written down is what was sent', () => {
  const collector = createDeliveryCollector();
  collector.add(sentSpan());
  const [trace] = collector.traces();
  const [span] = trace?.spans.get(toSpanId(1)) ?? [];
  if (span === undefined) throw new Error('nothing was kept');
  expect(factsOf(span)).toEqual(toSpanFacts(sentSpan(), 'sent'));
  expect(collector.resourceFacts(span.resource)).toEqual([['resource.service.name', '"shop"']]);
});

it('a resend counts once, another content under the same id twice', () => {
  const collector = createDeliveryCollector();
  for (const name of ['a', 'a', 'b']) collector.add(sentSpan({ name }));
  collector.add(sentSpan({ name: 'a', service: 'other' }));
  expect(collector.spanCount).toBe(3);
});

it('equal resources are kept once, whatever object they are', () => {
  const collector = createDeliveryCollector();
  collector.add(sentSpan({ id: 1, service: 'a' }));
  collector.add(sentSpan({ id: 2, service: 'a' }));
  collector.add(sentSpan({ id: 3, service: 'b' }));
  const [trace] = collector.traces();
  expect([...(trace?.spans.values() ?? [])].map(([span]) => span?.resource)).toEqual([0, 0, 1]);
});

describe('at a limit', () => {
  it('of spans the first ones are kept and the others counted', () => {
    const collector = createDeliveryCollector({ spansMax: 2 });
    for (const id of [1, 2, 3, 4]) collector.add(sentSpan({ id }));
    expect(collector).toMatchObject({ spanCount: 2, omittedSpanCount: 2 });
  });

  it('of characters too', () => {
    const collector = createDeliveryCollector({ recordCharactersMax: 1500 });
    for (const id of [1, 2, 3, 4, 5]) collector.add(sentSpan({ id }));
    expect(collector.spanCount).toBeGreaterThan(0);
    expect(collector.spanCount + collector.omittedSpanCount).toBe(5);
    expect(collector.omittedSpanCount).toBeGreaterThan(0);
  });
});

it('a span of a megabyte is written down in a kilobyte or two', () => {
  const collector = createDeliveryCollector();
  collector.add(sentSpan({ attributes: { body: 'x'.repeat(1_000_000) } }));
  const [trace] = collector.traces();
  expect(trace?.spans.get(toSpanId(1))?.[0]?.record.length).toBeLessThan(2_000);
});

it('what is no span is counted and does not throw', () => {
  const collector = createDeliveryCollector();
  collector.add(sentSpan({ startTime: [Number.NaN, 0] }));
  expect(collector).toMatchObject({ spanCount: 0, omittedSpanCount: 1, traceCount: 0 });
});
