import { TraceFlags } from '@opentelemetry/api';
import type { ReadableSpan, Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import {
  type EncodedTracerMeta,
  encodeTracerMetaRest,
  encodeTracerMetaStart,
  type EncodeTracerMetaOptions,
  type WrittenStart,
} from '@spanbridge/bridges/tracer-meta';
import { OneTimeWarnings, warnOfOtel } from '@spanbridge/otlp';
import { currentStack, filesOnTop, locationIn } from './caller-location.js';
import { type LineOutput, type LineTarget, openLineOutput } from './line-output.js';

/** Options of a {@link TracerMetaSpanProcessor}: one target, and how records look. */
export interface TracerMetaSpanProcessorOptions extends LineTarget {
  /**
   * The timestamp at the top of each record once more, for tools that look there. Default: true if the variable
   * `AITRACE_COMPAT_MODE` is `true`, as for the original writer of the format.
   */
  readonly compatMode?: boolean;
  /** A folder that is taken off the front of `file`. */
  readonly workspaceRoot?: string;
  /** Write `file`, `line` and `function` of the code that starts a span, for some microseconds each; default false. */
  readonly includeCaller?: boolean;
  /** Told the first time that a line cannot be written. Default: `diag.warn` of the OTel API. */
  readonly warn?: (message: string) => void;
}

/** What became of the lines of a {@link TracerMetaSpanProcessor}. */
export interface TracerMetaLedger {
  readonly written: number;
  /** The target threw, reported an error, or held 16 MiB that it had not written. */
  readonly dropped: number;
}

function envCompatMode(): boolean {
  return process.env['AITRACE_COMPAT_MODE']?.toLowerCase() === 'true';
}

function toLine(record: EncodedTracerMeta): string {
  return `${JSON.stringify(record)}\n`;
}

/**
 * Writes every sampled span as `__tracer_meta__` lines while it happens: the provisional start when it starts, its
 * events and the end when it ends. A span whose program dies has its start in the file. `spanbridge ship` reads the
 * same spans from the lines.
 *
 * Never throws into the application; a line that cannot be written is counted as dropped and told once.
 */
export class TracerMetaSpanProcessor implements SpanProcessor {
  private readonly output: LineOutput;
  private readonly warnings: OneTimeWarnings;
  private readonly encoding: EncodeTracerMetaOptions;
  /** What was written at the start; for spans that never end nothing is held. */
  private readonly starts = new WeakMap<ReadableSpan, WrittenStart>();
  private readonly ownFiles: ReadonlySet<string>;
  private isClosed = false;
  private written = 0;
  private dropped = 0;

  /** Throws `INVALID_OPTION` unless exactly one of `write`, `stream` and `path` is named. */
  constructor(private readonly options: TracerMetaSpanProcessorOptions) {
    const { compatMode = envCompatMode(), workspaceRoot } = options;
    this.warnings = new OneTimeWarnings('TracerMetaSpanProcessor', options.warn ?? warnOfOtel);
    this.encoding = { compatMode, ...(workspaceRoot === undefined ? {} : { workspaceRoot }) };
    // The frames of `currentStack` and of this constructor, in whatever files a build has put them.
    this.ownFiles = filesOnTop(currentStack(), 2);
    this.output = openLineOutput(options, (error) => {
      this.warn(error);
    });
  }

  onStart(span: Span): void {
    if (!this.isWritten(span)) return;
    this.guard(() => {
      const code = this.options.includeCaller === true ? locationIn(currentStack(), this.ownFiles) : {};
      this.starts.set(span, { name: span.name, attributes: { ...span.attributes } });
      this.put(encodeTracerMetaStart(span, { ...this.encoding, code }));
    });
  }

  onEnd(span: ReadableSpan): void {
    if (!this.isWritten(span)) return;
    this.guard(() => {
      const start = this.starts.get(span);
      // A span that started before this processor was there has no start in the file yet.
      if (start === undefined) this.put(encodeTracerMetaStart(span, this.encoding));
      for (const record of encodeTracerMetaRest(span, start, this.encoding)) this.put(record);
    });
  }

  /** Resolves when every line so far has left the process, or cannot be written. */
  forceFlush(): Promise<void> {
    return this.output.flush();
  }

  /** Spans that run keep their start as the only record of theirs: readers see that they did not end. */
  shutdown(): Promise<void> {
    if (this.isClosed) return Promise.resolve();
    this.isClosed = true;
    return this.output.close();
  }

  /** The account of this moment. */
  ledger(): TracerMetaLedger {
    return { written: this.written, dropped: this.dropped };
  }

  private isWritten(span: ReadableSpan): boolean {
    return !this.isClosed && (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
  }

  private put(record: EncodedTracerMeta): void {
    if (this.output.write(toLine(record))) this.written += 1;
    else {
      this.dropped += 1;
      this.warn('the target is broken, or too slow: it holds 16 MiB already');
    }
  }

  private guard(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.dropped += 1;
      this.warn(error);
    }
  }

  private warn(fault: unknown): void {
    const text = fault instanceof Error ? fault.message : String(fault);
    this.warnings.tell('line', `a line could not be written: ${text}. Further ones are only counted.`);
  }
}
