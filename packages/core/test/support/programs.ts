import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LedgerNote } from '../../src/diagnostics/ledger.js';
import type { PendingSpansOptions } from '../../src/lifecycle/pending-spans-options.js';
import type { ProvisionalStrategy } from '../../src/provisional/strategy.js';
import { createTable, type RecordedTable } from './tables.js';

/** The id of the span that these tests are about. */
export const REAL = '0000000000000001';

/** A table with a clock by hand, and everything that it told. */
export function createProgram(strategy: ProvisionalStrategy, limits: Partial<PendingSpansOptions> = {}) {
  const clock = { ms: 0, unixMs: 1_700_000_000_000 };
  const partials: (readonly [event: string, span: ReadableSpan])[] = [];
  const notes: Partial<Record<LedgerNote, number>> = {};
  const open = (): RecordedTable =>
    createTable({
      provisional: { strategy },
      now: () => clock.ms,
      unixNow: () => clock.unixMs,
      onPartial: (span, partial) => partials.push([partial, span]),
      onNote: (note, count) => (notes[note] = (notes[note] ?? 0) + count),
      ...limits,
    });
  const recorded = open();
  const pass = (ms: number, table = recorded): void => {
    clock.ms += ms;
    clock.unixMs += ms;
    table.table.announce();
  };
  return { ...recorded, recorded, open, clock, pass, partials, notes };
}

/** What left, as role, name and span id. */
export function shown({ left }: RecordedTable): string[] {
  return left.map(({ role, span }) => `${role} ${span.name} ${span.spanContext().spanId}`);
}
