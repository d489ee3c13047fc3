import type { HrTime } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { groupByTrace, renderWaterfall } from '@spanbridge/analysis';
import type { Screen } from '../screen.js';

/** The spans of one trace. */
export type TraceSpans = readonly ReadableSpan[];

/** How traces are drawn one below the other. */
export interface DrawTracesOptions extends Screen {
  readonly events: boolean;
  readonly tracesMax: number;
}

/** The traces among spans, the one that starts first at the front, whatever the order of the records was. */
export function tracesByStart(spans: readonly ReadableSpan[]): readonly TraceSpans[] {
  const traces = [...groupByTrace(spans).values()].map((trace) => ({ trace, start: earliestStart(trace) }));
  return traces.sort((left, right) => compareTimes(left.start, right.start)).map(({ trace }) => trace);
}

/** Draws the first traces as waterfalls with an empty line between them; the caller says what is not shown. */
export function drawTraces(traces: readonly TraceSpans[], options: DrawTracesOptions): string {
  const { width, colors, events, tracesMax } = options;
  return traces
    .slice(0, tracesMax)
    .map((trace) => renderWaterfall(trace, { width, colors, events }))
    .join('\n');
}

function earliestStart(trace: TraceSpans): HrTime {
  let earliest: HrTime = [Number.POSITIVE_INFINITY, 0];
  for (const { startTime } of trace) {
    if (compareTimes(startTime, earliest) < 0) earliest = startTime;
  }
  return earliest;
}

function compareTimes(left: HrTime, right: HrTime): number {
  return left[0] === right[0] ? left[1] - right[1] : left[0] - right[0];
}
