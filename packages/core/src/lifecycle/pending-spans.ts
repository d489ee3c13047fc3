import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LedgerNote } from '../diagnostics/ledger.js';
import type { SpanSignal } from '../model/span-signal.js';
import { spanKey } from '../model/span-key.js';
import { fromHrTime } from '../model/time.js';
import { createCompletion, createLateSpan, type EncodeEvent } from '../span/late-spans.js';
import { createSnapshot, type SpanCompleteness } from '../span/snapshot.js';
import type { EndCause } from './end-cause.js';
import { Announcer, type PartialEvent } from './announcer.js';
import type { ProvisionalRules } from './announcement.js';
import { ChangeMarks, type StateChanges, type StatePiece } from './change-marks.js';
import { DepartedSpans } from './departed-spans.js';
import { EntryList } from './entry-list.js';
import { OrphanEvidence, type TimeRange, unionRange } from './evidence.js';
import { inFlushOrder, parentKey } from './flush-order.js';
import { packState, StateReader } from './packed-state.js';
import { PendingSpan, type PendingSpanState } from './pending-span.js';
import { isImplicit, isSettled, pendingOf, type SettleLimits, TableEntry } from './table-entry.js';
import type { CompletionContent } from './tombstones.js';

/**
 * What has left. `span` and `anchor`: under the real id; the others beside it, under a derived id. A `marker` may be
 * taken back until it is sent: it is a {@link WithdrawableSpan}.
 */
export interface LeftSpan {
  readonly span: ReadableSpan;
  readonly role: LeftRole;
  /** Undefined for what leaves while the span runs: markers and anchors. */
  readonly cause: EndCause | undefined;
  /** `started`: the span runs, and will leave again. */
  readonly completeness: SpanCompleteness | 'started';
}

/** What a span that leaves stands for. */
export type LeftRole = 'span' | 'anchor' | 'marker' | 'completion' | 'unfinished' | 'late';

/** Options of {@link PendingSpans}; the limits have the defaults written beside them. */
export interface PendingSpansOptions {
  readonly resource: Resource;
  /** Called for every span that leaves, in order. Must not call back into the table. */
  readonly onLeave: (left: LeftSpan) => void;
  /** Called for every signal that adds nothing because the table has it already. */
  readonly onDuplicate: () => void;
  readonly encodeEvent: EncodeEvent;
  /** Spans without a known end; default 100,000. When full, the one that was silent for longest leaves as `evicted`. */
  readonly openSpansMax?: number;
  /** Estimated memory of the spans without a known end; default 64 MB, same consequence. */
  readonly openBytesMax?: number;
  /** Spans with start and end that wait for late records; default 20,000. When full, the oldest leaves as `ended`. */
  readonly closedSpansMax?: number;
  /** Estimated memory of those; default 32 MB, same consequence. */
  readonly closedBytesMax?: number;
  /** Keys of spans that have left; default 1,000,000. A record of a forgotten one opens its span anew. */
  readonly endedKeysMax?: number;
  /** Monotonic milliseconds, for {@link PendingSpans.expire}; the default never moves, and nothing expires. */
  readonly now?: () => number;
  /** Notes what changes, for {@link PendingSpans.takeChanges}. Default false. */
  readonly isTracked?: boolean;
  /** How spans are told of that run; default: not at all (`hold`). */
  readonly provisional?: ProvisionalRules;
  /** Milliseconds since 1970, for `log` across restarts. Default `Date.now`. */
  readonly unixNow?: () => number;
  /** Called for each heartbeat of a running span (`log`), and for its stop, before its span leaves. */
  readonly onPartial?: (span: ReadableSpan, event: PartialEvent) => void;
  /** Told what is counted beside the columns of the ledger. */
  readonly onNote?: (note: LedgerNote, count: number) => void;
}

/** After how much silence of a span and of its descendants it leaves without an end; 0 = never. */
export interface ExpiryLimits {
  readonly timeoutMs: number;
  /** The same for spans of which only records inside them are known. */
  readonly implicitTimeoutMs: number;
}

/** Signals between two steps of the silence counter. Coarse, so that a chain of parents is walked once per step. */
const SIGNALS_PER_STEP = 1024;

/**
 * Longest chain of parents that one signal wakes: far deeper than programs nest. An ancestor still higher up may leave
 * unfinished although a descendant is heard of; its end then goes out as a completion.
 */
const ANCESTORS_MAX = 1000;

/** Entries looked at for one without children when the table is full; beyond it the longest silent goes anyway. */
const EVICTION_CANDIDATES_MAX = 64;

/** Milliseconds after which a signal counts as a new sign of life of its ancestors. */
const TOUCH_INTERVAL_MS = 100;

