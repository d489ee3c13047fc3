import { decodeTraces, type PartialSuccess, type RejectedSpan } from '@spanbridge/otlp';
import type { Answer, Exchange } from '../http/exchange.js';
import type { TraceStore } from '../store/trace-store.js';
import { receiveExport } from './export-request.js';
import type { ReceiverParts } from './negotiation.js';

/** What {@link receiveTraces} stores into, and the limits that it keeps. */
export interface TraceReceiverParts extends ReceiverParts {
  readonly store: TraceStore;
}

/**
 * `POST /v1/traces`: takes spans in either encoding of OTLP and answers in the same one.
 *
 * 200 means stored. Spans with invalid ids do not spoil the rest: they are counted in `partial_success`, as the OTLP
 * specification asks, and so are spans that the store has no room for, because sending them again would not help.
 */
export function receiveTraces(exchange: Exchange, parts: TraceReceiverParts): Promise<Answer> {
  return receiveExport(exchange, parts, {
    signal: 'traces',
    decode: decodeTraces,
    store: async ({ spans, rejected }) => toPartialSuccess(rejected, (await parts.store.add(spans)).dropped),
  });
}

function toPartialSuccess(rejected: readonly RejectedSpan[], droppedSpans: number): PartialSuccess | undefined {
  if (rejected.length === 0 && droppedSpans === 0) return undefined;
  const counts = new Map<string, number>();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  if (droppedSpans > 0) counts.set('no room in the store', droppedSpans);
  const reasons = [...counts].map(([reason, count]) => `${count} × ${reason}`).join(', ');
  const rejectedSpans = rejected.length + droppedSpans;
  return { rejectedSpans, errorMessage: `${rejectedSpans} spans were not stored: ${reasons}.` };
}
