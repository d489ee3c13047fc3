/** The deadline of one attempt that the OTLP exporter specification gives. */
export const TIMEOUT_DEFAULT_MS = 10_000;

/** The largest answer that is read, counted after decompression (OTLP specification, "OTLP/HTTP Response"). */
export const RESPONSE_BYTES_MAX = 4 * 1024 * 1024;
