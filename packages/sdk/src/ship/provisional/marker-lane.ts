import { type Clock, isWithdrawn, type OtlpSender, type SpanOutcome, type WithdrawableSpan } from '@spanbridge/otlp';
import { sendInOrder } from './request-order.js';

/** What became of a marker: as of any span (`suppressed`: its own had ended first), or its queue had no room for it. */
export type MarkerOutcome = SpanOutcome | { readonly status: 'dropped'; readonly reason: string };

/** Options of a {@link MarkerLane}. */
export interface MarkerLaneOptions {
  readonly sender: OtlpSender;
  readonly batchSpansMax: number;
  /** Markers that wait at most; default 10,000. */
  readonly queueMarkersMax?: number;
  /** Must not keep the process alive. */
  readonly clock: Clock;
  /** What became of a marker, once. */
  readonly onOutcome: (marker: WithdrawableSpan, outcome: MarkerOutcome) => void;
}

/** A tenth of the spans that can be open; beyond, whoever looks for the running ones finds enough of them. */
const QUEUE_MARKERS_DEFAULT = 10_000;

/** How often a destination that fails is tried again: the sender itself lets nothing through before its time. */
const RETRY_INTERVAL_MS = 1_000;

const QUEUE_FULL: MarkerOutcome = { status: 'dropped', reason: 'marker-queue-full' };

const SUPPRESSED: MarkerOutcome = { status: 'suppressed' };

/**
 * The way of markers to one destination: out of memory, one request at a time, beside the spans, whose room they never
 * take. A marker that did not arrive waits for the destination to recover, and is asked before each attempt whether it
 * has still something to say.
 */
export class MarkerLane {
  private queue: WithdrawableSpan[] = [];
  private addedSinceLook = 0;
  private running: Promise<void> | undefined;
  private readonly ending = new AbortController();

  constructor(private readonly options: MarkerLaneOptions) {}

  /** Takes a marker; it leaves in this turn of the event loop unless others are on their way. */
  add(marker: WithdrawableSpan): void {
    const { queueMarkersMax = QUEUE_MARKERS_DEFAULT, onOutcome } = this.options;
    this.addedSinceLook += 1;
    // The withdrawn ones are looked for now and then only: each look goes through the whole queue.
    if (this.queue.length >= queueMarkersMax && this.addedSinceLook * 10 >= queueMarkersMax) this.dropWithdrawn();
    if (this.queue.length >= queueMarkersMax) {
      onOutcome(marker, QUEUE_FULL);
      return;
    }
    this.queue.push(marker);
    if (this.running === undefined) this.start();
  }

  /** Tries once more what waits, and gives up what does not arrive. Resolves when every marker has its outcome. */
  async finish(): Promise<void> {
    this.ending.abort();
    while (this.running !== undefined) await this.running;
  }

  private start(): void {
    this.running = this.run().finally(() => {
      this.running = undefined;
      // Added between the last look and now.
      if (this.queue.length > 0) this.start();
    });
  }

  private async run(): Promise<void> {
    // What is announced together leaves together.
    await Promise.resolve();
    for (let batch = this.takeBatch(); batch.length > 0; batch = this.takeBatch()) {
      if (await this.send(batch)) continue;
      await this.options.clock.sleep(RETRY_INTERVAL_MS, this.ending.signal);
      this.dropWithdrawn();
    }
  }

  private takeBatch(): readonly WithdrawableSpan[] {
    const batch: WithdrawableSpan[] = [];
    let taken = 0;
    for (const marker of this.queue) {
      if (batch.length >= this.options.batchSpansMax) break;
      taken += 1;
      if (isWithdrawn(marker)) this.options.onOutcome(marker, SUPPRESSED);
      else batch.push(marker);
    }
    this.queue.splice(0, taken);
    return batch;
  }

  /** Answers false when the destination did not decide: its markers wait again, in front of the others. */
  private async send(batch: readonly WithdrawableSpan[]): Promise<boolean> {
    const { sender, onOutcome } = this.options;
    const isLast = this.ending.signal.aborted;
    const outcomes = await sendInOrder((spans) => sender.send(spans, 'once'), batch);
    const isFinal = isLast || sender.state === 'gave-up' || sender.state === 'closed';
    const waiting: WithdrawableSpan[] = [];
    batch.forEach((marker, index) => {
      const outcome = outcomes[index] ?? { status: 'unsent', reason: 'No outcome was told.' };
      if (outcome.status === 'unsent' && !isFinal) waiting.push(marker);
      else onOutcome(marker, outcome);
    });
    this.queue = [...waiting, ...this.queue];
    return waiting.length === 0;
  }

  private dropWithdrawn(): void {
    this.addedSinceLook = 0;
    this.queue = this.queue.filter((marker) => {
      if (!isWithdrawn(marker)) return true;
      this.options.onOutcome(marker, SUPPRESSED);
      return false;
    });
  }
}
