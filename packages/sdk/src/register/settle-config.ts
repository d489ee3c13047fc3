import type { SpanLimits } from '@opentelemetry/sdk-trace';
import type { ProvisionalStrategy } from '@spanbridge/core';
import type { OtlpSpanExporterOptions, TlsMaterial } from '@spanbridge/otlp';
import type { Environment } from '../config/env-reader.js';
import type { LimitSettings } from '../config/limits-env.js';
import { type OtelConfig, readOtelConfig } from '../config/otel-env.js';
import { type OtlpSettings } from '../config/otlp-env.js';
import { readPemFile } from '../config/pem-file.js';
import { readSpanbridgeConfig } from '../config/spanbridge-env.js';
import { resolveTracesUrl } from '../ship/endpoint.js';
import type { EventTarget } from '../provisional/span-event-records.js';
import type { RegisterOptions } from './register-options.js';

/** Everything that `register()` does, decided: options first, then our variables, then those of OpenTelemetry. */
export interface RegisterConfig {
  readonly otel: OtelConfig;
  readonly exporter: NonNullable<RegisterOptions['exporter']>;
  readonly otlp: OtlpSpanExporterOptions;
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
  return Object.freeze({
    otel,
    exporter: options.exporter ?? own.exporter ?? otel.exporter ?? 'otlp',
    otlp: { ...toExporterOptions(otel, warnings), shutdownTimeoutMs, ...toOtlpOptions(options, otel.traces) },
    provisional: options.provisional ?? own.provisional ?? 'hold',
    provisionalMinAgeMs: options.provisionalMinAgeMs ?? own.provisionalMinAgeMs,
    events: options.events ?? own.events ?? 'spans',
    crashFile: options.crashFile ?? own.crashFile,
    spool: options.spool ?? own.spool,
    spanLimits: { ...toSpanLimits(otel.spanLimits), ...options.spanLimits },
    commandArgs: options.commandArgs ?? own.commandArgs,
    shutdownTimeoutMs,
    warnings,
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
  const { url, protocol, compression, timeoutMs } = traces;
  const { scheduleDelayMs, exportTimeoutMs, queueMax, batchMax } = batch;
  const tls = readTls(traces, warnings);
  return withoutUndefined({
    url,
    compression,
    timeoutMs,
    tls,
    encoding: protocol === 'http/json' ? 'json' : undefined,
    scheduleDelayMs,
    flushTimeoutMs: exportTimeoutMs,
    queueSpansMax: queueMax,
    batchSpansMax: batchMax,
  });
}

/** A file that cannot be read is told and left out: without it the connection trusts, or is trusted, less, not more. */
function readTls(settings: OtlpSettings, warnings: string[]): TlsMaterial | undefined {
  const { certificate, clientKey, clientCertificate } = settings;
  const read = (path: string | undefined): string | undefined => {
    if (path === undefined) return undefined;
    const pem = readPemFile(path);
    if ('value' in pem) return pem.value;
    warnings.push(`${pem.problem} It is ignored.`);
    return undefined;
  };
  const tls = withoutUndefined({ ca: read(certificate), key: read(clientKey), cert: read(clientCertificate) });
  if ((tls.key === undefined) !== (tls.cert === undefined)) {
    warnings.push('OTEL_EXPORTER_OTLP_CLIENT_KEY and _CLIENT_CERTIFICATE belong together. Neither is used.');
    return tls.ca === undefined ? undefined : { ca: tls.ca };
  }
  return Object.keys(tls).length === 0 ? undefined : tls;
}

function toSpanLimits(limits: LimitSettings): SpanLimits {
  return withoutUndefined(limits);
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
