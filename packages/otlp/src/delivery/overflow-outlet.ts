import { SIGNAL_NOUNS } from '../codec/signal.js';
import type { Clock } from './clock.js';
import type { ExportOutcome } from './exporter-ledger.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import type { OverflowEntries } from './overflow-entries.js';
import type { OverflowKind } from './overflow-kind.js';
import type { OverflowAppendResult, OverflowStore } from './overflow-store.js';

/** Options of an {@link OverflowOutlet}. */
export interface OverflowOutletOptions<Item> {
  readonly kind: OverflowKind<Item>;
  readonly store: OverflowStore;
  readonly clock: Clock;
  readonly warnings: OneTimeWarnings;
}

/** What became of items that were to be kept: one outcome for each, in their order, or none at all. */
export type KeptItems =
  { readonly status: 'kept'; readonly outcomes: readonly ExportOutcome[] } | { readonly status: 'not-kept' };

/** Encoded items that may be on their way to the disk at once. With a slow disk the queue drops instead. */
const PENDING_BYTES_MAX = 32 * 1024 * 1024;

/** How long nothing is tried after the store said no: nobody gains by asking a full disk a thousand times a second. */
const REST_MS = 1_000;

const SPOOLED: ExportOutcome = { status: 'spooled' };

/** The way of spans or log records into the store. Never throws, whatever the store does. */
export class OverflowOutlet<Item> {
  private pendingBytes = 0;
  private restsUntilMs = -Infinity;
  private lastSync: Promise<void> = Promise.resolve();
  private nextSync: Promise<void> | undefined;

  constructor(private readonly options: OverflowOutletOptions<Item>) {}

  /** Whether items may be handed over now. */
  get isOpen(): boolean {
    return this.pendingBytes < PENDING_BYTES_MAX && this.options.clock.now() >= this.restsUntilMs;
  }

  /** Keeps items; they are encoded before this returns. */
  async append(items: readonly Item[]): Promise<KeptItems> {
    const encoded = this.options.kind.toEntries(items);
    const sizeBytes = encoded.entries.reduce((sum, entry) => sum + entry.body.length, 0);
    this.pendingBytes += sizeBytes;
    const result = await this.store(() => this.options.store.append(encoded.entries), encoded);
    this.pendingBytes -= sizeBytes;
    if (result.status === 'appended') void this.sync();
    return this.answer(items, encoded, result);
  }

  /** Keeps items before it returns, for the end of a process. */
  appendSync(items: readonly Item[]): KeptItems {
    const encoded = this.options.kind.toEntries(items);
    if (encoded.entries.length === 0) return this.answer(items, encoded, { status: 'appended' });
    try {
      return this.answer(items, encoded, this.options.store.appendSync(encoded.entries));
    } catch (error) {
      return this.answer(items, encoded, { status: 'failed', detail: String(error) });
    }
  }

  /** Lets items in again: records were acknowledged, so there is room. */
  reopen(): void {
    this.restsUntilMs = -Infinity;
  }

  /** Resolves when all that was appended before would survive a loss of power, or cannot. */
  sync(): Promise<void> {
    // A sync that has begun may miss what was written since; the next one serves all who ask meanwhile.
    this.nextSync ??= this.lastSync.then(() => {
      this.nextSync = undefined;
      this.lastSync = this.syncOnce();
      return this.lastSync;
    });
    return this.nextSync;
  }

  private async syncOnce(): Promise<void> {
    try {
      await this.options.store.sync();
    } catch {
      // The store has told what is wrong with its disk; they are written, and that is all that can be had.
    }
  }

  private async store(
    append: () => Promise<OverflowAppendResult>,
    { entries }: OverflowEntries<Item>,
  ): Promise<OverflowAppendResult> {
    if (entries.length === 0) return { status: 'appended' };
    try {
      return await append();
    } catch (error) {
      return { status: 'failed', detail: String(error) };
    }
  }

  private answer(items: readonly Item[], encoded: OverflowEntries<Item>, result: OverflowAppendResult): KeptItems {
    const { warnings, clock, kind } = this.options;
    if (result.status !== 'appended') {
      this.restsUntilMs = clock.now() + REST_MS;
      const why = result.status === 'full' ? 'It is full.' : result.detail;
      warnings.tell(
        'spool',
        `${SIGNAL_NOUNS[kind.signal]} cannot be spooled and stay in memory as long as there is room. ${why}`,
      );
      return { status: 'not-kept' };
    }
    warnings.rearm('spool');
    return { status: 'kept', outcomes: outcomesOf(items, encoded) };
  }
}

function outcomesOf<Item>(items: readonly Item[], { invalid }: OverflowEntries<Item>): readonly ExportOutcome[] {
  if (invalid.length === 0) return new Array<ExportOutcome>(items.length).fill(SPOOLED);
  const faults = new Map(invalid.map(({ span, fault }) => [span, fault]));
  return items.map((item) => {
    const fault = faults.get(item);
    return fault === undefined ? SPOOLED : { status: 'refused', httpStatus: 0, reason: `Not sent: ${fault}.` };
  });
}
