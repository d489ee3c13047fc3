/** The signals of OTLP that this package carries. */
export type OtlpSignal = 'traces' | 'logs';

/** The path that OTLP/HTTP gives to each signal. */
export const SIGNAL_PATHS: Readonly<Record<OtlpSignal, string>> = { traces: '/v1/traces', logs: '/v1/logs' };
