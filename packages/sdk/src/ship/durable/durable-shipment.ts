import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { checkNamespace, DEFAULT_NAMESPACE } from '@spanbridge/core';
import type { Spool, SpoolDrop, WithdrawableSpan } from '@spanbridge/otlp';
import type { Checkpoint } from '../checkpoint/checkpoint-api.js';
import type { TailEvent } from '../../sources/tail-options.js';
import type { DeadLetterFile } from '../dead-letter.js';
import type { Destination } from '../destinations.js';
import { bridgesFor } from '../detect-format.js';
import { HeartbeatGate } from '../provisional/heartbeat-gate.js';
import type { LateLogs } from '../provisional/late-logs.js';
import { MarkerDelivery } from '../provisional/marker-delivery.js';
import type { RunningSpanLogs } from '../provisional/running-span-logs.js';
import { PresentEnd } from '../provisional/present-end.js';
import { provisionalRules } from '../provisional/provisional-rules.js';
import { RecordRun } from '../record-run.js';
import { ShipAccount } from '../ship-account.js';
import { BATCH_SPANS_DEFAULT, CONCURRENCY_DEFAULT, DRAIN_DEFAULT_MS } from '../ship-defaults.js';
import type { ShipOptions, ShipResult } from '../ship-options.js';
import { QuietSettle } from '../quiet-settle.js';
import { ProgressTeller } from '../ship-progress.js';
import { createShippedResource } from '../shipped-resource.js';
import { CommitLoop } from './commit-loop.js';
import { drainDeadline } from './drain-deadline.js';
import { type DurableSource, SOURCE_TICK_MS, type SourceHooks, type SourceItem } from './durable-source.js';
import { leavePolicy, type LeavePolicy } from './leave-policy.js';
import { Outbox } from './outbox.js';
import { PatientClock } from './patient-clock.js';
import { SettleWatermark } from './settle-watermark.js';
import type { StateDirectories } from './state-directory.js';
import { StateJournal } from './state-journal.js';

/** What a durable run has opened before it reads. */
export interface DurableShipmentParts {
  readonly directories: StateDirectories;
  readonly openSource: (hooks: SourceHooks) => DurableSource;
  readonly checkpoint: Checkpoint;
  readonly spool: Spool;
  /** What the spool loses while the run goes on is added here; it tells of it itself. */
  readonly drops?: readonly SpoolDrop[];
  /** What the spool had lost when it was opened, of spans of earlier runs. */
  readonly inheritedDrops?: readonly SpoolDrop[];
  readonly destinations: readonly Destination[];
  /** Takes heartbeats and stops, where the strategy has them. */
  readonly logs?: RunningSpanLogs | undefined;
  /** Takes the stops that an earlier run has left, where this one has none of its own. */
  readonly lateLogs?: LateLogs | undefined;
  readonly deadLetter: DeadLetterFile | undefined;
  /** Ends all attempts under way. */
  readonly endSending: () => void;
}

/** A run that neither sends log records nor can: what an earlier one has left stays where it is. */
const NO_LOGS: Pick<RunningSpanLogs, 'deliver'> = { deliver: () => Promise.resolve('unsent') };

/**
 * A run that survives its process: what was read stands in the checkpoint, what is on its way in the spool, and both
 * move together before anything is sent. Killed at any moment, the next run goes on where the last commit stood, and
 * what it sends again it sends as it was.
 */
export class DurableShipment {
  private readonly run: RecordRun;
  private readonly account: ShipAccount;
  private readonly outbox: Outbox;
  private readonly markers: MarkerDelivery;
  private readonly journal: StateJournal;
  private readonly commits: CommitLoop;
  private readonly source: DurableSource;
  private readonly policy: LeavePolicy;
  private readonly clock: PatientClock;
  private readonly watermark: SettleWatermark;
  private readonly presentEnd: PresentEnd;
  private readonly quiet: QuietSettle;
  private readonly progress: ProgressTeller;
  private readonly heartbeats = new HeartbeatGate();
  /** How far the sources were read, for counting bytes. */
  private readonly offsets = new Map<string, number>();

