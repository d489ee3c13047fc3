import { decodeLogs, type LogRecord, type PartialSuccess } from '@spanbridge/otlp';
import type { Answer, Exchange } from '../http/exchange.js';
import type { TraceStore } from '../store/trace-store.js';
import { receiveExport } from './export-request.js';
import { toLogRow } from './log-rows.js';
import type { ReceiverParts } from './negotiation.js';

/** What {@link receiveLogs} stores into, and the limits that it keeps. */
export interface LogReceiverParts extends ReceiverParts {
  readonly store: TraceStore;
  /** Told how many logs of a request were taken and not stored. */
  readonly onIgnored: (count: number) => void;
}

/**
 * `POST /v1/logs`: takes what log records tell of spans, in either encoding of OTLP.
 *
 * Heartbeats and stops of running spans (otel-partial protocol) and events with a span are kept. All other logs are
 * taken, counted and not stored; the answer says so as a warning, with nothing rejected, so that no sender comes again
 * with them. A heartbeat that cannot be read is rejected alone.
 */
export function receiveLogs(exchange: Exchange, parts: LogReceiverParts): Promise<Answer> {
  return receiveExport(exchange, parts, {
    signal: 'logs',
    decode: decodeLogs,
    store: ({ records }) => store(records, parts),
  });
}

async function store(records: readonly LogRecord[], parts: LogReceiverParts): Promise<PartialSuccess | undefined> {
  const rows = records.map(toLogRow);
  const events = await parts.store.add(rows.flatMap((row) => (row.type === 'event' ? [row.span] : [])));
  const beats = await parts.store.keepBeats(rows.flatMap((row) => (row.type === 'beat' ? [row.span] : [])));
  const reasons = new Map<string, number>();
  for (const row of rows) {
    if (row.type === 'rejected') reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1);
  }
  const dropped = events.dropped + beats.dropped;
  if (dropped > 0) reasons.set('no room in the store', dropped);
  const ignored = rows.filter(({ type }) => type === 'ignored').length;
  if (ignored > 0) parts.onIgnored(ignored);
  return toPartialSuccess(reasons, ignored);
}

function toPartialSuccess(reasons: ReadonlyMap<string, number>, ignored: number): PartialSuccess | undefined {
  const rejectedRecords = [...reasons.values()].reduce((sum, count) => sum + count, 0);
  const sentences: string[] = [];
  if (rejectedRecords > 0) {
    const texts = [...reasons].map(([reason, count]) => `${count} × ${reason}`).join(', ');
    sentences.push(`${rejectedRecords} log records were not stored: ${texts}.`);
  }
  if (ignored > 0) {
    sentences.push(`${ignored} logs were taken and not stored: this server keeps only what logs tell of spans.`);
  }
  return sentences.length === 0 ? undefined : { rejectedSpans: rejectedRecords, errorMessage: sentences.join(' ') };
}
