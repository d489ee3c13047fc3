import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LedgerNote } from '../diagnostics/ledger.js';
import { spanKey } from '../model/span-key.js';
import { PROVISIONAL_TIMING_DEFAULT, type ProvisionalTiming } from '../provisional/strategy.js';
import { createOpenView, createRecordAnchor, createRecordMarker } from '../span/announced-spans.js';
import { createSnapshot } from '../span/snapshot.js';
import { AnnouncementSchedule, isSentElsewhere, type ProvisionalRules, type TableClocks } from './announcement.js';
import { inFlushOrder } from './flush-order.js';
import { type TableEntry, pendingOf } from './table-entry.js';

/** A span of the strategy `log` that goes out as a log record: it runs, or nothing more is to be told of it. */
export type PartialEvent = 'heartbeat' | 'stop';

/** A span that leaves while the one that it stands for runs. */
export interface AnnouncedSpan {
  readonly span: ReadableSpan;
  readonly role: 'marker' | 'anchor';
}

/** What an {@link Announcer} needs. */
export interface AnnouncerOptions extends TableClocks {
  readonly rules: ProvisionalRules;
  readonly resource: Resource;
  readonly onAnnounce: (announced: AnnouncedSpan) => void;
  /** A stop is told before the span itself leaves. */
  readonly onPartial: (span: ReadableSpan, event: PartialEvent) => void;
  readonly onNote: (note: LedgerNote, count: number) => void;
  /** Called for an entry whose state has changed by an announcement. */
  readonly onChange: (entry: TableEntry) => void;
  /** The entry of a span's parent, if the table has it. */
  readonly parentOf: (entry: TableEntry) => TableEntry | undefined;
}

/**
 * Tells of spans that have started and not ended, in the way of one strategy. It only ever reads what entries hold;
 * what it told is noted in them, so that it is told once, also after a restart.
 */
export class Announcer {
  private readonly timing: ProvisionalTiming;
  private readonly schedule: AnnouncementSchedule | undefined;

  constructor(private readonly options: AnnouncerOptions) {
    const { strategy, minAgeMs, heartbeatMs, expiryFactor } = options.rules;
    const defaults = PROVISIONAL_TIMING_DEFAULT;
    this.timing = {
      minAgeMs: minAgeMs ?? defaults.minAgeMs,
      heartbeatMs: heartbeatMs ?? defaults.heartbeatMs,
      expiryFactor: expiryFactor ?? defaults.expiryFactor,
    };
    const kind = strategy === 'marker' ? 'marker' : strategy === 'log' ? 'heartbeat' : undefined;
    this.schedule = kind && new AnnouncementSchedule(kind, this.timing);
  }

  /** When the next announcement is due, on the table's clock; undefined while there is none. */
  get nextDueMs(): number | undefined {
    return this.schedule?.nextDueMs;
  }

  /** Called before an entry takes in a signal, or leaves: its real id may have been taken meanwhile. */
  before(entry: TableEntry): void {
    if (!isSentElsewhere(entry.pending.announced, this.options, this.timing)) return;
    entry.pending.announced = { type: 'elsewhere' };
    this.options.onNote('sentElsewhere', 1);
    this.options.onChange(entry);
  }

  /**
   * Called when an entry has got its start. An anchor is sent at once, whatever comes next in the same batch: a timer
   * would decide what stands under the real id.
   */
  started({ pending }: TableEntry): void {
    const { start } = pending;
    if (this.options.rules.strategy !== 'anchor' || start === undefined) return;
    if (start.isWhole === true || start.parentStanding === 'open') {
      this.options.onNote('anchorsSkipped', 1);
      return;
    }
    const { span, renamedKeys } = createRecordAnchor(start, this.options.resource);
    pending.announced = { type: 'anchored' };
    this.noteRenamed(renamedKeys);
    this.options.onAnnounce({ span, role: 'anchor' });
  }

  /** Called when an entry has taken in a signal. */
  after(entry: TableEntry): void {
    if (!entry.isOpen) this.ended(entry);
    else this.schedule?.update(entry, this.options.now());
  }

