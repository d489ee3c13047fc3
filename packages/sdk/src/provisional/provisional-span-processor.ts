import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE, createAnchor, type EndCause } from '@spanbridge/core';
import { SYSTEM_CLOCK } from '@spanbridge/otlp';
import type { LiveSpan } from '../crash/open-span-journal.js';
import { AgeWatch } from './age-watch.js';
import { Faults } from './faults.js';
import { Heartbeats } from './heartbeats.js';
import { createCompletion, createLiveMarker, createUnfinished } from './live-spans.js';
import { OpenSpan } from './open-span.js';
import { OpenSpans } from './open-spans.js';
import { createCounts, type ProcessorLedger } from './processor-ledger.js';
import {
  toProcessorSettings,
  type ProcessorSettings,
  type ProvisionalSpanProcessorOptions,
  type SpanJournal,
} from './processor-options.js';
import { SpanOutlet } from './span-outlet.js';

/** When there are too many open spans, this part of them leaves: one at a time would mean to look at all each time. */
const EVICTED_PART = 1 / 8;

/** What is said of a journal that throws. */
const JOURNAL = 'the journal of open spans';

/** The attributes that are ours on the spans that leave before an end, or beside a real span. */
const MARKER_KEYS = [ATTRIBUTE.logfireSpanType, ATTRIBUTE.logfirePendingParentId, ATTRIBUTE.spanPhase];
const ANCHOR_KEYS = [ATTRIBUTE.spanPhase];
const UNFINISHED_KEYS = [ATTRIBUTE.endCause, ATTRIBUTE.partialGc];
const UNFINISHED_ANCHORED_KEYS = [...UNFINISHED_KEYS, ATTRIBUTE.spanPhase];

/**
 * A span processor of OpenTelemetry that shows spans while they run, and what was running when the program ended; it
 * works in any tracer provider, in front of any exporter. What each strategy sends is written in
 * docs/provisional-spans.md. It takes the place of a `BatchSpanProcessor`: beside one on the same backend every span
 * would arrive twice.
 *
 * A real span id leaves once, with one content. A span that is still open at `shutdown` leaves as unfinished, to its
 * last evidence, never to "now". The application is never disturbed: nothing is thrown, and no timer keeps the process.
 */
export class ProvisionalSpanProcessor implements SpanProcessor {
  private readonly settings: ProcessorSettings;
  private readonly faults: Faults;
  private readonly counts = createCounts();
  private readonly openSpans = new OpenSpans();
  /**
   * Open spans of which something has left, by their context: a span's end finds here what its final form is. The keys
   * live as long as the application can end the span, so nothing has to be forgotten, and no id is used twice.
   */
  private readonly known = new WeakMap<SpanContext, OpenSpan>();
  private isAnyKnown = false;
  private readonly heartbeats: Heartbeats | undefined;
  private readonly watch: AgeWatch | undefined;
  private readonly outlet: SpanOutlet;
  private shutdownEnd: Promise<void> | undefined;

  /** Throws a `SpanbridgeError` (`INVALID_OPTION`) for options that cannot be used. */
  constructor(private readonly options: ProvisionalSpanProcessorOptions) {
    const settings = toProcessorSettings(options);
    this.settings = settings;
    this.faults = new Faults({ component: 'ProvisionalSpanProcessor', ...options });
    this.outlet = new SpanOutlet({
      ...options,
      events: settings.events,
      clock: settings.clock,
      deadlineClock: options.clock ?? SYSTEM_CLOCK,
      faults: this.faults,
      counts: this.counts,
    });
    this.heartbeats = settings.strategy === 'log' ? this.createHeartbeats() : undefined;
    this.watch = settings.strategy === 'marker' || settings.strategy === 'log' ? this.createWatch() : undefined;
  }

