import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LogRecord } from './log-record.js';

/** Why one span of a decodable request cannot be used. */
export type SpanRejectReason = 'invalid-trace-id' | 'invalid-span-id' | 'invalid-parent-span-id';

/** A span that was left out; the rest of its request is fine. */
export interface RejectedSpan {
  readonly reason: SpanRejectReason;
  /** Which span of the request, counted from 1, and what is wrong with its id. Holds nothing else of the span. */
  readonly detail: string;
}

/** What became of the body of an export request. */
export type DecodeTracesResult =
  | { readonly status: 'decoded'; readonly spans: readonly ReadableSpan[]; readonly rejected: readonly RejectedSpan[] }
  | { readonly status: 'invalid'; readonly detail: string };

/** What became of the body of a request for logs. No record is rejected alone: without valid ids it has none. */
export type DecodeLogsResult =
  | { readonly status: 'decoded'; readonly records: readonly LogRecord[] }
  | { readonly status: 'invalid'; readonly detail: string };

/**
 * Raised inside the decoders at the first thing that cannot be read, and caught where decoding began.
 * @internal
 */
export class MalformedBody extends Error {
  override readonly name = 'MalformedBody';
}

/** Runs a decoder and turns what it raises into `undefined` plus a detail: decoding never throws at a caller. */
export function orInvalid<Result>(
  decode: () => Result,
): Result | { readonly status: 'invalid'; readonly detail: string } {
  try {
    return decode();
  } catch (error) {
    if (error instanceof MalformedBody) return { status: 'invalid', detail: error.message };
    const what = error instanceof Error ? error.message : String(error);
    return { status: 'invalid', detail: `The body could not be decoded: ${what}. This is a bug.` };
  }
}
