import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanSignal } from '../model/span-signal.js';

/** Why valid JSON carries nothing for us. The closed set of the records `ignored`. */
export const IGNORE_REASONS = ['not-a-trace-record', 'no-span', 'text-trace', 'no-trace-data'] as const;

/** Why broken or invalid input was turned away. The closed set of the records `rejected`. */
export const REJECT_REASONS = [
  'invalid-json',
  'truncated-line',
  'invalid-meta',
  'invalid-event',
  'invalid-timestamp',
  'invalid-trace-id',
  'invalid-span-id',
  'invalid-parent-id',
  'no-clock',
  'no-start-time',
  'too-large',
  'invalid-shape',
] as const;

/** One of {@link IGNORE_REASONS}. */
export type IgnoreReason = (typeof IGNORE_REASONS)[number];

/** One of {@link REJECT_REASONS}. */
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Valid, but not ours. */
export interface IgnoredResult {
  readonly status: 'ignored';
  readonly reason: IgnoreReason;
}

/** Broken or invalid; `detail` names the field and the value in words for a person. */
export interface RejectedResult {
  readonly status: 'rejected';
  readonly reason: RejectReason;
  readonly detail: string;
}

/** What a decoder says of one unknown value. */
export type DecodeResult<T> = { readonly status: 'decoded'; readonly record: T } | IgnoredResult | RejectedResult;

/** What a bridge says of one unknown value, decoded and mapped. */
export type BridgeResult =
  | { readonly status: 'decoded'; readonly signals: readonly SpanSignal[] }
  /** The record holds whole spans already, such as a line of OTLP JSON. */
  | { readonly status: 'finished'; readonly spans: readonly ReadableSpan[] }
  | IgnoredResult
  | RejectedResult;

/**
 * One bridge as the pipeline sees it: pure, without state, without knowledge of an exporter.
 * `recognises` looks at the shape alone; a record that it claims may still be rejected by `read`.
 */
export interface RecordBridge {
  /** The name of the format on the command line, such as `tracer-meta`. */
  readonly format: string;
  recognises(value: unknown): boolean;
  read(value: unknown): BridgeResult;
}

/** Answers whether a value is an object with keys: neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