/**
 * The one table of spans that have not left yet, and the only mutable state of this package.
 *
 * Signals come in any order; a signal of an unknown span makes an entry that awaits its start. Every entry leaves
 * through {@link PendingSpans.leave}, once, with one cause. Spans whose start and end are known wait a while for
 * records that were written out of order.
 */
export class PendingSpans {
  private readonly entries = new Map<string, TableEntry>();
  private readonly open = new EntryList<TableEntry>();
  private readonly closed = new EntryList<TableEntry>();
  private readonly departed: DepartedSpans;
  private readonly orphans: OrphanEvidence;
  private readonly marks: ChangeMarks | undefined;
  private readonly announcer: Announcer | undefined;
  private withdrawn = 0;
  private step = 0;
  private signalsInStep = 0;
  private stepAtMs = 0;

  constructor(private readonly options: PendingSpansOptions) {
    const { isTracked = false, endedKeysMax = 1_000_000 } = options;
    this.departed = new DepartedSpans({ endedKeysMax, isTracked });
    this.orphans = new OrphanEvidence({ isTracked });
    this.marks = isTracked ? new ChangeMarks('open/') : undefined;
    this.announcer = this.createAnnouncer();
  }

  /** When {@link PendingSpans.announce} has something to tell, on the table's clock; undefined: of no span here. */
  get nextAnnouncementMs(): number | undefined {
    return this.announcer?.nextDueMs;
  }

  /** Spans in the table. */
  get size(): number {
    return this.entries.size;
  }

  /** Keys and tombstones that fell out of memory: how many spans a very late record could open anew. */
  get forgotten(): number {
    return this.departed.forgotten;
  }

  /** Spans that their source took back; nothing of them has left. */
  get withdrawnCount(): number {
    return this.withdrawn;
  }

  /** Takes one signal. Spans over the limits leave before this returns. */
  apply(signal: SpanSignal): void {
    this.advance();
    const key = spanKey(signal.traceId, signal.spanId);
    const entry = this.entries.get(key);
    if (entry !== undefined) this.applyTo(entry, signal);
    else if (!this.applyToDeparted(key, signal)) this.applyTo(this.create(key, signal), signal);
    this.keepLimits();
  }

  /**
   * Sends everything that is left, in an order that does not depend on the order of reading; one span a step, so that
   * whoever takes them can wait in between. No signal may be applied before the last step.
   */
  *flush(): Generator<void> {
    yield* this.leaveInOrder(this.entries, 'flushed');
    for (const content of this.departed.takeUnended()) {
      this.leaveCompletion(content);
      yield;
    }
  }

  /** Sends the unfinished spans of which, and of whose descendants, nothing was heard for long enough. */
  expire({ timeoutMs, implicitTimeoutMs }: ExpiryLimits): void {
    const isOver = (entry: TableEntry): boolean => {
      const limitMs = isImplicit(entry) ? implicitTimeoutMs : timeoutMs;
      return limitMs > 0 && entry.touchedAtMs <= this.now() - limitMs;
    };
    const limits = [timeoutMs, implicitTimeoutMs].filter((limitMs) => limitMs > 0);
    const newestMs = this.now() - Math.min(...limits);
    const silent = new Map<string, TableEntry>();
    for (const entry of this.open.entries()) {
      if (entry.touchedAtMs > newestMs) break;
      if (isOver(entry)) silent.set(entry.key, entry);
    }
    for (const _step of this.leaveInOrder(silent, 'expired'));
  }

  /** Tells of the spans that run for long enough, parents before children; costs what is due, not what is open. */
  announce(): void {
    this.announcer?.announce();
  }

  /**
   * Sends the spans whose start and end are known, the first that got so far first, up to one for which more may come
   * as far as the limits say: what could still be told of the others is no longer awaited.
   */
  settle(limits: SettleLimits): void {
    for (let { oldest } = this.closed; oldest !== undefined; { oldest } = this.closed) {
      if (!isSettled(oldest, limits)) return;
      this.leave(oldest, 'ended', oldest.pending.descendants);
    }
  }

  /** What has changed since the last call, packed for a checkpoint. Only of a table that is tracked. */
  takeChanges(): StateChanges {
    const changes: StateChanges = { put: [], remove: [] };
    this.marks?.take((key) => packState(this.entries.get(key)?.pending.toState()), changes);
    this.departed.takeChanges(changes);
    this.orphans.takeChanges(changes);
    return changes;
  }

