import { setTimeout as delay } from 'node:timers/promises';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LeftSpan } from '@spanbridge/core';
import type { LogRecord, SpanOutcome } from '@spanbridge/otlp';
import type { Destination } from '../destinations.js';
import { worseOutcome } from '../span-fates.js';
import { drainDeadline } from './drain-deadline.js';
import type { Outbox, OutboxAppendResult } from './outbox.js';
import type { StateJournal } from './state-journal.js';

/** Options of a {@link CommitLoop}. */
export interface CommitLoopOptions {
  readonly journal: StateJournal;
  readonly outbox: Outbox;
  /** Longest time between two commits while there is something to commit. */
  readonly intervalMs: number;
  /** As many spans are committed at once, whatever the time. */
  readonly batchSpansMax: number;
  /** What was read could be read again: finished spans may then go out although the disk takes nothing. */
  readonly canReadAgain: boolean;
  readonly destinations: readonly Destination[];
  /** Ends all attempts under way. */
  readonly endSending: () => void;
  /** How long spans that go out unwritten may be under way after the signal. */
  readonly drainTimeoutMs: number;
  /** Sends a stop that cannot be written. */
  readonly tellStop: (stop: LogRecord) => void;
  /** The outcome of a span that went out without being written first. */
  readonly onUnwritten: (outcome: SpanOutcome, span: ReadableSpan) => void;
  readonly warn: (message: string) => void;
  readonly monotonicMs: () => number;
  readonly signal: AbortSignal | undefined;
}

/** How long to wait before the disk is tried again. */
const DISK_RETRY_MS = 1_000;

/** What an attempt to write came to. */
type WriteResult =
  | { readonly status: 'committed' }
  /** `spool`: the spans are not on the disk; `checkpoint`: they are, but not how far was read. */
  | { readonly status: 'failed'; readonly at: 'spool' | 'checkpoint'; readonly detail: string };

/**
 * Makes what was read durable, a few times a second: first the spans that have left, then, in one commit, how far was
 * read, what is still pending, and that these spans belong to it. Only then do they go out.
 */
export class CommitLoop {
  private waiting: ReadableSpan[] = [];
  private stops: LogRecord[] = [];
  /** The waiting spans could be told otherwise after a crash: what they hold depends on more than the input. */
  private mustBeWritten = false;
  private hasRead = false;
  private committedAtMs: number;
  private hasFrozen = false;
  private isFailureTold = false;
  private isFullTold = false;
  /** The last record of the waiting spans once they are in the spool: a commit that failed is tried without them. */
  private appendedUpTo: number | undefined;

  constructor(private readonly options: CommitLoopOptions) {
    this.committedAtMs = options.monotonicMs();
  }

  /** Takes a span that has left the table. */
  add(span: ReadableSpan, how: Pick<LeftSpan, 'role' | 'completeness'>): void {
    this.waiting.push(span);
    // An anchor says what its start says, and no more.
    const isPure = how.role === 'anchor' || (how.completeness === 'finished' && how.role !== 'completion');
    if (!isPure) this.mustBeWritten = true;
  }

  /** Takes the stop of a running span: it becomes durable with what says that the span runs no more. */
  addStop(stop: LogRecord): void {
    this.stops.push(stop);
  }

  /** Notes that something was read: the table of pending spans may have changed. */
  noteRead(): void {
    this.hasRead = true;
  }

  /** Spans went out unwritten and did not arrive: nothing is committed any more, and the next run reads them again. */
  get isFrozen(): boolean {
    return this.hasFrozen;
  }

  /** Spans that have left and are not durable. */
  get waitingSpans(): number {
    return this.waiting.length;
  }

  /** Commits if enough has gathered, or if the last time is long enough ago. */
  async commitIfDue(): Promise<void> {
    const { intervalMs, batchSpansMax, journal, monotonicMs } = this.options;
    const isDue = monotonicMs() - this.committedAtMs >= intervalMs;
    const hasNews = this.waiting.length + this.stops.length > 0 || this.hasRead || journal.isChanged;
    if (this.waiting.length >= batchSpansMax || (isDue && hasNews)) await this.commit();
  }

