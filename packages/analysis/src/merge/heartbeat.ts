import { PROVISIONAL_TIMING_DEFAULT } from '@spanbridge/core';
import { toUnixNano } from '../span/span-facts.js';
import { FOREIGN_ATTRIBUTE, type SpanRow } from './span-row.js';

const NANOS_OF_UNIT: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const DURATION = /^(?:\d{1,12}(?:\.\d{1,12})?(?:ns|us|µs|μs|ms|s|m|h)){1,8}$/;
const DURATION_PART = /(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|m|h)/g;

/** A duration as Go writes it (`5000ms`, `1m30s`) in nanoseconds; undefined for any other text and for none at all. */
export function parseGoDurationNano(text: unknown): bigint | undefined {
  if (typeof text !== 'string' || !DURATION.test(text)) return undefined;
  let nanos = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART))
    nanos += Number(amount) * (NANOS_OF_UNIT[unit ?? ''] ?? 0);
  return nanos > 0 && Number.isSafeInteger(Math.round(nanos)) ? BigInt(Math.round(nanos)) : undefined;
}

/**
 * When a span that beats is taken for stale: so many intervals after its last heartbeat as collectors wait before they
 * close a span themselves. Undefined for a span without heartbeats.
 */
export function staleAfterUnixNano(rows: readonly SpanRow[]): bigint | undefined {
  let latest: bigint | undefined;
  for (const { role, span } of rows) {
    if (role !== 'heartbeat') continue;
    const frequency = parseGoDurationNano(span.attributes[FOREIGN_ATTRIBUTE.partialFrequency]) ?? FREQUENCY_DEFAULT;
    const after = toUnixNano(span.endTime) + frequency * BigInt(PROVISIONAL_TIMING_DEFAULT.expiryFactor);
    if (latest === undefined || after > latest) latest = after;
  }
  return latest;
}

/** For a heartbeat that does not tell its interval; the protocol requires it. */
const FREQUENCY_DEFAULT = BigInt(PROVISIONAL_TIMING_DEFAULT.heartbeatMs) * 1_000_000n;