  /** The whole state of the table, packed, piece by piece. No signal may be applied before the last. */
  *pieces(): Generator<StatePiece> {
    for (const [key, { pending }] of this.entries) yield [`open/${key}`, packState(pending.toState())];
    yield* this.departed.pieces();
    yield* this.orphans.pieces();
  }

  /** Becomes the table whose pieces these are; pieces of others are passed over. Only right after construction. */
  restore(pieces: Iterable<StatePiece>): void {
    const reader = new StateReader();
    for (const piece of pieces) {
      const key = this.marks?.claim(piece[0]);
      if (key !== undefined) this.restoreEntry(key, reader.unpack(piece[1]) as PendingSpanState);
      else if (!this.departed.restore(piece, reader)) this.orphans.restore(piece, reader);
    }
  }

  private restoreEntry(key: string, state: PendingSpanState): void {
    const entry = new TableEntry(key, PendingSpan.restore(state), this.now());
    entry.isOpen = !entry.pending.isClosed;
    entry.countedBytes = entry.pending.sizeBytes;
    this.entries.set(key, entry);
    this.listOf(entry).append(entry, entry.countedBytes);
    this.announcer?.restored(entry);
  }

  private createAnnouncer(): Announcer | undefined {
    const { provisional, resource, onLeave, onPartial, unixNow = Date.now } = this.options;
    // Also for `hold`: entries of an earlier run may have been told of.
    if (provisional === undefined) return undefined;
    return new Announcer({
      rules: provisional,
      resource,
      now: () => this.now(),
      unixNow,
      onMarker: (span) => {
        onLeave({ span, role: 'marker', cause: undefined, completeness: 'started' });
      },
      onAnchor: (span) => {
        onLeave({ span, role: 'anchor', cause: undefined, completeness: 'started' });
      },
      onPartial: onPartial ?? (() => undefined),
      onNote: (note, count) => {
        this.options.onNote?.(note, count);
      },
      onChange: ({ key }) => {
        this.marks?.mark(key);
      },
    });
  }

  /** Several spans leave together: each knows what its descendants among them tell, and parents go before children. */
  private *leaveInOrder(entries: ReadonlyMap<string, TableEntry>, cause: EndCause): Generator<void> {
    for (const { pending, descendants } of inFlushOrder(pendingOf(entries))) {
      const entry = this.entries.get(spanKey(pending.traceId, pending.spanId));
      if (entry === undefined) continue;
      this.leave(entry, cause, descendants);
      yield;
    }
  }

  private now(): number {
    return this.options.now?.() ?? 0;
  }

  private advance(): void {
    this.signalsInStep += 1;
    const now = this.now();
    if (this.signalsInStep < SIGNALS_PER_STEP && now - this.stepAtMs < TOUCH_INTERVAL_MS) return;
    this.step += 1;
    this.signalsInStep = 0;
    this.stepAtMs = now;
  }

  private create(key: string, signal: SpanSignal): TableEntry {
    const pending = new PendingSpan(signal);
    pending.noteDescendants(this.orphans.claim(key));
    const entry = new TableEntry(key, pending, this.now());
    this.entries.set(key, entry);
    this.open.append(entry, 0);
    return entry;
  }

  private applyTo(entry: TableEntry, signal: SpanSignal): void {
    if (signal.type === 'withdraw') {
      this.leave(entry, 'withdrawn', undefined);
      return;
    }
    this.announcer?.before(entry);
    if (entry.pending.gather(signal) === 'duplicate') this.options.onDuplicate();
    this.marks?.mark(entry.key);
    this.weigh(entry);
    // An earlier start may bear another name, and what looked like the end is none: then the span is open again.
    if (entry.isOpen === entry.pending.isClosed) this.moveToOtherList(entry);
    this.announcer?.after(entry, signal);
    this.touch(entry);
  }

  /** Answers false when the span never left, as far as is remembered. */
  private applyToDeparted(key: string, signal: SpanSignal): boolean {
    const meaning = this.departed.read(key, signal);
    switch (meaning?.type) {
      case undefined:
        return false;
      case 'completion':
        this.leaveCompletion(meaning.content);
        return true;
      case 'duplicate':
        this.options.onDuplicate();
        return true;
      case 'late':
        this.leaveLate(signal);
        return true;
      case 'noted':
        return true;
    }
  }

  private leaveCompletion(content: CompletionContent): void {
    const span = createCompletion(content, this.options.resource);
    this.options.onLeave({ span, role: 'completion', cause: 'ended', completeness: 'finished' });
  }

  private leaveLate(signal: SpanSignal): void {
    const span = createLateSpan(signal, this.options);
    if (span !== undefined) this.options.onLeave({ span, role: 'late', cause: 'ended', completeness: 'finished' });
  }

