import type { Linked } from './entry-list.js';
import type { PendingSpan } from './pending-span.js';

/** Which spans with start and end need no longer wait for late records; without limits all of them. */
export interface SettleLimits {
  /** Those that ended at or before this time. */
  readonly untilUnixNano?: bigint;
  /** Those of which nothing was heard since this time of the table's clock. */
  readonly touchedUntilMs?: number;
}

/** An entry of the table of pending spans; it stands in the list of open or in that of closed spans. */
export class TableEntry implements Linked {
  previous: this | undefined = undefined;
  next: this | undefined = undefined;
  isOpen = true;
  hasLeft = false;
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

/** Answers whether a span with start and end is beyond the limits behind which nothing more is awaited. */
export function isSettled({ pending, touchedAtMs }: TableEntry, limits: SettleLimits): boolean {
  const { untilUnixNano, touchedUntilMs = Number.POSITIVE_INFINITY } = limits;
  if (touchedAtMs > touchedUntilMs) return false;
  return untilUnixNano === undefined || (pending.end?.timeUnixNano ?? 0n) <= untilUnixNano;
}
