import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '@spanbridge/core';
import type { Clock, LogRecord } from '@spanbridge/otlp';
import type { SpanIdentity } from '../crash/open-span-journal.js';
import type { SpanTaker } from '../provider/delivery-span-processor.js';
import { ExporterFeed, type FeedLedger } from './exporter-feed.js';
import type { Faults } from './faults.js';
import type { ProcessorCounts } from './processor-ledger.js';
import {
  isSpanTaker,
  type LogTaker,
  type ProvisionalSpanProcessorOptions,
  type SpanJournal,
} from './processor-options.js';
import { ResourceGate } from './resource-gate.js';
import { toEventRecords, withoutEvents, type EventTarget } from './span-event-records.js';

/** Options of a {@link SpanOutlet}. */
export interface SpanOutletOptions {
  readonly exporter: ProvisionalSpanProcessorOptions['exporter'];
  readonly logExporter?: LogTaker | undefined;
  readonly journal?: SpanJournal | undefined;
  readonly events: EventTarget;
  readonly clock: Clock;
  readonly deadlineClock: Clock;
  readonly faults: Faults;
  readonly counts: Pick<ProcessorCounts, 'eventRecords' | 'dropped'>;
}

interface RecordOnItsWay {
  readonly resource: LogRecord['resource'];
  readonly record: LogRecord;
  readonly how: Parameters<LogTaker['add']>[1];
}

/**
 * The way out of a processor: spans to their exporter, in order, once their resource is complete, and records to
 * theirs. Whatever these throw ends here.
 */
export class SpanOutlet {
  private readonly taker: SpanTaker;
  private readonly feed: ExporterFeed | undefined;
  private readonly gate: ResourceGate;
  private readonly recordGate: ResourceGate<RecordOnItsWay>;

  constructor(private readonly options: SpanOutletOptions) {
    const { exporter, clock, faults } = options;
    this.feed = isSpanTaker(exporter) ? undefined : this.createFeed(exporter);
    this.taker = this.feed ?? (exporter as SpanTaker);
    this.gate = new ResourceGate({
      clock,
      faults,
      pass: (span) => {
        this.pass(span);
      },
    });
    this.recordGate = new ResourceGate({
      clock,
      faults,
      pass: (item) => {
        this.passRecord(item);
      },
    });
  }

  /** Hands a span over as it is: a marker or an anchor. */
  add(span: ReadableSpan): void {
    this.gate.add(span);
  }

  /** Hands over a span that has ended, its events where they are to go. `told` of these have left before. */
  leave(span: ReadableSpan, told = 0): void {
    if (this.options.events === 'spans') this.gate.add(span);
    else this.leaveAs(span, span, told);
  }

  /** Hands over what a span leaves as; its events are told under the span's own id. */
  leaveAs(form: ReadableSpan, span: ReadableSpan, told: number): void {
    const { events, counts } = this.options;
    if (events !== 'spans') {
      const records = toEventRecords(span, told);
      counts.eventRecords += records.length;
      for (const record of records) this.addRecord(record);
    }
    this.gate.add(events === 'logs' ? withoutEvents(form) : form);
  }

  /** Hands a log record over. */
  addRecord(record: LogRecord, how?: Parameters<LogTaker['add']>[1]): void {
    this.recordGate.add({ resource: record.resource, record, how });
  }

  /** Lets go what waits for its resource, and hands all to an exporter that takes batches. */
  flushSync(): void {
    this.gate.release();
    this.recordGate.release();
    this.options.faults.guard('the flush of the exporter', () => this.feed?.flushSync());
  }

  /** Resolves when everything that was handed over has been delivered; rejects when an exporter says otherwise. */
  async forceFlush(): Promise<void> {
    await this.whenOpen();
    await Promise.all([this.taker.forceFlush(), this.options.logExporter?.forceFlush()]);
  }

  /** Shuts the exporters down, then closes the journal. Never rejects. */
  async shutdown(): Promise<void> {
    const { logExporter, journal, faults } = this.options;
    await this.whenOpen();
    const endings = await Promise.allSettled([
      (async () => this.taker.shutdown())(),
      (async () => logExporter?.shutdown())(),
    ]);
    for (const ending of endings) {
      if (ending.status === 'rejected') faults.note('the shutdown of an exporter', ending.reason);
    }
    faults.guard('the journal of open spans', () => journal?.close());
  }

  /** What became of the spans in batches; undefined when the exporter takes them one by one. */
  feedLedger(): FeedLedger | undefined {
    return this.feed?.ledger();
  }

  private async whenOpen(): Promise<void> {
    const { deadlineClock } = this.options;
    await Promise.all([this.gate.whenOpen(deadlineClock), this.recordGate.whenOpen(deadlineClock)]);
  }

  private passRecord({ record, how }: RecordOnItsWay): void {
    this.options.faults.guardHost('the exporter of log records threw', () => {
      this.options.logExporter?.add(record, how);
    });
  }

  private pass(span: ReadableSpan): void {
    try {
      this.taker.add(span);
    } catch (error) {
      this.options.counts.dropped += 1;
      this.options.faults.note('the exporter threw', error);
    }
  }

  private createFeed(exporter: Exclude<SpanOutletOptions['exporter'], SpanTaker>): ExporterFeed {
    const { clock, deadlineClock, faults, journal } = this.options;
    return new ExporterFeed({
      exporter,
      clock,
      deadlineClock,
      faults,
      beforeExport: (spans) => {
        if (journal === undefined) return;
        faults.guardHost('the journal of open spans', () => {
          journal.sync(spans.map(identityOf));
        });
      },
    });
  }
}

/** The span that a form speaks of: a completion and an unfinished span beside an anchor are children of it. */
function identityOf(span: ReadableSpan): SpanIdentity {
  const phase = span.attributes[ATTRIBUTE.spanPhase];
  const { parentSpanContext } = span;
  const isChild = (phase === 'completion' || phase === 'unfinished') && parentSpanContext !== undefined;
  return isChild ? { spanContext: () => parentSpanContext } : span;
}
