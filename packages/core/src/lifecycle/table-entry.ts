import type { Linked } from './entry-list.js';
import type { PendingSpan } from './pending-span.js';

/** An entry of the table of pending spans; it stands in the list of open or in that of closed spans. */
export class TableEntry implements Linked {
  previous: this | undefined = undefined;
  next: this | undefined = undefined;
  isOpen = true;
  step = -1;
  /** Size when it was last counted into the weight of its list. */
  countedBytes = 0;

  constructor(
    readonly key: string,
    readonly pending: PendingSpan,
    public touchedAtMs: number,
  ) {}
}

/** The spans of entries, under their keys. */
export function* pendingOf(
  entries: ReadonlyMap<string, TableEntry>,
): Generator<readonly [key: string, pending: PendingSpan]> {
  for (const [key, entry] of entries) yield [key, entry.pending];
}

/** Only records inside the span are known: neither its start nor its end. */
export function isImplicit({ pending }: TableEntry): boolean {
  return pending.start === undefined && pending.end === undefined;
}

/** The span ended at or before a time. */
export function isSettled({ pending }: TableEntry, untilUnixNano: bigint): boolean {
  return pending.end !== undefined && pending.end.timeUnixNano <= untilUnixNano;
}
