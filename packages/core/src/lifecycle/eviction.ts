import type { EntryList } from './entry-list.js';
import type { TableEntry } from './table-entry.js';

/** Entries looked at for one without children when the table is full; beyond it the longest silent goes anyway. */
const CANDIDATES_MAX = 64;

/** The span that was silent for longest; among those of the same step one that others do not name as their parent. */
export function longestSilent(open: EntryList<TableEntry>): TableEntry | undefined {
  // Span ids alone will do here: one id in two traces spares a span that might have gone, and another goes.
  const parentIds = new Set<string>();
  const candidates: TableEntry[] = [];
  for (const entry of open.entries()) {
    if (candidates.length >= CANDIDATES_MAX || entry.step !== (candidates[0]?.step ?? entry.step)) break;
    candidates.push(entry);
    const { parentSpanId } = entry.pending;
    if (parentSpanId !== undefined) parentIds.add(parentSpanId);
  }
  return candidates.find(({ pending }) => !parentIds.has(pending.spanId)) ?? candidates[0];
}
