import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { createHeartbeat, createStop, partialLaneOf } from '../../src/provisional/partial-log-record.js';
import { TRACE_ID } from '../support/spans.js';

const SPAN_ID = '00000000000000ab';

function spanOf(user: Readonly<Record<string, unknown>> = {}): ReadableSpan {
  const record = (event: string, timestamp: string, provisional: boolean): unknown => ({
    ...user,
    __tracer_meta__: {
      timestamp,
      event,
      trace_id: TRACE_ID,
      span_id: SPAN_ID,
      ...(provisional ? { provisional } : {}),
    },
  });
  const [span] = importTracerMeta([
    record('job.start', '2026-03-01T08:00:00Z', true),
    record('job.end', '2026-03-01T08:00:07Z', false),
  ]);
  if (span === undefined) throw new Error('There is no span.');
  return span;
}

type SpanInBody = Readonly<Record<string, unknown>>;

function spanIn(body: unknown): SpanInBody {
  const data = JSON.parse(String(body)) as { resourceSpans: { scopeSpans: { spans: SpanInBody[] }[] }[] };
  const spans = data.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  expect(spans).toHaveLength(1);
  return spans[0] ?? {};
}

describe('a log record about a span in flight', () => {
  it('T16: a heartbeat has the span without an end, hex ids, and its frequency as a duration of Go', () => {
    const heartbeat = createHeartbeat(spanOf(), { now: [1_772_352_005, 7], frequencyMs: 5_000 });
    expect(heartbeat.attributes).toEqual({
      'partial.event': 'heartbeat',
      'partial.frequency': '5000ms',
      'partial.body.type': 'json/v1',
    });
    const span = spanIn(heartbeat.body);
    expect(span).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID, name: 'job' });
    expect(span['startTimeUnixNano']).toBe('1772352000000000000');
    expect(Object.keys(span)).not.toContain('endTimeUnixNano');
  });

  it('a stop has the span with its end, and no frequency', () => {
    const stop = createStop(spanOf(), { now: [1_772_352_010, 0] });
    expect(stop.attributes).toEqual({ 'partial.event': 'stop', 'partial.body.type': 'json/v1' });
    expect(spanIn(stop.body)).toMatchObject({ spanId: SPAN_ID, endTimeUnixNano: '1772352007000000000' });
  });

  it('is of the trace, the span and the resource of its span, INFO, seen now', () => {
    const span = spanOf();
    for (const record of [createHeartbeat(span, { now: [9, 8], frequencyMs: 1 }), createStop(span, { now: [9, 8] })]) {
      expect(record).toMatchObject({ hrTime: [9, 8], hrTimeObserved: [9, 8], severityNumber: 9, severityText: 'INFO' });
      expect(record.spanContext).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 });
      expect([record.resource, record.instrumentationScope]).toEqual([span.resource, span.instrumentationScope]);
    }
  });

  it('leaves out the end of the span alone: an attribute may have that name', () => {
    const { body } = createHeartbeat(spanOf({ endTimeUnixNano: 'kept' }), { now: [9, 0], frequencyMs: 5_000 });
    expect(JSON.stringify(spanIn(body)['attributes'])).toContain('"kept"');
  });

  it('all records of a span go through one lane, those of another span through another', () => {
    const [a, b] = [spanOf(), spanOf({ n: 1 })];
    expect(partialLaneOf(a)).toBe(partialLaneOf(b));
    expect(partialLaneOf(a)).toBe(`${TRACE_ID}${SPAN_ID}`);
  });
});
