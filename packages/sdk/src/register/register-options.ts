import type { Attributes, TextMapPropagator, TracerProvider } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { IdGenerator, Sampler, SpanExporter, SpanLimits, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { ProvisionalStrategy } from '@spanbridge/core';
import type {
  ExporterLedger,
  LogExporterLedger,
  OtlpLogExporterOptions,
  OtlpSpanExporterOptions,
} from '@spanbridge/otlp';
import type { LogTaker } from '../provisional/processor-options.js';
import type { EventTarget } from '../provisional/span-event-records.js';
import type { FinalTaker } from '../provider/final-taker.js';

/** Options of `register()`. Each wins over the variables that say the same. */
export interface RegisterOptions {
  readonly serviceName?: string | undefined;
  /** Further attributes of the resource. */
  readonly resource?: Resource | Attributes | undefined;
  /** Without a path a base, which gets `/v1/traces`; with one the traces URL. Default `http://127.0.0.1:4318`. */
  readonly endpoint?: string | undefined;
  /** Added to those of the variables. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * `otlp` is ours; `stock` that of `@opentelemetry/exporter-trace-otlp-http`, which must be installed; `console`,
   * `otlp/stdout` and `none` as in `OTEL_TRACES_EXPORTER`. Any other exporter of OpenTelemetry gets a queue of ours.
   */
  readonly exporter?: 'otlp' | 'stock' | 'console' | 'otlp/stdout' | 'none' | SpanExporter | FinalTaker | undefined;
  /** Further options of the exporter `otlp`. */
  readonly otlp?: OtlpSpanExporterOptions | undefined;
  /** How spans are shown that still run. Default `hold`. */
  readonly provisional?: ProvisionalStrategy | undefined;
  /** The age from which they are shown. Default 5,000. */
  readonly provisionalMinAgeMs?: number | undefined;
  /** From one heartbeat to the next (`log`). Default 5,000. */
  readonly provisionalHeartbeatMs?: number | undefined;
  /**
   * Options of the exporter of heartbeats (`log`) and log events. Default: as for spans, to `/v1/logs` beside the
   * traces URL; its spool lies in `SPOOL.logs`.
   */
  readonly logs?: OtlpLogExporterOptions | undefined;
  /** Takes heartbeats and log events instead. */
  readonly logExporter?: LogTaker | undefined;
  /** Where the events of spans go. Default `spans`. */
  readonly events?: EventTarget | undefined;
  /**
   * A file, in a directory that is there, which knows the open spans: when the process is killed, the next start
   * delivers them as unfinished. Default: none.
   */
  readonly crashFile?: string | undefined;
  /** A directory for spans that cannot be sent. Default: none, they are counted and told in one line. */
  readonly spool?: string | undefined;
  /** Default: every trace, unless the parent says otherwise. */
  readonly sampler?: Sampler | undefined;
  readonly spanLimits?: SpanLimits | undefined;
  readonly idGenerator?: IdGenerator | undefined;
  readonly spanProcessors?: readonly SpanProcessor[] | undefined;
  /** Default: W3C Trace Context and Baggage. */
  readonly propagator?: TextMapPropagator | undefined;
  /** Tells `process.command_args`, which may hold secrets. Default false. */
  readonly commandArgs?: boolean | undefined;
  /** What may pass at the end of the process until spans are delivered. Default 5,000. */
  readonly shutdownTimeoutMs?: number | undefined;
  /** Whether SIGTERM, SIGINT and SIGHUP are waited for. Default true. */
  readonly signals?: boolean | undefined;
  /** Told what goes wrong, in a sentence. Default: `diag.warn` of the OTel API, which writes to stderr. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** What `register()` answers. Its functions need no `this`. */
export interface Registration {
  /** A `SpanbridgeTracerProvider`, or, with `OTEL_SDK_DISABLED=true`, one that makes no spans. */
  readonly provider: TracerProvider;
  /** Resolves when every span that ended before has an outcome; rejects when that takes longer than the deadline. */
  readonly forceFlush: (timeoutMs?: number) => Promise<void>;
  /** Delivers within the deadline and puts the rest away. Once; never rejects. Nothing is watched after that. */
  readonly shutdown: (timeoutMs?: number) => Promise<void>;
  /** The account of the spans of this moment; it always balances. */
  readonly ledger: () => ExporterLedger;
  /** The same of log records, for which there is an exporter with `provisional: 'log'` or `events` alone. */
  readonly logLedger: () => LogExporterLedger | undefined;
}