  constructor(
    private readonly options: ShipOptions,
    private readonly parts: DurableShipmentParts,
  ) {
    const namespace = checkNamespace(options.namespace ?? DEFAULT_NAMESPACE);
    this.policy = leavePolicy(options);
    this.run = this.createRun(namespace);
    this.clock = new PatientClock(SOURCE_TICK_MS, () => this.run.elapsedMs);
    this.presentEnd = new PresentEnd(() => this.run.elapsedMs);
    this.quiet = new QuietSettle(this.policy.settleMs);
    this.watermark = new SettleWatermark(this.policy.settleMs);
    const onEvent: NonNullable<ShipOptions['onEvent']> = (event) => options.onEvent?.(event);
    const { deadLetter } = parts;
    const { ledger } = this.run;
    this.account = new ShipAccount({ ledger, onEvent, deadLetter, onAccepted: options.onAccepted });
    this.journal = new StateJournal({
      checkpoint: parts.checkpoint,
      pipeline: this.run.pipeline,
      namespace,
      positions: () => this.source.positions(),
    });
    this.source = parts.openSource({
      run: this.run,
      positions: this.journal.positions,
      onEvent: (event) => {
        this.noteTailEvent(event);
      },
    });
    this.outbox = this.createOutbox();
    this.markers = this.createMarkers();
    this.commits = new CommitLoop({
      journal: this.journal,
      outbox: this.outbox,
      intervalMs: this.policy.commitIntervalMs,
      batchSpansMax: options.batchSize ?? BATCH_SPANS_DEFAULT,
      canReadAgain: this.policy.canReadAgain,
      destinations: parts.destinations,
      endSending: parts.endSending,
      drainTimeoutMs: options.drainTimeoutMs ?? DRAIN_DEFAULT_MS,
      tellStop: (stop) => {
        void parts.logs?.deliver(stop);
      },
      onUnwritten: (outcome, span) => {
        if (outcome.status === 'refused') this.account.noteRefusal(span, outcome);
        this.account.settle(outcome, span);
      },
      warn: (message) => {
        onEvent({ type: 'warning', message });
      },
      monotonicMs: () => this.run.elapsedMs,
      signal: options.signal,
    });
    this.progress = new ProgressTeller(options.onProgress, () => ({
      bytesRead: this.run.bytesRead,
      bytesTotal: undefined,
      records: this.run.ledger.columns().records,
      accepted: this.run.ledger.columns().accepted,
      elapsedMs: this.run.elapsedMs,
      waitingSpans: this.outbox.waitingSpans,
      unreadBytes: this.source.unreadBytes(),
    }));
  }

  /** Reads and delivers until the input ends, the backends are given up, or the signal aborts. */
  async perform(): Promise<ShipResult> {
    const { origin } = this.parts.checkpoint.restored;
    // Records above the last commit were never sent; after damage nobody knows, and all are.
    if (origin === 'restored') await this.parts.spool.forgetAfter(this.journal.spoolSequence);
    this.outbox.start();
    await this.readAll();
    if (!this.mustStop) await this.flush();
    await this.commits.commit();
    await this.drain();
    return this.conclude();
  }

  private createRun(namespace: string): RecordRun {
    const { options, parts, policy } = this;
    return new RecordRun({
      bridges: bridgesFor(options.format ?? 'auto', namespace),
      resource: createShippedResource({ ...options, namespace, attributes: options.resource }),
      onSpan: (span, how) => {
        if (how.role === 'marker') this.markers.add(span as WithdrawableSpan);
        else this.commits.add(span, how);
      },
      onPartial: (span, event) => {
        if (event === 'heartbeat') this.heartbeats.hold(span);
        else this.noteStop(span);
      },
      onEvent: (event) => options.onEvent?.(event),
      deadLetter: parts.deadLetter,
      stdin: options.stdin,
      signal: options.signal,
      limits: {
        isTracked: true,
        ...provisionalRules(options),
        steadyNow: () => this.run.elapsedMs,
        now: () => (policy.settle === 'quiet' ? this.run.elapsedMs : this.clock.now()),
        ...(policy.settle === 'at-once' ? { closedSpansMax: 0 } : {}),
      },
    });
  }

