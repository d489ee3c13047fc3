import type { LogRecord } from '../codec/log-record.js';
import type { OtlpTransport } from '../transport/export-response.js';
import { createHttpTransport } from '../transport/http-transport.js';
import { BACKGROUND_CLOCK, SYSTEM_CLOCK, type Clock } from './clock.js';
import { toSignalUrl } from './exporter-options.js';
import { HostHook } from './host-hook.js';
import { LogDelivery } from './log-delivery.js';
import { LogDispatcher } from './log-dispatcher.js';
import { toLogExporterLimits, type LogExporterLimits, type OtlpLogExporterOptions } from './log-exporter-options.js';
import { LogAccount, type LogDropReason, type LogExporterLedger, type LogOutcome } from './log-ledger.js';
import { LOG_OVERFLOW } from './log-overflow.js';
import { LogQueue, type LogDeliveryTerms } from './log-queue.js';
import { OneTimeWarnings } from './one-time-warnings.js';
import { OverflowDrain } from './overflow-drain.js';
import { OverflowOutlet } from './overflow-outlet.js';
import type { OverflowDestination } from './overflow-store.js';
import { PersistentPost } from './persistent-post.js';
import { BACKOFF_MAX_MS, INITIAL_BACKOFF_MS } from './retry.js';
import { warnOfOtel } from './warn-of-otel.js';

/** What the logs SDK of either line is called back with: code 0 for success, 1 for failure. */
type ExportCallback = (result: { code: number; error?: Error }) => void;

/** What closing the store may take when the deadline has passed: it writes what was acknowledged. */
const STORE_CLOSE_MS_MIN = 100;

/** Nothing is asked for: any lane, any time. */
const NO_TERMS: LogDeliveryTerms = {};

/**
 * An exporter that takes log records at once and delivers them in its own time, by the rules of `OtlpSpanExporter`: it
 * never throws into the application, never blocks it, never keeps the process alive but for a flush or a shutdown under
 * way, holds a bounded number of records, and counts every one that is lost under a reason. It is also a
 * `LogRecordExporter` of the logs SDK.
 */
export class OtlpLogExporter {
  private readonly limits: LogExporterLimits;
  private readonly clock: Clock;
  /** For deadlines that somebody waits for: their timers hold the process, which nothing else of us does. */
  private readonly deadlineClock: Clock;
  private readonly warnings: OneTimeWarnings;
  private readonly account = new LogAccount();
  private readonly queue: LogQueue;
  private readonly transport: OtlpTransport;
  private readonly post: PersistentPost;
  private readonly delivery: LogDelivery;
  private readonly dispatcher: LogDispatcher;
  private readonly outlet: OverflowOutlet<LogRecord> | undefined;
  private readonly drain: OverflowDrain<LogRecord> | undefined;
  private readonly outcomeHook: HostHook<[LogRecord, LogOutcome]> | undefined;
  /** Ends requests under way. */
  private readonly stop = new AbortController();
  private shutdownEnd: Promise<void> | undefined;

  /** Throws a `SpanbridgeError` for a URL, header or number that cannot be used. Begins to send what is spooled. */
  constructor(private readonly options: OtlpLogExporterOptions = {}) {
    this.limits = toLogExporterLimits(options);
    this.clock = options.clock ?? BACKGROUND_CLOCK;
    this.deadlineClock = options.clock ?? SYSTEM_CLOCK;
    this.warnings = new OneTimeWarnings('OtlpLogExporter', options.warn ?? warnOfOtel);
    const { clock, limits, warnings } = this;
    this.transport =
      options.transport ??
      createHttpTransport({ ...options, url: toSignalUrl(options, 'logs'), carries: 'logs', isBackground: true });
    this.post = this.createPost();
    const { encoding = 'protobuf', onOutcome, spool } = options;
    this.delivery = new LogDelivery({ encoding, batchLimits: limits.batch, post: this.post, warnings });
    this.outcomeHook = onOutcome && new HostHook('onOutcome', onOutcome, { clock, warnings });
    this.outlet = spool && new OverflowOutlet({ kind: LOG_OVERFLOW, store: spool, clock, warnings });
    this.queue = new LogQueue({
      ...limits,
      onDrop: (record) => {
        this.dropForRoom(record);
      },
    });
    this.dispatcher = this.createDispatcher();
    this.drain = spool && this.createDrain(spool.destination(options.spoolDestination ?? 'logs'));
    this.drain?.kick();
  }

