import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Clock } from './clock.js';
import type { ExportOutcome } from './exporter-ledger.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import { toOverflowEntries, type OverflowEntries } from './overflow-entries.js';
import type { OverflowAppendResult, OverflowStore } from './overflow-store.js';

/** Options of an {@link OverflowOutlet}. */
export interface OverflowOutletOptions {
  readonly store: OverflowStore;
  readonly clock: Clock;
  readonly warnings: OneTimeWarnings;
  /** Spans are to come out in the order in which they go in, whatever their priority. Default false. */
  readonly isInOrder?: boolean;
}

/** What became of spans that were to be kept: one outcome for each, or none at all. */
export type KeptSpans =
  | { readonly status: 'kept'; readonly outcomes: readonly (readonly [ReadableSpan, ExportOutcome])[] }
  | { readonly status: 'not-kept' };

/** Encoded spans that may be on their way to the disk at once. With a slow disk the queue drops instead. */
const PENDING_BYTES_MAX = 32 * 1024 * 1024;

/** How long nothing is tried after the store said no: nobody gains by asking a full disk a thousand times a second. */
const REST_MS = 1_000;

const SPOOLED: ExportOutcome = { status: 'spooled' };

/** The way of spans into the store. Never throws, whatever the store does. */
export class OverflowOutlet {
  private pendingBytes = 0;
  private restsUntilMs = -Infinity;
  private lastSync: Promise<void> = Promise.resolve();
  private nextSync: Promise<void> | undefined;

  constructor(private readonly options: OverflowOutletOptions) {}

  /** Whether spans may be handed over now. */
  get isOpen(): boolean {
    return this.pendingBytes < PENDING_BYTES_MAX && this.options.clock.now() >= this.restsUntilMs;
  }

  /** Keeps spans; they are encoded before this returns. */
  async append(spans: readonly ReadableSpan[]): Promise<KeptSpans> {
    const encoded = toOverflowEntries(spans, this.options);
    const sizeBytes = encoded.entries.reduce((sum, entry) => sum + entry.body.length, 0);
    this.pendingBytes += sizeBytes;
    const result = await this.store(() => this.options.store.append(encoded.entries), encoded);
    this.pendingBytes -= sizeBytes;
    if (result.status === 'appended') void this.sync();
    return this.answer(spans, encoded, result);
  }

  /** Keeps spans before it returns, for the end of a process. */
  appendSync(spans: readonly ReadableSpan[]): KeptSpans {
    const encoded = toOverflowEntries(spans, this.options);
    if (encoded.entries.length === 0) return this.answer(spans, encoded, { status: 'appended' });
    try {
      return this.answer(spans, encoded, this.options.store.appendSync(encoded.entries));
    } catch (error) {
      return this.answer(spans, encoded, { status: 'failed', detail: String(error) });
    }
  }

  /** Lets spans in again: records were acknowledged, so there is room. */
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
      // The store has told what is wrong with its disk; the spans are written, and that is all that can be had.
    }
  }

  private async store(
    append: () => Promise<OverflowAppendResult>,
    { entries }: OverflowEntries,
  ): Promise<OverflowAppendResult> {
    if (entries.length === 0) return { status: 'appended' };
    try {
      return await append();
    } catch (error) {
      return { status: 'failed', detail: String(error) };
    }
  }

  private answer(spans: readonly ReadableSpan[], encoded: OverflowEntries, result: OverflowAppendResult): KeptSpans {
    const { warnings, clock } = this.options;
    if (result.status !== 'appended') {
      this.restsUntilMs = clock.now() + REST_MS;
      const why = result.status === 'full' ? 'It is full.' : result.detail;
      warnings.tell('spool', `spans cannot be spooled and stay in memory as long as there is room. ${why}`);
      return { status: 'not-kept' };
    }
    warnings.rearm('spool');
    const faults = new Map(encoded.invalid.map(({ span, fault }) => [span, fault]));
    return { status: 'kept', outcomes: spans.map((span) => [span, outcomeOf(faults.get(span))]) };
  }
}

function outcomeOf(fault: string | undefined): ExportOutcome {
  return fault === undefined ? SPOOLED : { status: 'refused', httpStatus: 0, reason: `Not sent: ${fault}.` };
}
