import fc from 'fast-check';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { TraceOverview } from '../../src/store/trace-overview.js';
import type { TraceSummary } from '../../src/store/trace-store.js';
import { sketchSpan, TRACE_A, toSpanId } from '../support/spans.js';

function summarise(spans: readonly ReadableSpan[]): TraceSummary | undefined {
  const overview = new TraceOverview(TRACE_A);
  const known = new Set<string>();
  for (const span of spans) {
    known.add(span.spanContext().spanId);
    overview.add(span, (spanId) => known.has(spanId));
  }
  return overview.summary();
}

const ROOT = sketchSpan({ spanId: toSpanId(1), name: 'root', service: 'web', start: 100, end: 110 });
const CHILD = sketchSpan({
  spanId: toSpanId(2),
  parentSpanId: toSpanId(1),
  name: 'child',
  service: 'db',
  start: 101,
  end: 112,
  isError: true,
});
const GRANDCHILD = sketchSpan({
  spanId: toSpanId(3),
  parentSpanId: toSpanId(2),
  name: 'grandchild',
  service: 'db',
  start: 99,
  end: 103,
});

describe('TraceOverview', () => {
  it('there is no summary before the first span', () => {
    expect(summarise([])).toBeUndefined();
  });

  it('a whole trace has its root, its services in order of arrival, its counts and its extent', () => {
    expect(summarise([ROOT, CHILD, GRANDCHILD])).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      rootName: 'root',
      rootService: 'web',
      isIncomplete: false,
      services: ['web', 'db'],
      hasMoreServices: false,
      spanCount: 3,
      errorCount: 1,
      startTimeUnixNano: 99_000_000_000n,
      durationNano: 13_000_000_000n,
    });
  });

  it('without a root the earliest orphan names the trace, which is incomplete', () => {
    expect(summarise([CHILD])).toMatchObject({ rootName: 'child', rootService: 'db', isIncomplete: true });
  });

  it('a span whose parent is present is no orphan, however early it started', () => {
    expect(summarise([GRANDCHILD, CHILD])).toMatchObject({ rootName: 'child', isIncomplete: true });
  });

  it('a trace with a root is incomplete while a parent below it is missing', () => {
    expect(summarise([ROOT, GRANDCHILD])).toMatchObject({ rootName: 'root', isIncomplete: true });
  });

  it('of two roots the earlier one names the trace', () => {
    const later = sketchSpan({ spanId: toSpanId(4), name: 'second root', start: 105 });
    expect(summarise([later, ROOT])).toMatchObject({ rootName: 'root' });
  });

  it('spans that are parents of one another have no root, and the earliest names the trace', () => {
    const a = sketchSpan({ spanId: toSpanId(1), parentSpanId: toSpanId(2), name: 'a', start: 5 });
    const b = sketchSpan({ spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'b', start: 4 });
    expect(summarise([a, b])).toMatchObject({ rootName: 'b', isIncomplete: true });
  });

  it('any order of arrival gives the same root, counts and extent', () => {
    const whole = { rootName: 'root', isIncomplete: false, spanCount: 3, errorCount: 1, durationNano: 13_000_000_000n };
    fc.assert(
      fc.property(fc.shuffledSubarray([ROOT, CHILD, GRANDCHILD], { minLength: 3 }), (spans) => {
        expect(summarise(spans)).toMatchObject(whole);
      }),
    );
  });

  it('a name of megabytes is cut to 200 characters', () => {
    const summary = summarise([sketchSpan({ name: 'x'.repeat(5_000_000), service: 'y'.repeat(300) })]);
    expect(summary?.rootName).toBe(`${'x'.repeat(199)}…`);
    expect(summary?.rootService).toBe(`${'y'.repeat(199)}…`);
  });

  it('more than 32 services are not listed, but told', () => {
    const spans = Array.from({ length: 33 }, (_, index) =>
      sketchSpan({ spanId: toSpanId(index + 1), service: `service-${index}` }),
    );
    const summary = summarise(spans);
    expect(summary?.services).toHaveLength(32);
    expect(summary?.hasMoreServices).toBe(true);
  });

  it('a span that ends before it starts gives a duration of zero, not a negative one', () => {
    expect(summarise([sketchSpan({ start: 10, end: 9 })])).toMatchObject({ durationNano: 0n });
  });

  it('a resource without a service name counts as unknown_service', () => {
    expect(summarise([sketchSpan({ service: '' })])).toMatchObject({ rootService: 'unknown_service' });
  });
});
