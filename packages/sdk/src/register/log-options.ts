import type { OtlpLogExporterOptions, OtlpSpanExporterOptions } from '@spanbridge/otlp';
import type { OtelConfig } from '../config/otel-env.js';
import { DEFAULT_ENDPOINT, logsUrlBeside, resolveTracesUrl } from '../ship/endpoint.js';
import type { RegisterOptions } from './register-options.js';
import { toWireOptions, withoutUndefined } from './wire-options.js';

/** What {@link toLogOptions} decides from. */
export interface LogOptionsSource {
  readonly options: Pick<RegisterOptions, 'endpoint' | 'headers' | 'logs' | 'warn'>;
  readonly otel: Pick<OtelConfig, 'logs' | 'logBatch'>;
  /** The settled options of the exporter of spans. */
  readonly otlp: OtlpSpanExporterOptions;
  /** Gets one sentence for each value that is ignored. */
  readonly warnings: string[];
}

/**
 * The options of the exporter of log records: those of the call, then the variables of logs, then what holds for spans.
 *
 * @throws SpanbridgeError for an endpoint beside which nobody knows where log records go
 */
export function toLogOptions({ options, otel, otlp, warnings }: LogOptionsSource): OtlpLogExporterOptions {
  const { logs = {}, headers } = options;
  const { encoding, compression, timeoutMs, tls, clock, random, shutdownTimeoutMs, warn } = otlp;
  const { scheduleDelayMs, exportTimeoutMs, queueMax, batchMax } = otel.logBatch;
  return {
    ...withoutUndefined({ encoding, compression, timeoutMs, tls, clock, random, shutdownTimeoutMs, warn }),
    ...toWireOptions(otel.logs, warnings),
    ...withoutUndefined({
      scheduleDelayMs,
      flushTimeoutMs: exportTimeoutMs,
      queueRecordsMax: queueMax,
      batchRecordsMax: batchMax,
    }),
    ...(logs.url === undefined && logs.endpoint === undefined ? { url: logsUrlOf(options, otel, otlp) } : {}),
    ...logs,
    headers: { ...Object.fromEntries(otel.logs.headers ?? []), ...headers, ...logs.headers },
  };
}

/** A variable for logs alone says more than an endpoint for all. */
function logsUrlOf(
  { endpoint }: LogOptionsSource['options'],
  { logs }: LogOptionsSource['otel'],
  otlp: OtlpSpanExporterOptions,
): string {
  if (logs.signalUrl !== undefined) return logs.signalUrl;
  if (endpoint !== undefined) return logsUrlBeside(resolveTracesUrl(endpoint));
  return logs.url ?? logsUrlBeside(otlp.url ?? resolveTracesUrl(otlp.endpoint ?? DEFAULT_ENDPOINT));
}
