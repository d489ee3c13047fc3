import { EnvReader, readOtlpSettings, readSignalUrl, readServiceVariables, type Environment } from '@spanbridge/sdk';
import type { SettingsLayer } from './option-spec.js';

/** What the `OTEL_*` variables say, and one sentence for each that was ignored. */
export interface OtelEnvironment {
  readonly values: SettingsLayer;
  readonly warnings: readonly string[];
}

/** Reads the variables of OpenTelemetry for an OTLP exporter of traces and for its resource, as options of ours. */
export function readOtelEnv(env: Environment): OtelEnvironment {
  const reader = new EnvReader(env);
  const { serviceName, resourceAttributes } = readServiceVariables(reader);
  const { url, headers, timeoutMs, ...others } = readOtlpSettings(reader, 'TRACES');
  const values: Record<string, unknown> = {
    ...others,
    endpoint: url === undefined ? undefined : [url],
    logsEndpoint: readSignalUrl(reader, 'LOGS'),
    header: headers,
    timeout: timeoutMs,
    service: serviceName,
    resource: resourceAttributes.size === 0 ? undefined : resourceAttributes,
  };
  return { values, warnings: reader.warnings };
}
