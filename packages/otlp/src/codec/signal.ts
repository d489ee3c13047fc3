/** The signals of OTLP that this package carries. */
export type OtlpSignal = 'traces' | 'logs';

/** The path that OTLP/HTTP gives to each signal. */
export const SIGNAL_PATHS: Readonly<Record<OtlpSignal, string>> = { traces: '/v1/traces', logs: '/v1/logs' };

/** What the items of each signal are called when there are many. */
export const SIGNAL_NOUNS: Readonly<Record<OtlpSignal, string>> = { traces: 'spans', logs: 'log records' };
