import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { IgnoreReason, RecordBridge, RejectReason } from '../decode/decoder.js';
import { parseJsonLine } from '../decode/json-line.js';
import type { Ledger, LedgerColumn } from '../diagnostics/ledger.js';
import { KeyMemory } from '../lifecycle/key-memory.js';
import type { StateChanges, StatePiece } from '../lifecycle/change-marks.js';
import { type ExpiryLimits, PendingSpans } from '../lifecycle/pending-spans.js';
import type { LeftRole, LeftSpan, PendingSpansOptions } from '../lifecycle/pending-spans-options.js';
import type { SettleLimits } from '../lifecycle/table-entry.js';
import type { SpanSignal } from '../model/span-signal.js';
import { toJsonText } from '../model/json-text.js';
import type { PartialEvent } from '../lifecycle/announcer.js';
import type { EncodeEvent } from '../span/late-spans.js';

/** Traces that are told apart in the count of traces; one that comes back later than that is counted again. */
const TRACES_MAX = 1_000_000;

/** How a record leaves that holds a whole span. */
const FINISHED = { role: 'span', completeness: 'finished' } as const;

/**
 * Where what leaves is counted: what has a real id are spans. A marker is counted by whoever sends it, for it may still
 * be taken back.
 */
const COLUMN_OF_ROLE = {
  span: 'spans',
  anchor: 'spans',
  completion: 'markers',
  unfinished: 'markers',
  late: 'markers',
  marker: undefined,
} as const satisfies Readonly<Record<LeftRole, LedgerColumn | undefined>>;

/** One line of input, one element of an array, or one whole document. */
export interface RecordText {
  readonly text: string;
  /** Line where it starts, from 1; blank lines count. */
  readonly line: number;
  /** False for the end of the input without a newline: a broken record there is `truncated-line`, half written. */
  readonly isTerminated: boolean;
}

/** A record that did not become part of a span. */
export type TurnedAwayRecord = {
  readonly line: number;
  /** The record whole, as it was read. */
  readonly text: string;
} & (
  | { readonly status: 'ignored'; readonly reason: IgnoreReason }
  | { readonly status: 'rejected'; readonly reason: RejectReason; readonly detail: string }
);

/** Options of a {@link RecordPipeline}. */
export interface RecordPipelineOptions {
  /** Asked in this order; the first that recognises a record reads it. */
  readonly bridges: readonly RecordBridge[];
  readonly ledger: Ledger;
  readonly resource: Resource;
  readonly encodeEvent: EncodeEvent;
  /** Called for every span that leaves, in the order in which they must be sent, with how much of it was seen. */
  readonly onSpan: (span: ReadableSpan, how: Pick<LeftSpan, 'role' | 'completeness'>) => void;
  readonly onTurnedAway?: (record: TurnedAwayRecord) => void;
  /** Called for heartbeats and stops of running spans (`log`); see {@link PendingSpansOptions.onPartial}. */
  readonly onPartial?: (span: ReadableSpan, event: PartialEvent) => void;
  /** Limits of the table of pending spans, its clock, and how it tells of running spans. */
  readonly limits?: Partial<PendingSpansOptions>;
}

/**
 * The way of a record: text → value → bridge → table of pending spans → finished span, every step on the ledger.
 * Synchronous; whoever feeds it waits between two feeds until what left has been taken.
 */
export class RecordPipeline {
  /** Records read, by format, such as `tracer-meta` → 71. */
  readonly formats = new Map<string, number>();
  private readonly table: PendingSpans;
  private readonly traces = new KeyMemory(TRACES_MAX);
  private duplicateSignals = 0;
  private latestUnixNano: bigint | undefined;
  private readonly isAnchoring: boolean;

  constructor(private readonly options: RecordPipelineOptions) {
    this.isAnchoring = options.limits?.provisional?.strategy === 'anchor';
    this.table = new PendingSpans({
      ...options.limits,
      resource: options.resource,
      encodeEvent: options.encodeEvent,
      onLeave: (left) => {
        this.account(left);
      },
      onDuplicate: () => {
        this.duplicateSignals += 1;
      },
      onNote: (note, count) => {
        options.ledger.note(note, count);
      },
      ...(options.onPartial === undefined ? {} : { onPartial: options.onPartial }),
    });
  }

  /** Takes one text: a record, an array of records, or something that is turned away with a reason. */
  accept(record: RecordText): void {
    const parsed = parseJsonLine(record.text);
    if (parsed.status === 'parsed') this.acceptValue(parsed.value, record);
    else this.reject(record, record.isTerminated ? 'invalid-json' : 'truncated-line', parsed.detail);
  }

  /** Takes an unfinished span of a source that keeps its own table, such as a crash file; counts as one record. */
  acceptUnfinished(format: string, span: ReadableSpan, role: 'span' | 'unfinished'): void {
    const { ledger } = this.options;
    ledger.add('lines');
    ledger.add('records');
    ledger.add('unfinished');
    this.formats.set(format, (this.formats.get(format) ?? 0) + 1);
    this.leave(span, { role, completeness: 'unfinished' });
  }

