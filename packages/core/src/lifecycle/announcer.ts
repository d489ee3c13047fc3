import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { LedgerNote } from '../diagnostics/ledger.js';
import { spanKey } from '../model/span-key.js';
import type { SpanSignal } from '../model/span-signal.js';
import { PROVISIONAL_TIMING_DEFAULT, type ProvisionalTiming } from '../provisional/strategy.js';
import {
  createOpenView,
  createRecordAnchor,
  createRecordMarker,
  type WithdrawableSpan,
} from '../span/announced-spans.js';
import { AnnouncementSchedule, isSentElsewhere, type ProvisionalRules } from './announcement.js';
import { inFlushOrder } from './flush-order.js';
import { type TableEntry, pendingOf } from './table-entry.js';

/** A span of the strategy `log` that goes out as a log record: it runs, or nothing more is to be told of it. */
export type PartialEvent = 'heartbeat' | 'stop';

/** What an {@link Announcer} needs. */
export interface AnnouncerOptions {
  readonly rules: ProvisionalRules;
  readonly resource: Resource;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Milliseconds since 1970; only to know after a restart how long heartbeats were missing. */
  readonly unixNow: () => number;
  readonly onMarker: (marker: WithdrawableSpan) => void;
  readonly onAnchor: (anchor: ReadableSpan) => void;
  /** Called before a stop's span itself leaves. */
  readonly onPartial: (span: ReadableSpan, event: PartialEvent) => void;
  readonly onNote: (note: LedgerNote, count: number) => void;
  /** Called for an entry whose state has changed by an announcement. */
  readonly onChange: (entry: TableEntry) => void;
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
    if (!isSentElsewhere(entry.pending.announced, this.options.now(), this.timing)) return;
    entry.pending.announced = { type: 'elsewhere' };
    this.options.onNote('sentElsewhere', 1);
    this.noteChange(entry);
  }

  /** Called when an entry has taken in a signal. */
  after(entry: TableEntry, signal: SpanSignal): void {
    if (signal.type === 'start' && this.options.rules.strategy === 'anchor') this.anchor(entry);
    this.schedule?.update(entry, this.options.now());
  }

  /** Called for an entry of an earlier run: its age counts anew, the silence since its last heartbeat does not. */
  restored(entry: TableEntry): void {
    const { announced } = entry.pending;
    if (announced?.type === 'beating') {
      const silentMs = Math.max(this.options.unixNow() - announced.beatUnixMs, 0);
      entry.pending.announced = { ...announced, beatAtMs: this.options.now() - silentMs };
    }
    this.schedule?.update(entry, this.options.now());
  }

  /** Called when an entry leaves the table, before its span does; undefined: nothing of it is sent. */
  left(entry: TableEntry, span: ReadableSpan | undefined): void {
    this.schedule?.update(entry, this.options.now());
    if (entry.pending.announced?.type !== 'beating') return;
    this.options.onPartial(span ?? createOpenView(entry.pending, this.options.resource), 'stop');
  }

  /** Tells of every span for which it is time, parents before their children. */
  announce(): void {
    const due = this.schedule?.takeDue(this.options.now()) ?? [];
    if (due.length === 0) return;
    const byKey = new Map(due.map((entry) => [entry.key, entry]));
    for (const { pending } of inFlushOrder(pendingOf(byKey))) {
      const entry = byKey.get(spanKey(pending.traceId, pending.spanId));
      if (entry !== undefined) this.tell(entry);
    }
  }

  private tell(entry: TableEntry): void {
    const { rules, resource, onPartial } = this.options;
    this.before(entry);
    if (entry.pending.isRealIdTaken) return;
    if (rules.strategy === 'marker') this.mark(entry);
    else {
      onPartial(createOpenView(entry.pending, resource), 'heartbeat');
      const [beatAtMs, beatUnixMs] = [this.options.now(), this.options.unixNow()];
      entry.pending.announced = { type: 'beating', beatAtMs, beatUnixMs };
      this.noteChange(entry);
    }
  }

  private mark(entry: TableEntry): void {
    const { start } = entry.pending;
    if (start === undefined) return;
    const isWithdrawn = (): boolean => entry.hasLeft || !entry.isOpen;
    const { span, renamedKeys } = createRecordMarker(start, this.options.resource, isWithdrawn);
    entry.pending.announced = { type: 'marked' };
    if (renamedKeys > 0) this.options.onNote('keysRenamed', renamedKeys);
    this.options.onMarker(span);
    this.noteChange(entry);
  }

  /** At once, whatever comes next in the same batch: a timer would decide what stands under the real id. */
  private anchor(entry: TableEntry): void {
    const { pending } = entry;
    if (pending.start === undefined || pending.announced !== undefined) return;
    if (pending.start.isWhole === true) {
      this.options.onNote('anchorsSkipped', 1);
      return;
    }
    const { span, renamedKeys } = createRecordAnchor(pending.start, this.options.resource);
    pending.announced = { type: 'anchored' };
    if (renamedKeys > 0) this.options.onNote('keysRenamed', renamedKeys);
    this.options.onAnchor(span);
    this.noteChange(entry);
  }

  private noteChange(entry: TableEntry): void {
    this.schedule?.update(entry, this.options.now());
    this.options.onChange(entry);
  }
}