  /**
   * Commits everything; resolves with true when it is durable, with false when it has gone out without. Gives up only
   * when the signal aborts: then the spans stay {@link CommitLoop.waitingSpans}, and the next run reads them again.
   */
  async commit(): Promise<boolean> {
    if (this.hasFrozen) return false;
    for (let result = await this.write(); result.status !== 'committed'; result = await this.write()) {
      this.tellFailure(result.detail);
      if (this.options.canReadAgain && !this.mustBeWritten) {
        await this.sendUnwritten(result.at);
        return false;
      }
      if (this.options.signal?.aborted === true || this.options.outbox.isOver) return false;
      await delay(DISK_RETRY_MS, undefined, { signal: this.options.signal }).catch(() => undefined);
    }
    if (this.isFailureTold) this.options.warn('The disk takes the state of this run again.');
    this.isFailureTold = false;
    this.finish();
    this.options.outbox.publish();
    return true;
  }

  private async write(): Promise<WriteResult> {
    const { outbox, journal } = this.options;
    if (!journal.isBegun) {
      // Before the first record: those that no commit knows can then be told from those that an earlier run left.
      const begun = await journal.begin(outbox.lastSequence);
      if (begun.status === 'failed') return { ...begun, at: 'spool' };
    }
    if (this.appendedUpTo === undefined) {
      const appended = await this.append();
      if (appended.status !== 'appended') return { ...appended, at: 'spool' };
      this.appendedUpTo = appended.lastSequence;
    }
    const synced = await outbox.sync();
    if (synced.status === 'failed') return { ...synced, at: 'checkpoint' };
    const committed = await journal.commit(this.appendedUpTo);
    return committed.status === 'committed' ? { status: 'committed' } : { ...committed, at: 'checkpoint' };
  }

  /** Waits while the spool is full: a destination has to take something first. */
  private async append(): Promise<Exclude<OutboxAppendResult, { status: 'full' }>> {
    const { outbox, signal } = this.options;
    for (;;) {
      const appended = await outbox.append(this.waiting, this.stops);
      if (appended.status !== 'full') return appended;
      if (signal?.aborted === true || outbox.isOver) return { status: 'failed', detail: 'The spool is full.' };
      this.tellFull();
      await outbox.waitForRoom(signal);
    }
  }

  /** The bytes that were read can be read again and give the same spans: nothing is lost if they go out at once. */
  private async sendUnwritten(at: 'spool' | 'checkpoint'): Promise<void> {
    const { waiting: spans, stops } = this;
    this.finish();
    if (at === 'checkpoint') {
      this.options.outbox.publish();
      return;
    }
    for (const stop of stops) this.options.tellStop(stop);
    const lists = await this.sendToAll(spans);
    spans.forEach((span, index) => {
      const outcome = lists.reduce<SpanOutcome | undefined>((worst, list) => {
        const next = list[index];
        return next === undefined ? worst : worseOutcome(worst, next);
      }, undefined);
      if (outcome === undefined) return;
      if (outcome.status === 'unsent') this.hasFrozen = true;
      this.options.onUnwritten(outcome, span);
    });
  }

  /** A backend that does not answer must not keep a run that was told to end. */
  private async sendToAll(spans: readonly ReadableSpan[]): Promise<readonly (readonly SpanOutcome[])[]> {
    const { destinations, signal, drainTimeoutMs, endSending } = this.options;
    const deadline = drainDeadline(signal, drainTimeoutMs);
    deadline.signal.addEventListener('abort', endSending, { once: true });
    const lists = await Promise.all(destinations.map(({ sender }) => sender.send(spans)));
    deadline.cancel();
    return lists;
  }

  private finish(): void {
    this.waiting = [];
    this.stops = [];
    this.hasRead = false;
    this.appendedUpTo = undefined;
    this.mustBeWritten = false;
    this.committedAtMs = this.options.monotonicMs();
  }

  private tellFailure(detail: string): void {
    if (this.isFailureTold) return;
    this.isFailureTold = true;
    const how = this.options.canReadAgain
      ? 'Finished spans go out all the same, and are sent again if this run is killed'
      : 'Reading waits';
    const cause = detail.replace(/\.?$/, '.');
    this.options.warn(`The state of this run cannot be written: ${cause} ${how}. Make room on the disk.`);
  }

  private tellFull(): void {
    if (this.isFullTold) return;
    this.isFullTold = true;
    this.options.warn('The spool is full. Reading waits until a backend takes spans again.');
  }
}