  /** Takes records into the queue and calls back at once: with code 0, or with code 1 after the shutdown. */
  export(records: readonly LogRecord[], callback: ExportCallback): void {
    const isOpen = this.shutdownEnd === undefined;
    for (const record of records) this.add(record);
    try {
      if (isOpen) callback({ code: 0 });
      else callback({ code: 1, error: new Error('OtlpLogExporter: log records came after the shutdown.') });
    } catch (error) {
      this.warnings.tell('callback', `the callback of an export threw: ${String(error)}.`);
    }
  }

  /** Takes one record into the queue. */
  add(record: LogRecord, terms: LogDeliveryTerms = NO_TERMS): void {
    this.account.common.taken += 1;
    if (this.shutdownEnd !== undefined) {
      this.settle(record, { status: 'dropped', reason: 'closed' });
      return;
    }
    this.queue.push(record, terms, this.clock.now());
    this.dispatcher.notice();
  }

  /**
   * Resolves when every record that was taken before has an outcome or is in the spool; what is in flight counts, too.
   * Rejects with what is left when the deadline passes. Holds the process until then.
   */
  async forceFlush(timeoutMs: number = this.limits.flushTimeoutMs): Promise<void> {
    if (this.shutdownEnd !== undefined) return this.shutdownEnd;
    if (await this.settleWithin(timeoutMs)) return;
    const { queued, inFlight } = this.ledger();
    const rest = `${queued + inFlight} log records were not delivered within ${timeoutMs} ms.`;
    throw new Error(`OtlpLogExporter: ${rest} ${this.post.fault}`);
  }

  /**
   * Delivers what is left within the deadline, then puts the rest into the spool or, without one, counts it as dropped
   * and tells so in one line. Records that come later are dropped. Further calls answer the same promise; it never
   * rejects.
   */
  shutdown(timeoutMs: number = this.limits.shutdownTimeoutMs): Promise<void> {
    return (this.shutdownEnd ??= this.close(timeoutMs));
  }

  /**
   * Puts everything that waits or is in flight into the spool before it returns, for the last moment of a process;
   * without a spool, and for records with a lifetime, it is counted as dropped. Answers how many were spooled and
   * dropped.
   */
  flushSync(): { readonly spooled: number; readonly dropped: number } {
    const before = this.ledger();
    this.putAway('exit', 'when the process ended');
    const after = this.ledger();
    return { spooled: after.spooled - before.spooled, dropped: after.dropped - before.dropped };
  }

  /** The account of this moment; it always balances. */
  ledger(): LogExporterLedger {
    return this.account.snapshot({ queued: this.queue.waiting, inFlight: this.queue.flying });
  }

  /** Takes note of records that the spool lost or dropped: its hook `onDrop` is to be led here. */
  noteSpoolDrop(drop: {
    readonly reason: 'spool-corrupt' | 'spool-size' | 'spool-age';
    readonly spanCount: number;
  }): void {
    const { common } = this.account;
    // Records that were lost before we knew of them were never counted as spooled.
    const unknown = Math.max(drop.spanCount - common.spooled, 0);
    common.recovered += unknown;
    common.spooled -= drop.spanCount - unknown;
    common.droppedByReason[drop.reason] += drop.spanCount;
  }

  /** Sends, too, what earlier processes have left in a spool that was opened after this exporter was made. */
  noteRecovered(recordCount: number): void {
    this.account.common.recovered += recordCount;
    this.account.common.spooled += recordCount;
    this.drain?.kick();
  }

  private createPost(): PersistentPost {
    const { transport, clock, warnings, limits, options } = this;
    return new PersistentPost({
      transport,
      clock,
      warnings,
      carries: 'logs',
      signal: this.stop.signal,
      policy: {
        initialBackoffMs: INITIAL_BACKOFF_MS,
        backoffMaxMs: BACKOFF_MAX_MS,
        retryForMs: Infinity,
        random: options.random ?? Math.random,
        recoveryRequestsMax: limits.concurrency,
      },
    });
  }

  private createDispatcher(): LogDispatcher {
    const { queue, delivery, post, limits, clock, outlet } = this;
    return new LogDispatcher({
      queue,
      delivery,
      post,
      limits,
      clock,
      outlet,
      settle: (record, outcome) => {
        this.settle(record, outcome);
      },
      onKept: () => {
        this.drain?.kick();
      },
      onKeptTwice: (recordCount) => {
        this.account.common.recovered += recordCount;
        this.account.common.spooled += recordCount;
      },
    });
  }

