import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanJson } from '@spanbridge/otlp';

/** A span of a crash file, with all that its lines say of it. */
export interface CrashEntry {
  readonly line: number;
  readonly number: number;
  readonly resource: number;
  readonly scope: number;
  readonly isAnchored: boolean;
  /** The span as OTLP/JSON, brought up to date by its updates; it has no end. */
  json: SpanJson;
  /** The latest time at which the span is known to have been open. */
  lastUnixNano: bigint;
  /** When it ended, if its final then waited to be sent. */
  endUnixNano: bigint | undefined;
}

/** A resource or a scope with its schema, as OTLP/JSON. */
export interface Declared<Value> {
  readonly value: Value | undefined;
  readonly schemaUrl: string | undefined;
}

/** A span that was open when its process died. */
export interface CrashedSpan {
  readonly span: ReadableSpan;
  /** `span`: under its real id; `unfinished`: under a derived one, because the real one is its anchor's. */
  readonly role: 'span' | 'unfinished';
}

/** The open spans of a file, and lines that turned out to hold none. */
export interface CrashFileContent {
  readonly spans: readonly CrashedSpan[];
  readonly damaged: readonly { readonly line: number; readonly detail: string }[];
}