  private noteStop(span: ReadableSpan): void {
    this.heartbeats.noteStop(span);
    if (this.parts.logs !== undefined) this.commits.addStop(this.parts.logs.stopOf(span));
  }

  private noteTailEvent(event: TailEvent): void {
    if (event.type === 'warning') {
      this.options.onEvent?.(event);
      return;
    }
    if (event.type === 'opened') this.run.noteFile();
    this.journal.noteFiles();
    this.options.onEvent?.({ ...event, type: 'file', change: event.type });
  }

  private createOutbox(): Outbox {
    const { options, parts, run, account } = this;
    return new Outbox({
      spool: parts.spool,
      destinations: parts.destinations,
      batchSpansMax: options.batchSize ?? BATCH_SPANS_DEFAULT,
      concurrency: options.concurrency ?? CONCURRENCY_DEFAULT,
      isEndless: options.follow === true,
      isLaned: options.provisional === 'anchor',
      logs: parts.logs ?? parts.lateLogs ?? NO_LOGS,
      onOutcome: (outcome, span) => {
        account.settle(outcome, span);
      },
      onRefused: (span, outcome) => {
        account.noteRefusal(span, outcome);
      },
      onInherited: (isMarker) => {
        run.ledger.add(isMarker ? 'markers' : 'spans');
      },
    });
  }

  private createMarkers(): MarkerDelivery {
    const { options, parts, account } = this;
    return new MarkerDelivery({
      destinations: parts.destinations,
      batchSpansMax: options.batchSize ?? BATCH_SPANS_DEFAULT,
      onOutcome: (marker, outcome) => {
        account.settleMarker(outcome, marker);
      },
      onRefused: (marker, outcome) => {
        account.noteRefusal(marker, outcome);
      },
    });
  }

  private get isAborted(): boolean {
    return this.options.signal?.aborted === true;
  }

  /**
   * Reading on would only make more that is not sent. Of an input that cannot be read again that is no reason, as long
   * as the disk takes it: a commit that has failed leaves at least a batch behind.
   */
  private get mustStop(): boolean {
    if (this.isAborted || this.commits.isFrozen) return true;
    if (!this.outbox.isOver) return false;
    const { batchSize = BATCH_SPANS_DEFAULT } = this.options;
    return !this.policy.readsOn || this.commits.waitingSpans >= batchSize;
  }

  private async readAll(): Promise<void> {
    this.presentEnd.ask();
    for await (const item of this.source.items()) {
      this.take(item);
      this.announce(item);
      await this.commits.commitIfDue();
      await this.sendHeartbeats();
      // A file waits on its own disk; the timers of its spans wait with it.
      await this.outbox.makeRoom(this.policy.waitingSpansMax, this.options.signal);
      this.progress.tellNowAndThen(this.run.elapsedMs);
      if (this.mustStop) return;
      this.presentEnd.ask();
    }
  }

  /**
   * Tells of the spans that run, where the input was read to its present end. Of followed files each says whether it
   * had more; of a pipe nobody knows but by having to wait.
   */
  private announce({ kind }: SourceItem): void {
    const { pipeline, elapsedMs } = this.run;
    const dueMs = pipeline.nextAnnouncementMs;
    if (dueMs === undefined || dueMs > elapsedMs) return;
    const isAtEnd = kind === 'taken' || kind === 'idle' ? this.presentEnd.isReached : this.watermark.isAtPresentEnd;
    if (!isAtEnd) return;
    pipeline.announce();
    this.commits.noteRead();
  }

  private async sendHeartbeats(): Promise<void> {
    if (!this.heartbeats.isWaiting) return;
    const isCommitted = await this.commits.commit();
    for (const span of this.heartbeats.release({ isCommitted })) this.parts.logs?.tell(span, 'heartbeat');
  }