  private createDrain(destination: OverflowDestination): OverflowDrain<LogRecord> {
    const { limits, delivery, post, warnings } = this;
    const { common } = this.account;
    common.recovered = destination.pendingSpans;
    common.spooled = destination.pendingSpans;
    return new OverflowDrain({
      kind: LOG_OVERFLOW,
      destination,
      delivery,
      post,
      encoding: this.options.encoding ?? 'protobuf',
      batchLimits: limits.batch,
      // One after the other: records of one lane may lie in several records of the store.
      concurrency: 1,
      warnings,
      onSettled: (outcome, recordCount, records) => {
        if (outcome.status === 'unsent') return;
        common.spooled -= recordCount;
        for (let index = 0; index < recordCount; index++) common.settle(outcome);
        if (this.outcomeHook !== undefined) for (const record of records()) this.outcomeHook.call(record, outcome);
      },
      onAck: () => {
        this.outlet?.reopen();
        if (destination.pendingSpans > 0) return;
        this.queue.lanes.noteStoreEmpty();
        this.dispatcher.release();
      },
    });
  }

  private async settleWithin(timeoutMs: number): Promise<boolean> {
    let isSettled = false;
    const settled = this.dispatcher
      .whenSettled()
      .then(() => this.outlet?.sync())
      .then(() => {
        isSettled = true;
      });
    await this.within(timeoutMs, settled);
    return isSettled;
  }

  private async close(timeoutMs: number): Promise<void> {
    const startedMs = this.deadlineClock.now();
    const isSettled = await this.settleWithin(timeoutMs);
    this.dispatcher.close();
    if (!isSettled) this.putAway('shutdown', `within ${timeoutMs} ms`);
    this.post.close();
    const leftMs = Math.max(timeoutMs - (this.deadlineClock.now() - startedMs), 0);
    await this.within(leftMs, this.drain?.close());
    this.stop.abort();
    await this.within(Math.max(leftMs, STORE_CLOSE_MS_MIN), this.closeStore());
    try {
      this.transport.close();
    } catch {
      // A transport of the host that throws while it is closed has nothing left that could be saved.
    }
  }

  private async closeStore(): Promise<void> {
    await this.outlet?.sync();
    await this.options.spool?.close();
  }

  /** Waits for something, but not longer than this, and not for its success. */
  private async within(timeoutMs: number, work: Promise<void> | undefined): Promise<void> {
    if (work === undefined) return;
    const end = new AbortController();
    const stop = (): void => {
      end.abort();
    };
    await Promise.race([work.then(stop, stop), this.deadlineClock.sleep(timeoutMs, end.signal)]);
  }

  /** Spools all records without an outcome that may be, now; drops the others and says so in one line. */
  private putAway(reason: 'shutdown' | 'exit', when: string): void {
    const entries = this.queue.takeAll();
    const lasting = entries.filter(({ expiresAtMs }) => expiresAtMs === Infinity).map(({ record }) => record);
    const mortal = entries.filter(({ expiresAtMs }) => expiresAtMs !== Infinity).map(({ record }) => record);
    for (const record of mortal) this.settle(record, { status: 'dropped', reason: 'expired' });
    const kept = lasting.length === 0 ? undefined : this.outlet?.appendSync(lasting);
    if (kept?.status === 'kept') {
      for (const [index, record] of lasting.entries())
        this.settle(record, kept.outcomes[index] ?? { status: 'dropped', reason });
    } else this.dropAll(lasting, reason, when);
    this.dispatcher.wake();
  }

  private dropAll(records: readonly LogRecord[], reason: LogDropReason, when: string): void {
    if (records.length === 0) return;
    for (const record of records) this.settle(record, { status: 'dropped', reason });
    const what = `${records.length} log records were not delivered ${when} and are lost.`;
    this.warnings.tell(reason, `${what} ${this.post.fault}`);
  }

  private dropForRoom(record: LogRecord): void {
    this.settle(record, { status: 'dropped', reason: 'queue-full' });
    this.warnings.tell(
      'queue-full',
      'the queue is full, log records are dropped: those with a lifetime first, errors and those of lanes last. ' +
        'Further drops are only counted.',
    );
  }

  private settle(record: LogRecord, outcome: LogOutcome): void {
    this.account.settle(outcome);
    this.outcomeHook?.call(record, outcome);
  }
}