  /** Notes that a span runs. Under `anchor` its anchor leaves at once. */
  onStart(span: LiveSpan): void {
    try {
      if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) this.start(span);
    } catch (error) {
      this.faults.note('the start of a span', error);
    }
  }

  /** Hands the span on in its final form. */
  onEnd(span: ReadableSpan): void {
    try {
      // What is recorded but not sampled is for the application alone.
      if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) === 0) this.counts.unsampled += 1;
      else if (this.shutdownEnd !== undefined) this.counts.lateEnds += 1;
      else this.end(span);
    } catch (error) {
      this.faults.note('the end of a span', error);
    }
  }

  /** Resolves when everything that was handed over has been delivered. Spans that run stay open. */
  forceFlush(): Promise<void> {
    return this.shutdownEnd ?? this.outlet.forceFlush();
  }

  /** Sends the open spans as unfinished, then shuts the exporters down; once. Never rejects: what fails is told. */
  shutdown(): Promise<void> {
    return (this.shutdownEnd ??= this.close());
  }

  /**
   * Hands every open span to the exporter as unfinished (`flushed`), parents before children, before it returns: for
   * the last moment of a process. Ends that come after it leave as completions. Answers how many spans that were.
   */
  flushOpenSpansSync(): number {
    const before = this.counts.unfinished;
    this.flushOpenSpans();
    this.outlet.flushSync();
    return this.counts.unfinished - before;
  }

  /** The account of this moment. Looks at every open span. */
  ledger(): ProcessorLedger {
    const open = this.openSpans.countUnsent();
    const { started, ended, unfinished, swept } = this.counts;
    const withheld = Math.max(started - open - ended - unfinished - swept, 0);
    const { sent: heartbeats = 0, stops = 0 } = this.heartbeats ?? {};
    const feed = this.outlet.feedLedger();
    const counts = { ...this.counts, heartbeats, stops, faults: this.faults.count, open, withheld };
    return feed === undefined ? counts : { ...counts, feed };
  }

  private start(span: LiveSpan): void {
    if (this.shutdownEnd !== undefined || span.ended) return;
    const { strategy, clock, openSpansMax } = this.settings;
    this.counts.started += 1;
    // Rounded up, so that no span is told of before its time.
    const startedMs = this.watch === undefined ? 0 : Math.ceil(clock.now());
    const open = new OpenSpan(span, startedMs, strategy === 'marker' || strategy === 'anchor');
    this.openSpans.push(open);
    if (this.options.journal !== undefined) this.journalStart(span, this.options.journal);
    if (strategy === 'anchor') this.anchor(open);
    if (this.openSpans.size > openSpansMax) this.evict();
    this.watch?.wake();
  }

  private end(span: ReadableSpan): void {
    const open = this.isAnyKnown ? this.known.get(span.spanContext()) : undefined;
    // Before anything of the end can leave the process.
    if (this.options.journal !== undefined) this.journalEnd(span, this.options.journal);
    if (open === undefined) {
      this.counts.ended += 1;
      this.outlet.leave(span);
    } else {
      this.known.delete(span.spanContext());
      this.endKnown(open, span);
    }
    this.openSpans.noteEnd(open);
  }

  /** Ends a span of which something has left before. */
  private endKnown(open: OpenSpan, span: ReadableSpan): void {
    const { heartbeats, settings } = this;
    if (!open.hasLeft && heartbeats?.isSilent(open, settings.clock.now()) === true) this.sweep(open);
    else if (!open.hasLeft) this.counts.ended += 1;
    heartbeats?.stop(open, span);
    if (!open.hasLeft && settings.strategy !== 'anchor') {
      this.outlet.leave(span, open.toldEvents);
      return;
    }
    this.counts.completions += 1;
    this.countOverwritten(span, ANCHOR_KEYS);
    this.outlet.leaveAs(createCompletion(span, open.hasLeft), span, open.toldEvents);
  }

  private anchor(open: OpenSpan): void {
    this.remember(open);
    this.counts.anchors += 1;
    this.countOverwritten(open.span, ANCHOR_KEYS);
    this.outlet.add(createAnchor(open.started()));
    open.forgetStart();
  }

  /** A span has reached its age. */
  private tell(open: OpenSpan, nowMs: number): void {
    if (this.heartbeats !== undefined) {
      this.remember(open);
      this.heartbeats.begin(open, open.startedMs + this.settings.timing.minAgeMs, nowMs);
      return;
    }
    this.counts.markers += 1;
    const started = open.started();
    this.countOverwritten(started, MARKER_KEYS);
    const onWithdrawn = (): void => {
      this.counts.markersWithdrawn += 1;
    };
    this.outlet.add(createLiveMarker(open, started, onWithdrawn));
    open.forgetStart();
  }

  private evict(): void {
    const open = this.openSpans.settle();
    const { openSpansMax } = this.settings;
    // Ends of which we were not told are known now.
    if (open.length <= openSpansMax) return;
    const count = Math.max(Math.floor(openSpansMax * EVICTED_PART), open.length - openSpansMax);
    this.openSpans.drop(count);
    for (const one of open.slice(0, count)) this.leaveUnfinished(one, 'evicted');
  }

  private flushOpenSpans(): void {
    this.faults.guard('the flush of open spans', () => {
      const open = this.openSpans.settle();
      this.openSpans.drop(open.length);
      for (const one of open) this.leaveUnfinished(one, 'flushed');
    });
  }

  private leaveUnfinished(open: OpenSpan, cause: EndCause): void {
    // What a collector has sent is not sent again.
    if (open.hasLeft) return;
    const { span } = open;
    const isAnchored = this.settings.strategy === 'anchor';
    open.hasLeft = true;
    open.forgetStart();
    this.remember(open);
    this.counts.unfinished += 1;
    if (cause === 'evicted') this.counts.evicted += 1;
    this.countOverwritten(span, isAnchored ? UNFINISHED_ANCHORED_KEYS : UNFINISHED_KEYS);
    const unfinished = createUnfinished(open, cause, isAnchored);
    if (this.options.journal !== undefined) this.journalEnd(span, this.options.journal);
    this.heartbeats?.stop(open, unfinished);
    this.outlet.leaveAs(unfinished, span, 0);
    open.toldEvents = span.droppedEventsCount + span.events.length;
  }

  /** Nothing was heard of a span for so long that a collector has sent it, under its real id. */
  private sweep(open: OpenSpan): void {
    open.hasLeft = true;
    this.counts.swept += 1;
    if (this.options.journal === undefined) return;
    this.journalEnd(open.span, this.options.journal);
    this.journalLeft(open.span, this.options.journal);
  }

  private remember(open: OpenSpan): void {
    this.isAnyKnown = true;
    this.known.set(open.span.spanContext(), open);
  }

  private journalStart(span: LiveSpan, journal: SpanJournal): void {
    this.faults.guardHost(JOURNAL, () => {
      journal.started(span, { isAnchored: this.settings.strategy === 'anchor' });
    });
  }

  private journalEnd(span: ReadableSpan, journal: SpanJournal): void {
    this.faults.guardHost(JOURNAL, () => {
      journal.ended(span);
    });
  }

  /** No batch will name this span: the real id is taken without our sending anything. */
  private journalLeft(span: ReadableSpan, journal: SpanJournal): void {
    this.faults.guardHost(JOURNAL, () => {
      journal.sync([span]);
    });
  }

  private countOverwritten({ attributes }: Pick<ReadableSpan, 'attributes'>, keys: readonly string[]): void {
    for (const key of keys) if (Object.hasOwn(attributes, key)) this.counts.overwritten += 1;
  }

  private async close(): Promise<void> {
    this.watch?.close();
    this.flushOpenSpans();
    await this.outlet.shutdown();
  }

  private createHeartbeats(): Heartbeats {
    const { timing, unixNowMs } = this.settings;
    return new Heartbeats({
      timing,
      unixNowMs,
      add: (record, how) => {
        this.outlet.addRecord(record, how);
      },
      onSwept: (open) => {
        this.sweep(open);
      },
    });
  }

  private createWatch(): AgeWatch {
    const { openSpans, heartbeats, settings, faults } = this;
    return new AgeWatch({
      openSpans,
      heartbeats,
      minAgeMs: settings.timing.minAgeMs,
      clock: settings.clock,
      onAge: (open, nowMs) => {
        faults.guard('a span that runs', () => {
          this.tell(open, nowMs);
        });
      },
      onFault: (error) => {
        faults.note('the look at spans that run', error);
      },
    });
  }
}