  /** Counts and tells a record that could not even be read as text. */
  reject(record: Pick<RecordText, 'line' | 'text'>, reason: RejectReason, detail: string): void {
    this.options.ledger.add('lines');
    this.options.ledger.add('rejected', 1, reason);
    this.options.onTurnedAway?.({ line: record.line, text: record.text, status: 'rejected', reason, detail });
  }

  /** Sends what is left, one span a step, so that the caller can wait in between: the input is complete. */
  *flush(): Generator<void> {
    yield* this.table.flush();
  }

  /** See {@link PendingSpans.settle}. */
  settle(limits: SettleLimits): void {
    this.table.settle(limits);
  }

  /** See {@link PendingSpans.expire}. */
  expire(limits: ExpiryLimits): void {
    this.table.expire(limits);
  }

  /** See {@link PendingSpans.announce}. */
  announce(): void {
    this.table.announce();
  }

  /** See {@link PendingSpans.nextAnnouncementMs}. */
  get nextAnnouncementMs(): number | undefined {
    return this.table.nextAnnouncementMs;
  }

  /** The latest time that a record told since the last call; undefined when there was none. */
  takeLatestUnixNano(): bigint | undefined {
    const latest = this.latestUnixNano;
    this.latestUnixNano = undefined;
    return latest;
  }

  /** See {@link PendingSpans.takeChanges}. */
  takeChanges(): StateChanges {
    return this.table.takeChanges();
  }

  /** See {@link PendingSpans.pieces}. */
  pieces(): Iterable<StatePiece> {
    return this.table.pieces();
  }

  /** See {@link PendingSpans.restore}. */
  restore(pieces: Iterable<StatePiece>): void {
    this.table.restore(pieces);
  }

  /** Arrays are read element by element, with a stack of their own: they may be nested as deep as the line is long. */
  private acceptValue(root: unknown, record: RecordText): void {
    if (!Array.isArray(root)) {
      this.acceptOne(root, record.line, () => record.text);
      return;
    }
    const stack: unknown[] = [root];
    while (stack.length > 0) {
      const value = stack.pop();
      if (!Array.isArray(value)) this.acceptOne(value, record.line, () => toJsonText(value));
      else for (let index = value.length - 1; index >= 0; index -= 1) stack.push(value[index]);
    }
  }

  private acceptOne(value: unknown, line: number, textOf: () => string): void {
    const { ledger } = this.options;
    const bridge = this.options.bridges.find((candidate) => candidate.recognises(value));
    const result = bridge?.read(value) ?? { status: 'ignored' as const, reason: 'not-a-trace-record' as const };
    if (result.status === 'rejected') {
      this.reject({ line, text: textOf() }, result.reason, result.detail);
      return;
    }
    ledger.add('lines');
    if (result.status === 'ignored') {
      ledger.add('ignored', 1, result.reason);
      this.options.onTurnedAway?.({ line, text: textOf(), ...result });
      return;
    }
    ledger.add('records');
    if (bridge !== undefined) this.formats.set(bridge.format, (this.formats.get(bridge.format) ?? 0) + 1);
    if (result.status === 'finished') {
      for (const span of result.spans) this.leave(span, FINISHED);
      return;
    }
    this.duplicateSignals = 0;
    for (const signal of result.signals) {
      this.table.apply(this.withWholeness(signal, result.signals));
      if (this.latestUnixNano === undefined || signal.timeUnixNano > this.latestUnixNano) {
        this.latestUnixNano = signal.timeUnixNano;
      }
    }
    if (this.duplicateSignals > 0) ledger.add('duplicates');
  }

  /** Only an anchor asks whether a start came alone; no other strategy pays for the answer. */
  private withWholeness(signal: SpanSignal, record: readonly SpanSignal[]): SpanSignal {
    if (!this.isAnchoring || signal.type !== 'start') return signal;
    const { traceId, spanId } = signal;
    const isWhole = record.some((other) => {
      return other.type === 'end' && other.spanId === spanId && other.traceId === traceId;
    });
    return isWhole ? { ...signal, isWhole } : signal;
  }

  private account(left: LeftSpan): void {
    const { ledger } = this.options;
    const { span, completeness } = left;
    if (completeness === 'implicit') ledger.add('implicit');
    if (completeness === 'unfinished') ledger.add('unfinished');
    this.leave(span, left);
  }

  private leave(span: ReadableSpan, how: Pick<LeftSpan, 'role' | 'completeness'>): void {
    const { ledger } = this.options;
    const column = COLUMN_OF_ROLE[how.role];
    if (column !== undefined) {
      ledger.add(column);
      ledger.add('spanEvents', span.events.length);
      if (this.traces.add(span.spanContext().traceId)) ledger.add('traces');
    }
    this.options.onSpan(span, how);
  }
}
