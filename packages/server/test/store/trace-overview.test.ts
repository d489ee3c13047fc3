import { SpanStatusCode } from '@opentelemetry/api';
import fc from 'fast-check';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { mergeSpanRows, toSpanRow } from '@spanbridge/analysis';
import { createMarker } from '@spanbridge/core';
import { TraceOverview } from '../../src/store/trace-overview.js';
import type { TraceSummary } from '../../src/store/trace-store.js';
import { sketchSpan, TRACE_A, toSpanId } from '../support/spans.js';

function summarise(spans: readonly ReadableSpan[], nowSeconds = 200): TraceSummary | undefined {
  const overview = new TraceOverview(TRACE_A);
  for (const span of spans) overview.add(toSpanRow(span));
  return overview.summary(at(nowSeconds));
}

const at = (seconds: number): bigint => BigInt(seconds) * 1_000_000_000n;

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
      ...{ runningCount: 0, staleCount: 0, unfinishedCount: 0 },
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

  it('a marker is not counted beside its span, and names the trace while it is all there is', () => {
    const marker = markerOf(ROOT);
    expect(summarise([marker])).toMatchObject({
      ...{ rootName: 'root', spanCount: 1, runningCount: 1, isIncomplete: false, durationNano: 0n },
    });
    expect(summarise([marker, CHILD])).toMatchObject({ isIncomplete: false, spanCount: 2, runningCount: 1 });
    for (const order of [
      [marker, ROOT],
      [ROOT, marker],
    ]) {
      expect(summarise(order)).toMatchObject({ spanCount: 1, runningCount: 0, durationNano: 10_000_000_000n });
    }
  });

  it('a late record is no span, and names the trace only while nothing else does', () => {
    const late = sketchSpan({
      ...{ spanId: toSpanId(9), parentSpanId: toSpanId(1), name: 'late', start: 5, end: 5 },
      attributes: { 'spanbridge.span.phase': 'late' },
    });
    expect(summarise([late])).toMatchObject({ rootName: 'late', spanCount: 0, isIncomplete: true });
    expect(summarise([late, ROOT])).toMatchObject({ rootName: 'root', spanCount: 1, durationNano: 10_000_000_000n });
  });

  it('a span whose heartbeats stop is stale', () => {
    const attributes = { 'partial.event': 'heartbeat', 'partial.frequency': '5000ms' };
    const beat = sketchSpan({ spanId: toSpanId(1), start: 100, end: 110, attributes });
    expect(summarise([beat], 125)).toMatchObject({ runningCount: 1, staleCount: 0 });
    expect(summarise([beat], 126)).toMatchObject({ runningCount: 0, staleCount: 1 });
    expect(summarise([beat, ROOT], 126)).toMatchObject({ runningCount: 0, staleCount: 0 });
  });

  it('any rows in any order count and last as the merged spans do', () => {
    const closed = { 'partial.gc': true, 'spanbridge.end.cause': 'flushed' };
    const done = { 'spanbridge.span.phase': 'completion' };
    const pool = [
      ...[ROOT, CHILD, GRANDCHILD, markerOf(ROOT), markerOf(CHILD), markerOf(GRANDCHILD)],
      sketchSpan({ spanId: toSpanId(1), start: 100, end: 150, attributes: closed, isError: true }),
      sketchSpan({ spanId: toSpanId(8), parentSpanId: toSpanId(1), start: 100, end: 120, attributes: done }),
      sketchSpan({ spanId: toSpanId(2), parentSpanId: toSpanId(1), start: 100, end: 130, name: 'conflict' }),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...pool, ...pool], { minLength: 1 }), (spans) => {
        const merged = mergeSpanRows(spans, { nowUnixNano: at(200) });
        const ends = merged.map(({ span }) => span.endTime[0]);
        const starts = merged.map(({ span }) => span.startTime[0]);
        const inState = (state: string): number => merged.filter((each) => each.state === state).length;
        expect(summarise(spans)).toMatchObject({
          spanCount: merged.length,
          errorCount: merged.filter(({ span }) => span.status.code === SpanStatusCode.ERROR).length,
          runningCount: inState('running'),
          unfinishedCount: inState('unfinished'),
          durationNano: at(Math.max(...ends) - Math.min(...starts)),
        });
      }),
    );
  });
});

function markerOf(span: ReadableSpan): ReadableSpan {
  return createMarker({
    ...{ context: span.spanContext(), parentContext: span.parentSpanContext, name: span.name, kind: span.kind },
    ...{ startTime: span.startTime, attributes: {}, droppedAttributesCount: 0, links: [], droppedLinksCount: 0 },
    ...{ resource: span.resource, scope: span.instrumentationScope },
  });
}
