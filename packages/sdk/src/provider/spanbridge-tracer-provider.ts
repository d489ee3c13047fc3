import type { Tracer, TracerProvider as ApiTracerProvider } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AlwaysOnSampler,
  type IdGenerator,
  ParentBasedSampler,
  type Sampler,
  type SpanExporter,
  type SpanLimits,
  type SpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { type ExporterLedger, type LogExporterLedger, warnOfOtel } from '@spanbridge/otlp';
import type { LogTaker, ProvisionalSpanProcessorOptions } from '../provisional/processor-options.js';
import { ProvisionalSpanProcessor } from '../provisional/provisional-span-processor.js';
import { ExporterQueue } from './exporter-queue.js';
import { type FinalTaker, isFinalTaker } from './final-taker.js';
import { guardProcessor, guardSampler } from './guarded-hooks.js';
import { within } from './within.js';

/** Options of a {@link SpanbridgeTracerProvider}. */
export interface SpanbridgeTracerProviderOptions {
  /** An `OtlpSpanExporter`, or any other exporter of OpenTelemetry, which then gets a queue of ours. */
  readonly exporter: SpanExporter | FinalTaker;
  /** Default: that of the SDK. Spans wait for attributes that come later, for a second at most. */
  readonly resource?: Resource | undefined;
  /** Default: every trace, unless the parent says otherwise. */
  readonly sampler?: Sampler | undefined;
  readonly spanLimits?: SpanLimits | undefined;
  readonly idGenerator?: IdGenerator | undefined;
  /** Further processors. They run before ours, so that what they add at the start of a span is seen at once. */
  readonly spanProcessors?: readonly SpanProcessor[] | undefined;
  /** How spans in flight are shown, and the rest that `ProvisionalSpanProcessor` takes. Default `hold`. */
  readonly inFlight?: Omit<ProvisionalSpanProcessorOptions, 'exporter' | 'warn'> | undefined;
  /** Told what goes wrong, in a sentence. Default: `diag.warn` of the OTel API. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** How long a flush or a shutdown waits that names no deadline; the SDK grants the same. */
const TIMEOUT_DEFAULT_MS = 30_000;

/** What our exporter may take beyond the deadline, to write down what it could not send. */
const GRACE_MS = 250;

/**
 * The tracer provider of the SDK with our delivery behind it: nothing of the program that throws in it breaks the
 * program, and every span is accounted for. It is made of the SDK's, not derived from it, so both lines of the SDK fit.
 */
export class SpanbridgeTracerProvider implements ApiTracerProvider {
  private readonly inner: TracerProvider;
  private readonly taker: FinalTaker;
  private readonly logTaker: LogTaker | undefined;
  private readonly processor: ProvisionalSpanProcessor;
  private readonly others: readonly SpanProcessor[];
  private readonly warn: (message: string) => void;
  private flushWithinMs: number | undefined;
  private closeWithinMs: number | undefined;
  private shutdownEnd: Promise<void> | undefined;

  constructor(options: SpanbridgeTracerProviderOptions) {
    const warn = options.warn ?? warnOfOtel;
    this.warn = warn;
    const fallback = new ParentBasedSampler({ root: new AlwaysOnSampler() });
    const { resource, sampler, spanLimits, idGenerator, spanProcessors = [] } = options;
    const { exporter, inFlight } = options;
    this.taker = isFinalTaker(exporter) ? exporter : new ExporterQueue({ exporter, warn });
    this.logTaker = inFlight?.logExporter;
    this.processor = new ProvisionalSpanProcessor({
      provisional: 'hold',
      ...inFlight,
      exporter: this.withDeadline(),
      logExporter: this.logTaker && this.withLogDeadline(this.logTaker),
      warn,
    });
    this.others = spanProcessors.map((processor) => guardProcessor(processor, { warn }));
    this.inner = new TracerProvider({
      spanProcessors: [...this.others, this.processor],
      sampler: sampler === undefined ? fallback : guardSampler(sampler, fallback, { warn }),
      ...(resource === undefined ? {} : { resource }),
      ...(spanLimits === undefined ? {} : { spanLimits }),
      ...(idGenerator === undefined ? {} : { idGenerator }),
    });
  }

  getTracer(name: string, version?: string, options?: { schemaUrl?: string }): Tracer {
    return this.inner.getTracer(name, version, options);
  }

  /** Resolves when every span that ended before has an outcome; rejects when that takes longer than the deadline. */
  async forceFlush(timeoutMs?: number): Promise<void> {
    this.flushWithinMs = timeoutMs;
    await Promise.all([this.processor.forceFlush(), this.flushOthers(timeoutMs ?? TIMEOUT_DEFAULT_MS)]);
  }

  /**
   * Ends the spans in flight as unfinished, delivers within the deadline and puts the rest away. Once; spans that end
   * later are dropped and counted. Never rejects.
   */
  shutdown(timeoutMs?: number): Promise<void> {
    return (this.shutdownEnd ??= this.close(timeoutMs));
  }

  /** Puts away what waits before it returns, for the last moment of a process. */
  flushSync(): void {
    this.processor.flushOpenSpansSync();
    this.taker.flushSync();
    this.logTaker?.flushSync?.();
  }

  /** The account of the spans of this moment; it always balances. */
  ledger(): ExporterLedger {
    return this.taker.ledger();
  }

  /** The account of the log records; undefined when nothing takes any, or has no account of them. */
  logLedger(): LogExporterLedger | undefined {
    return this.logTaker?.ledger?.();
  }

  /** The exporter as a processor sees it: processors of the SDK know no deadlines, and ours is to hold. */
  private withDeadline(): FinalTaker {
    const { taker } = this;
    return {
      add: (span) => {
        taker.add(span);
      },
      forceFlush: (timeoutMs) => taker.forceFlush(timeoutMs ?? this.flushWithinMs),
      shutdown: (timeoutMs) => taker.shutdown(timeoutMs ?? this.closeWithinMs),
      flushSync: () => taker.flushSync(),
      ledger: () => taker.ledger(),
    };
  }

  private withLogDeadline(taker: LogTaker): LogTaker {
    return {
      add: (record, how) => {
        taker.add(record, how);
      },
      forceFlush: (timeoutMs) => taker.forceFlush(timeoutMs ?? this.flushWithinMs),
      shutdown: (timeoutMs) => taker.shutdown(timeoutMs ?? this.closeWithinMs),
    };
  }

  /** How many spans have begun, and how many of them run. */
  counts(): { readonly started: number; readonly open: number } {
    return this.processor.ledger();
  }

  private async flushOthers(timeoutMs: number): Promise<void> {
    const isDone = await within(timeoutMs, Promise.all(this.others.map((processor) => processor.forceFlush())));
    if (!isDone) throw new Error(`A span processor of the application did not flush within ${timeoutMs} ms.`);
  }

  private async close(timeoutMs: number | undefined): Promise<void> {
    this.closeWithinMs = timeoutMs;
    const endings = [...this.others, this.processor].map((processor) => processor.shutdown());
    const work = Promise.all(endings).catch((error: unknown) => {
      this.warn(`The shutdown of tracing failed: ${String(error)}`);
    });
    // A processor or an exporter of the program that never answers must not keep the process from its end.
    const waitMs = (timeoutMs ?? TIMEOUT_DEFAULT_MS) + GRACE_MS;
    if (!(await within(waitMs, work))) this.warn(`The shutdown of tracing was not done within ${waitMs} ms.`);
  }
}
