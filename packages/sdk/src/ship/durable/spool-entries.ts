import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeTraces, estimateSpanBytes, type SpoolEntry } from '@spanbridge/otlp';

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
 */
export function toSpoolEntries(spans: readonly ReadableSpan[]): readonly SpooledSpans[] {
  return cutRuns(spans).map((run) => ({
    spans: run,
    entry: { signal: 'traces', priority: 1, spanCount: run.length, body: encodeTraces(run) },
  }));
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
