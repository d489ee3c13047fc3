import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeLogs, encodeTraces, estimateSpanBytes, type LogRecord, type SpoolEntry } from '@spanbridge/otlp';
import { traceLaneOf } from '../provisional/trace-lane.js';

/** Spans of one record, by their estimated size: a flipped byte on the disk costs at most these. */
const RECORD_BYTES_MAX = 64 * 1024;

/** A record for the spool together with the spans that it holds. */
export interface SpooledSpans {
  readonly entry: SpoolEntry;
  readonly spans: readonly ReadableSpan[];
}

/**
 * Cuts spans, in their order, into records for the spool: spans of one resource and scope that follow one another, up
 * to 64 KiB. The spool of shipped records drops nothing for want of room, so all have the same priority.
 *
 * @param laneCount - records hold traces of one of as many lanes: those of different lanes need not wait for each other
 */
export function toSpoolEntries(spans: readonly ReadableSpan[], laneCount = 1): readonly SpooledSpans[] {
  return byLane(spans, laneCount)
    .flatMap(cutRuns)
    .map((run) => ({
      spans: run,
      entry: { signal: 'traces', priority: 1, spanCount: run.length, body: encodeTraces(run) },
    }));
}

/**
 * A record for each stop: they are few, and each is acknowledged by itself. They count as no spans: whoever waits for
 * spans does not wait for them.
 */
export function toStopEntries(stops: readonly LogRecord[]): readonly SpoolEntry[] {
  return stops.map((stop) => ({ signal: 'logs', priority: 1, spanCount: 0, body: encodeLogs([stop]) }));
}

function byLane(spans: readonly ReadableSpan[], laneCount: number): readonly (readonly ReadableSpan[])[] {
  if (laneCount === 1) return [spans];
  const lanes = Array.from({ length: laneCount }, (): ReadableSpan[] => []);
  for (const span of spans) lanes[traceLaneOf(span, laneCount)]?.push(span);
  return lanes;
}

function cutRuns(spans: readonly ReadableSpan[]): readonly (readonly ReadableSpan[])[] {
  const runs: ReadableSpan[][] = [];
  let run: ReadableSpan[] = [];
  let runBytes = 0;
  for (const span of spans) {
    const sizeBytes = estimateSpanBytes(span);
    const [first] = run;
    if (first !== undefined && (!isAlike(first, span) || runBytes + sizeBytes > RECORD_BYTES_MAX)) {
      runs.push(run);
      run = [];
      runBytes = 0;
    }
    run.push(span);
    runBytes += sizeBytes;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

function isAlike(a: ReadableSpan, b: ReadableSpan): boolean {
  return a.resource === b.resource && a.instrumentationScope === b.instrumentationScope;
}
