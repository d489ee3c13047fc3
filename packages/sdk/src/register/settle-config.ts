import type { SpanLimits } from '@opentelemetry/sdk-trace';
import type { ProvisionalStrategy } from '@spanbridge/core';
import type { OtlpLogExporterOptions, OtlpSpanExporterOptions } from '@spanbridge/otlp';
import type { Environment } from '../config/env-reader.js';
import type { LimitSettings } from '../config/limits-env.js';
import { type OtelConfig, readOtelConfig } from '../config/otel-env.js';
import { type OtlpSettings } from '../config/otlp-env.js';
import { readSpanbridgeConfig } from '../config/spanbridge-env.js';
import { resolveTracesUrl } from '../ship/endpoint.js';
import type { EventTarget } from '../provisional/span-event-records.js';
import { toLogOptions } from './log-options.js';
import type { RegisterOptions } from './register-options.js';
import { toWireOptions, withoutUndefined } from './wire-options.js';

/** Everything that `register()` does, decided: options first, then our variables, then those of OpenTelemetry. */
export interface RegisterConfig {
  readonly otel: OtelConfig;
  readonly exporter: NonNullable<RegisterOptions['exporter']>;
  readonly otlp: OtlpSpanExporterOptions;
  /** What the exporter of log records is made of; undefined when none is made. */
  readonly logs: OtlpLogExporterOptions | undefined;
  readonly provisional: ProvisionalStrategy;
  readonly provisionalMinAgeMs: number | undefined;
  readonly events: EventTarget;
  readonly crashFile: string | undefined;
  readonly spool: string | undefined;
  readonly spanLimits: SpanLimits;
  readonly commandArgs: boolean;
  readonly shutdownTimeoutMs: number;
  /** One sentence for each value that was ignored. */
  readonly warnings: readonly string[];
}

/** Within the ten seconds that orchestrators grant, with room for what the program does itself. */
const SHUTDOWN_TIMEOUT_MS = 5_000;

/**
 * Settles the configuration of a registration.
 *
 * @throws SpanbridgeError for an endpoint among the options that is none
 */
export function settleConfig(options: RegisterOptions, env: Environment): RegisterConfig {
  const otel = readOtelConfig(env);
  const own = readSpanbridgeConfig(env);
  const warnings = [...otel.warnings, ...own.warnings];
  const shutdownTimeoutMs = options.shutdownTimeoutMs ?? own.shutdownTimeoutMs ?? SHUTDOWN_TIMEOUT_MS;
  const exporter = options.exporter ?? own.exporter ?? otel.exporter ?? 'otlp';
  const otlp = { ...toExporterOptions(otel, warnings), shutdownTimeoutMs, ...toOtlpOptions(options, otel.traces) };
  const provisional = options.provisional ?? own.provisional ?? 'hold';
  const events = options.events ?? own.events ?? 'spans';
  const isLogging = options.logExporter === undefined && (provisional === 'log' || events !== 'spans');
  return Object.freeze({
    otel,
    exporter,
    otlp,
    logs: isLogging ? toLogOptions({ options, otel, otlp, warnings }) : undefined,
    provisional,
    provisionalMinAgeMs: options.provisionalMinAgeMs ?? own.provisionalMinAgeMs,
    events,
    crashFile: options.crashFile ?? own.crashFile,
    spool: options.spool ?? own.spool,
    spanLimits: { ...toSpanLimits(otel.spanLimits), ...options.spanLimits },
    commandArgs: options.commandArgs ?? own.commandArgs,
    shutdownTimeoutMs,
    // A file of the general variables is read once for each signal, and one sentence is enough.
    warnings: [...new Set(warnings)],
  });
}

/** What the options of the call say, over what the variables say. */
function toOtlpOptions({ endpoint, headers, otlp, warn }: RegisterOptions, env: OtlpSettings): OtlpSpanExporterOptions {
  const merged = { ...Object.fromEntries(env.headers ?? []), ...headers, ...otlp?.headers };
  return {
    ...(endpoint === undefined ? {} : { url: resolveTracesUrl(endpoint) }),
    ...(warn === undefined ? {} : { warn }),
    ...otlp,
    headers: merged,
  };
}

function toExporterOptions({ traces, batch }: OtelConfig, warnings: string[]): OtlpSpanExporterOptions {
  const { scheduleDelayMs, exportTimeoutMs, queueMax, batchMax } = batch;
  return withoutUndefined({
    ...toWireOptions(traces, warnings),
    scheduleDelayMs,
    flushTimeoutMs: exportTimeoutMs,
    queueSpansMax: queueMax,
    batchSpansMax: batchMax,
  });
}

function toSpanLimits(limits: LimitSettings): SpanLimits {
  return withoutUndefined(limits);
}
