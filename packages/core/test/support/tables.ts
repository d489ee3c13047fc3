import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { PendingSpans } from '../../src/lifecycle/pending-spans.js';
import type { LeftSpan, PendingSpansOptions } from '../../src/lifecycle/pending-spans-options.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { createResource } from '../../src/span/resource.js';

/** The resource of all spans in these tests. */
export const RESOURCE = createResource({ 'service.name': 'demo' });

/** Bytes that tell events apart, for tests that do not encode OTLP. */
export function encodeEvent(event: ReadableSpan['events'][number]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(event));
}

/** A table with everything that left it. */
export interface RecordedTable {
  readonly table: PendingSpans;
  readonly left: LeftSpan[];
  /** Signals that were told to be duplicates. */
  duplicates: number;
  /** Applies signals in this order. */
  readonly feed: (...signals: readonly SpanSignal[]) => void;
  /** Sends what is left. */
  readonly flush: () => void;
}

/** Makes a table that records what leaves it. */
export function createTable(limits: Partial<PendingSpansOptions> = {}): RecordedTable {
  const left: LeftSpan[] = [];
  const recorded: RecordedTable = {
    left,
    duplicates: 0,
    table: new PendingSpans({
      resource: RESOURCE,
      encodeEvent,
      onLeave: (span) => left.push(span),
      onDuplicate: () => {
        recorded.duplicates += 1;
      },
      ...limits,
    }),
    feed: (...signals) => {
      for (const signal of signals) recorded.table.apply(signal);
    },
    flush: () => {
      for (const _step of recorded.table.flush());
    },
  };
  return recorded;
}

/** What leaves a table that has seen these signals to their end. */
export function spansOf(signals: readonly SpanSignal[], limits: Partial<PendingSpansOptions> = {}): LeftSpan[] {
  const recorded = createTable(limits);
  recorded.feed(...signals);
  recorded.flush();
  return recorded.left;
}

/** The one span that leaves a table that has seen these signals. */
export function onlySpanOf(signals: readonly SpanSignal[]): ReadableSpan {
  const [first, ...others] = spansOf(signals);
  if (first === undefined || others.length > 0) throw new Error(`expected one span, not ${others.length + 1}`);
  return first.span;
}