  private listOf(entry: TableEntry): EntryList<TableEntry> {
    return entry.isOpen ? this.open : this.closed;
  }

  private weigh(entry: TableEntry): void {
    const growth = entry.pending.sizeBytes - entry.countedBytes;
    entry.countedBytes += growth;
    this.listOf(entry).sizeBytes += growth;
  }

  private moveToOtherList(entry: TableEntry): void {
    this.listOf(entry).remove(entry, entry.countedBytes);
    entry.isOpen = !entry.isOpen;
    this.listOf(entry).append(entry, entry.countedBytes);
  }

  /** Notes a sign of life of a span and of its ancestors, nearest first: among equals the leaves are evicted first. */
  private touch(entry: TableEntry): void {
    let current: TableEntry | undefined = entry;
    for (let level = 0; current !== undefined && level < ANCESTORS_MAX; level += 1) {
      if (current.step === this.step) return;
      current.step = this.step;
      current.touchedAtMs = this.now();
      if (current.isOpen) this.open.moveToEnd(current);
      const parent = parentKey(current.pending);
      current = parent === undefined ? undefined : this.entries.get(parent);
    }
  }

  private keepLimits(): void {
    const { openSpansMax = 100_000, openBytesMax = 64_000_000 } = this.options;
    const { closedSpansMax = 20_000, closedBytesMax = 32_000_000 } = this.options;
    while (this.closed.size > closedSpansMax || this.closed.sizeBytes > closedBytesMax) {
      const { oldest } = this.closed;
      if (oldest === undefined) break;
      this.leave(oldest, 'ended', oldest.pending.descendants);
    }
    while (this.open.size > openSpansMax || this.open.sizeBytes > openBytesMax) {
      const silent = this.longestSilent();
      if (silent === undefined) break;
      this.leave(silent, 'evicted', silent.pending.descendants);
    }
    for (const content of this.departed.forgetOverflow()) this.leaveCompletion(content);
  }

  /** The span that was silent for longest; among those of the same step one that others do not name as their parent. */
  private longestSilent(): TableEntry | undefined {
    // Span ids alone will do here: one id in two traces spares a span that might have gone, and another goes.
    const parentIds = new Set<string>();
    const candidates: TableEntry[] = [];
    for (const entry of this.open.entries()) {
      if (candidates.length >= EVICTION_CANDIDATES_MAX || entry.step !== (candidates[0]?.step ?? entry.step)) break;
      candidates.push(entry);
      const { parentSpanId } = entry.pending;
      if (parentSpanId !== undefined) parentIds.add(parentSpanId);
    }
    return candidates.find(({ pending }) => !parentIds.has(pending.spanId)) ?? candidates[0];
  }

  /** The one way out of the table. */
  private leave(entry: TableEntry, cause: EndCause, descendants: TimeRange | undefined): void {
    const { key, pending } = entry;
    this.announcer?.before(entry);
    this.entries.delete(key);
    entry.hasLeft = true;
    this.marks?.mark(key);
    this.listOf(entry).remove(entry, entry.countedBytes);
    if (cause === 'withdrawn') {
      this.withdrawn += 1;
      this.options.onNote?.('withdrawn', 1);
      this.announcer?.left(entry, undefined);
      return;
    }
    const isFinished = pending.end !== undefined;
    const known = isFinished ? 'ended' : cause;
    const { span, role, completeness, renamedKeys } = createSnapshot(pending, known, {
      resource: this.options.resource,
      descendants,
    });
    if (renamedKeys > 0) this.options.onNote?.('keysRenamed', renamedKeys);
    this.remember(key, pending, span, completeness);
    this.tellParent(pending, descendants);
    this.announcer?.left(entry, span);
    this.options.onLeave({ span, role, cause: known, completeness });
  }

  private remember(key: string, pending: PendingSpan, span: ReadableSpan, completeness: SpanCompleteness): void {
    if (completeness === 'finished') {
      this.departed.addFinished(key);
      return;
    }
    const { name, startTime, endTime } = span;
    const sent = { name, startUnixNano: fromHrTime(startTime), endUnixNano: fromHrTime(endTime) };
    this.departed.addUnfinished(key, pending, sent);
  }

  private tellParent(pending: PendingSpan, descendants: TimeRange | undefined): void {
    const parent = parentKey(pending);
    const range = unionRange(pending.ownRange, descendants);
    if (parent === undefined || range === undefined) return;
    const entry = this.entries.get(parent);
    if (entry !== undefined) {
      entry.pending.noteDescendants(range);
      this.marks?.mark(parent);
    } else if (!this.departed.has(parent)) {
      this.orphans.note(parent, range);
    }
  }
}