  /** Called once all entries of an earlier run are there: their age counts anew, the silence since a heartbeat not. */
  restored(entries: Iterable<TableEntry>): void {
    const beating: { readonly entry: TableEntry; readonly beatAtMs: number }[] = [];
    for (const entry of entries) {
      const { announced } = entry.pending;
      if (announced?.type !== 'beating') {
        this.schedule?.update(entry, this.options.now());
        continue;
      }
      const silentMs = Math.max(this.options.unixNow() - announced.beatUnixMs, 0);
      const beatAtMs = this.options.now() - silentMs;
      entry.pending.announced = { ...announced, beatAtMs };
      beating.push({ entry, beatAtMs });
    }
    // The list of heartbeats has the order of their times, not that of the checkpoint.
    beating.sort((a, b) => a.beatAtMs - b.beatAtMs);
    for (const { entry } of beating) this.schedule?.update(entry, this.options.now());
  }

  /** Called when an entry leaves the table, before its span does; undefined: nothing of it is sent. */
  left(entry: TableEntry, span: ReadableSpan | undefined): void {
    this.schedule?.update(entry, this.options.now());
    if (entry.pending.announced?.type !== 'beating') return;
    this.tellPartial(span ?? createOpenView(entry.pending, this.options.resource), 'stop');
  }

  /** Tells of every span for which it is time, parents before their children. */
  announce(): void {
    const { schedule } = this;
    const due = schedule?.takeDue(this.options.now()) ?? [];
    if (schedule === undefined || due.length === 0) return;
    const byKey = new Map(due.map((entry) => [entry.key, entry]));
    if (this.options.rules.strategy === 'marker') this.addAncestors(due, byKey, schedule);
    for (const { pending } of inFlushOrder(pendingOf(byKey))) {
      const entry = byKey.get(spanKey(pending.traceId, pending.spanId));
      if (entry !== undefined) this.tell(entry, schedule);
    }
  }

  /**
   * A parent whose start was read after that of its child is younger than the child, and its marker goes along all the
   * same: a backend draws a span whose parent is absent as a root. Ends at the first ancestor that has been told of.
   */
  private addAncestors(
    due: readonly TableEntry[],
    byKey: Map<string, TableEntry>,
    schedule: AnnouncementSchedule,
  ): void {
    for (const entry of due) {
      for (let parent = this.options.parentOf(entry); parent !== undefined; parent = this.options.parentOf(parent)) {
        if (schedule.take(parent) === undefined) break;
        byKey.set(parent.key, parent);
      }
    }
  }

  private tell(entry: TableEntry, schedule: AnnouncementSchedule): void {
    this.before(entry);
    if (entry.pending.isRealIdTaken) return;
    if (this.options.rules.strategy === 'log') this.beat(entry);
    else if (entry.pending.isParentSettled) this.mark(entry);
    else schedule.postpone(entry);
    schedule.update(entry, this.options.now());
  }

  private beat(entry: TableEntry): void {
    const { now, unixNow, resource, onChange } = this.options;
    this.tellPartial(createOpenView(entry.pending, resource), 'heartbeat');
    entry.pending.announced = { type: 'beating', beatAtMs: now(), beatUnixMs: unixNow() };
    onChange(entry);
  }

  private mark(entry: TableEntry): void {
    const { pending } = entry;
    if (pending.start === undefined) return;
    const { span, renamedKeys } = createRecordMarker(pending.start, {
      parentSpanId: pending.parentSpanId,
      resource: this.options.resource,
      isWithdrawn: () => entry.hasLeft || !entry.isOpen,
    });
    pending.announced = { type: 'marked' };
    this.noteRenamed(renamedKeys);
    this.options.onAnnounce({ span, role: 'marker' });
    this.options.onChange(entry);
  }

  /**
   * The end of a span is known, though it may wait for late records: from now on a heartbeat would be one of the dead,
   * and no heartbeat would make a collector send the span.
   */
  private ended(entry: TableEntry): void {
    const { pending } = entry;
    const nowMs = this.options.now();
    const dueAtMs = this.schedule?.update(entry, nowMs);
    const isMarkerLost = pending.announced === undefined && dueAtMs !== undefined && dueAtMs <= nowMs;
    if (isMarkerLost && this.options.rules.strategy === 'marker') this.options.onNote('markersSuppressed', 1);
    if (pending.announced?.type !== 'beating') return;
    const { resource } = this.options;
    this.tellPartial(createSnapshot(pending, 'ended', { resource, descendants: pending.descendants }).span, 'stop');
    pending.announced = { type: 'stopped' };
    this.options.onChange(entry);
  }

  private tellPartial(span: ReadableSpan, event: PartialEvent): void {
    this.options.onPartial(span, event);
    this.options.onNote(event === 'heartbeat' ? 'heartbeats' : 'stops', 1);
  }

  private noteRenamed(renamedKeys: number): void {
    if (renamedKeys > 0) this.options.onNote('keysRenamed', renamedKeys);
  }
}