  private take(item: SourceItem): void {
    const { run, policy, watermark, journal, clock } = this;
    if (item.kind === 'idle') {
      clock.tick();
      watermark.noteIdle();
      run.pipeline.expire({ timeoutMs: policy.pendingTimeoutMs, implicitTimeoutMs: policy.implicitTimeoutMs });
    } else if (item.kind !== 'tick') {
      clock.skip();
      this.commits.noteRead();
    }
    if (item.kind === 'piece') {
      run.acceptFrames(item.file, item.frames);
      run.bytesRead += this.advance(item.sourceId, item.position.offsetBytes);
      journal.notePosition(item.sourceId, item.position);
      const latestUnixNano = run.pipeline.takeLatestUnixNano();
      watermark.note(item.sourceId, { latestUnixNano, isAtEnd: item.isAtEnd });
    }
    this.settle();
  }

  /** How many bytes of a source were new. */
  private advance(sourceId: string, offsetBytes: number): number {
    if (!this.offsets.has(sourceId)) this.takeUpOffsets();
    const before = this.offsets.get(sourceId) ?? 0;
    this.offsets.set(sourceId, offsetBytes);
    return Math.max(0, offsetBytes - before);
  }

  /** All sources at once: thousands of files are found together, and each would else search through all. */
  private takeUpOffsets(): void {
    for (const { sourceId, position } of this.source.positions()) {
      if (!this.offsets.has(sourceId)) this.offsets.set(sourceId, position.offsetBytes);
    }
  }

  private settle(): void {
    const { pipeline, elapsedMs } = this.run;
    if (this.policy.settle === 'quiet') this.quiet.settle(pipeline, elapsedMs);
    const limits = this.policy.settle === 'watermark' ? this.watermark.limits() : undefined;
    if (limits !== undefined) pipeline.settle(limits);
  }

  /** The input is complete: what is still pending leaves. */
  private async flush(): Promise<void> {
    for (const _step of this.run.pipeline.flush()) {
      await this.commits.commitIfDue();
      if (this.mustStop) return;
    }
  }

  /** Backends are waited for as long as they are retried; after a signal only a while: what is left is safe. */
  private async drain(): Promise<void> {
    const deadline = drainDeadline(this.options.signal, this.options.drainTimeoutMs ?? DRAIN_DEFAULT_MS);
    await this.outbox.drain(deadline.signal);
    deadline.signal.addEventListener('abort', this.parts.endSending, { once: true });
    if (deadline.signal.aborted) this.parts.endSending();
    await this.markers.finish();
    await (this.parts.logs ?? this.parts.lateLogs)?.finish(this.options.drainTimeoutMs ?? DRAIN_DEFAULT_MS);
    deadline.cancel();
    this.parts.endSending();
    await this.outbox.stop();
  }

  private noteDrops(drops: readonly SpoolDrop[]): number {
    for (const { spanCount, reason } of drops) this.run.ledger.add('dropped', spanCount, reason);
    return drops.reduce((sum, { spanCount }) => sum + spanCount, 0);
  }

  private conclude(): ShipResult {
    const { run, account, outbox, commits, parts } = this;
    const droppedBefore = this.noteDrops(parts.inheritedDrops ?? []);
    const droppedMeanwhile = this.noteDrops(parts.drops ?? []);
    const { ownSpans, inheritedSpans } = outbox.undelivered(droppedMeanwhile);
    run.ledger.add('spans', droppedBefore + inheritedSpans);
    const reason = outbox.lastError ?? 'The run ended before it was sent.';
    const left = ownSpans + inheritedSpans;
    if (left > 0) run.ledger.add(parts.directories.isSpoolNamed ? 'spooled' : 'unsent', left, reason);
    if (commits.waitingSpans > 0)
      run.ledger.add('unsent', commits.waitingSpans, 'It could not be written to the disk.');
    this.progress.tell();
    account.check();
    const { unsent, spooled } = run.ledger.columns();
    const logRecords = (parts.logs ?? parts.lateLogs)?.counts();
    return {
      summary: run.summarise(),
      reasons: account.reasons(),
      notes: account.notes(),
      ...(logRecords === undefined ? {} : { logRecords }),
      formats: Object.fromEntries(run.pipeline.formats),
      outcome: this.isAborted ? 'aborted' : unsent + spooled > 0 ? 'unreachable' : 'complete',
      lastError: outbox.lastError ?? account.lastError,
    };
  }
}
