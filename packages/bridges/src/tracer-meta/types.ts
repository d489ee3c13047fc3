import type { SpanKind } from '@opentelemetry/api';

/**
 * How a record is spelt: `v2` under `__tracer_meta__`, `v1` flat, `editor` with the flat record under `payload`.
 */
export type TracerMetaDialect = 'v2' | 'v1' | 'editor';

/**
 * What a record is for its span: `start` opens it, `end?` looks like its end and still has to be matched with its
 * start, `user` happened inside it.
 */
export type TracerMetaRole = 'start' | 'end?' | 'user';

/** Where in the program a record was written. */
export interface TracerMetaCode {
  readonly file?: unknown;
  readonly line?: unknown;
  readonly function?: unknown;
}

/**
 * What OpenTelemetry knows of a span and the format has no place for, as our writer adds it to the meta object under
 * `otel`; readers of the format pass over it.
 */
export interface TracerMetaOtel {
  /** On starts: the kind of the span, when it is not INTERNAL. */
  readonly kind?: SpanKind;
  /** On ends: the status was set to OK. */
  readonly isOk?: boolean;
  /** On ends: the name that the span had in the end, when it was renamed. */
  readonly name?: string;
  /** On ends: the span failed without an exception. */
  readonly hasNoException?: boolean;
}

/** One record as read: ids made fit for OTel, time as nanoseconds, the application's keys apart. */
export interface TracerMetaRecord {
  readonly dialect: TracerMetaDialect;
  /** 32 hex digits, lower case. */
  readonly traceId: string;
  /** 16 hex digits, lower case. */
  readonly spanId: string;
  /** 16 hex digits, lower case; absent on roots, and where a record names itself. */
  readonly parentSpanId?: string;
  /** The id as written, when the OTel id does not tell it. */
  readonly foreignTraceId?: string;
  /** The id as written, when the OTel id does not tell it. */
  readonly foreignSpanId?: string;
  /** Nanoseconds since 1970. */
  readonly timeNs: bigint;
  readonly event: string;
  readonly role: TracerMetaRole;
  readonly code?: TracerMetaCode;
  readonly level?: unknown;
  readonly logger?: unknown;
  readonly otel?: TracerMetaOtel;
  /** The application's keys. Without a prototype: `__proto__` and `constructor` are keys like any other. */
  readonly user: Readonly<Record<string, unknown>>;
}
