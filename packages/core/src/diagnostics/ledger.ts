/**
 * The columns of the ledger, in the order of the summary line.
 * `files`, `bytesRead` and `durationMs` of the summary describe the run, not the records, and are added by the reader.
 */
export const LEDGER_COLUMNS = [
  'lines',
  'records',
  'ignored',
  'rejected',
  'duplicates',
  'traces',
  'spans',
  'spanEvents',
  'implicit',
  'unfinished',
  'markers',
  'accepted',
  'refused',
  'dropped',
  'spooled',
  'unsent',
] as const;

/** The name of one column of the {@link Ledger}. */
export type LedgerColumn = (typeof LEDGER_COLUMNS)[number];

/**
 * What is worth counting beside the columns, which are a fixed set: `markersSuppressed` markers that were taken back
 * before they were sent · `anchorsSkipped` spans without an anchor, because one record holds them whole · `keysRenamed`
 * keys of records that are called like ours · `withdrawn` spans that their source took back · `sentElsewhere` spans
 * that a collector sent because their heartbeats had stopped.
 */
export const LEDGER_NOTES = [
  'markersSuppressed',
  'anchorsSkipped',
  'keysRenamed',
  'withdrawn',
  'sentElsewhere',
] as const;

/** One of {@link LEDGER_NOTES}. */
export type LedgerNote = (typeof LEDGER_NOTES)[number];

/** All columns with their counts; every count is an integer ≥ 0. */
export type LedgerColumns = Readonly<Record<LedgerColumn, number>>;

/**
 * The account of everything that was read and of everything that left.
 *
 * Two sums hold whenever a run has ended: `lines = records + ignored + rejected` and
 * `spans + markers = accepted + refused + dropped + spooled + unsent`. {@link Ledger.imbalances} checks them.
 */
export class Ledger {
  private readonly counts: Record<LedgerColumn, number>;
  private readonly reasons = new Map<string, number>();
  private readonly noted = new Map<LedgerNote, number>();

  constructor() {
    this.counts = Object.fromEntries(LEDGER_COLUMNS.map((column) => [column, 0])) as Record<LedgerColumn, number>;
  }

  /** Adds to one column and, when a reason is given, to the count of that reason within the column. */
  add(column: LedgerColumn, count = 1, reason?: string): void {
    this.counts[column] += count;
    if (reason === undefined) return;
    const key = `${column}/${reason}`;
    this.reasons.set(key, (this.reasons.get(key) ?? 0) + count);
  }

  /** Adds to a note. */
  note(note: LedgerNote, count = 1): void {
    this.noted.set(note, (this.noted.get(note) ?? 0) + count);
  }

  /** The notes that are not zero. */
  notes(): Readonly<Partial<Record<LedgerNote, number>>> {
    return Object.fromEntries(this.noted);
  }

  /** A copy of all columns. */
  columns(): LedgerColumns {
    return { ...this.counts };
  }

  /** The counts by reason of one column, such as `rejected` → `invalid-json` → 2. */
  reasonsOf(column: LedgerColumn): Readonly<Record<string, number>> {
    const prefix = `${column}/`;
    const found = [...this.reasons].filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(found.map(([key, count]) => [key.slice(prefix.length), count]));
  }

  /** One sentence for each sum that does not hold; empty when the ledger balances. A sentence here is a bug of ours. */
  imbalances(): readonly string[] {
    const { lines, records, ignored, rejected, spans, markers, accepted, refused, dropped, spooled, unsent } =
      this.counts;
    const sentences: string[] = [];
    if (lines !== records + ignored + rejected) {
      sentences.push(`lines ${lines} ≠ records ${records} + ignored ${ignored} + rejected ${rejected}`);
    }
    const left = accepted + refused + dropped + spooled + unsent;
    if (spans + markers !== left) {
      sentences.push(`spans ${spans} + markers ${markers} ≠ ${left} accepted, refused, dropped, spooled or unsent`);
    }
    return sentences;
  }
}
