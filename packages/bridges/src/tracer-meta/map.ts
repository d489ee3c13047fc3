import { SpanKind, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import {
  ATTRIBUTE,
  AttributeBuilder,
  createAttributes,
  type EndSignal,
  type EventSignal,
  shareText,
  type SignalAttributes,
  type SpanEventContent,
  type SpanFact,
  type SpanSignal,
  type StartSignal,
  toAttributes,
  toJsonText,
} from '@spanbridge/core';
import { type ExceptionEntry, exceptionFields, readExceptions, toExceptionEvent } from './exceptions.js';
import { DIALECT_FACTS, END_SUFFIX, START_SUFFIX, TRACER_META, TRACER_META_ATTRIBUTE } from './names.js';
import type { TracerMetaRecord } from './types.js';

/** Options of {@link mapTracerMeta}. */
export interface MapTracerMetaOptions {
  /** Status of a span whose end tells no error; default `unset`. */
  readonly endStatus?: 'unset' | 'ok';
  /** Keep the values of local variables that structured tracebacks carry; default false, for they are often secrets. */
  readonly includeLocals?: boolean;
}

const ERROR_KEYS = new Set(['error', 'exception']);

/** Ids as they were written, when the OTel ids do not tell them. */
function factsOf(record: TracerMetaRecord): readonly SpanFact[] {
  const dialect = DIALECT_FACTS[record.dialect];
  if (record.foreignTraceId === undefined && record.foreignSpanId === undefined) return dialect;
  const facts = [...dialect];
  if (record.foreignTraceId !== undefined) {
    facts.push({ key: TRACER_META_ATTRIBUTE.traceId, value: record.foreignTraceId, rank: 0 });
  }
  if (record.foreignSpanId !== undefined) {
    facts.push({ key: TRACER_META_ATTRIBUTE.spanId, value: record.foreignSpanId, rank: 0 });
  }
  return facts;
}

function hasUserKeys(record: TracerMetaRecord): boolean {
  for (const _key in record.user) return true;
  return false;
}

/** The application's keys without those that tell of the error. */
function withoutErrorKeys(record: TracerMetaRecord): SignalAttributes {
  const rest = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(record.user)) if (!ERROR_KEYS.has(key)) rest[key] = record.user[key];
  return toAttributes(rest);
}

/** Drops the local variables out of a chain of exceptions that an attribute cannot hold otherwise. */
function chainText(entries: readonly ExceptionEntry[]): string {
  return toJsonText(
    entries.map((entry) => ({
      type: entry.type,
      message: entry.message,
      stacktrace: entry.stacktrace,
      isCause: entry.isCause,
      locals: entry.locals,
    })),
  );
}

/** The exception of a user record, as attributes of its event; the raw list would carry the local variables along. */
function exceptionFieldsOf(
  user: TracerMetaRecord['user'],
  includeLocals: boolean,
): Record<string, unknown> | undefined {
  if (!Object.hasOwn(user, 'exception')) return undefined;
  const entries = readExceptions(user['exception'], includeLocals);
  const [first] = entries;
  if (first === undefined) return undefined;
  return {
    ...exceptionFields(first),
    [TRACER_META_ATTRIBUTE.exceptionChain]: entries.length > 1 ? chainText(entries) : undefined,
  };
}

/** Where the record was written and how loud, as attributes of its event. */
const OWN_EVENT_KEYS = new Set<string>([
  ATTRIBUTE.codeFilePath,
  ATTRIBUTE.codeLineNumber,
  ATTRIBUTE.codeFunctionName,
  TRACER_META_ATTRIBUTE.level,
  TRACER_META_ATTRIBUTE.logger,
]);

/** Adds the application's keys; one that would hide one of ours moves out of the way. */
function addUser(builder: AttributeBuilder, user: TracerMetaRecord['user'], exception: object | undefined): void {
  for (const key of Object.keys(user)) {
    if (key === 'exception' && exception !== undefined) continue;
    const isTaken = OWN_EVENT_KEYS.has(key) || (exception !== undefined && Object.hasOwn(exception, key));
    builder.add(isTaken ? TRACER_META_ATTRIBUTE.userPrefix + key : key, user[key]);
  }
}

/** What a record says as an event of its span. */
function toEvent(record: TracerMetaRecord, options: MapTracerMetaOptions): SpanEventContent {
  const { user, code } = record;
  const exception = exceptionFieldsOf(user, options.includeLocals === true);
  const builder = new AttributeBuilder();
  addUser(builder, user, exception);
  if (exception !== undefined) for (const key of Object.keys(exception)) builder.add(key, exception[key]);
  if (code !== undefined) {
    builder.add(ATTRIBUTE.codeFilePath, code.file);
    builder.add(ATTRIBUTE.codeLineNumber, code.line);
    builder.add(ATTRIBUTE.codeFunctionName, code.function);
  }
  if (record.level !== undefined) builder.add(TRACER_META_ATTRIBUTE.level, record.level);
  if (record.logger !== undefined) builder.add(TRACER_META_ATTRIBUTE.logger, record.logger);
  return {
    name: record.event.toWellFormed(),
    timeUnixNano: record.timeNs,
    attributes: builder.attributes,
    droppedCount: builder.droppedCount,
    sizeBytes: builder.sizeBytes,
  };
}

/** Name of the span if nothing ever names it. */
function nameHint(record: TracerMetaRecord): string {
  const name = record.code?.function;
  return (typeof name === 'string' && name !== '' ? name : record.event).toWellFormed();
}

interface EndOutcome {
  readonly status: SpanStatus;
  readonly events: readonly SpanEventContent[];
}

/** What an end record tells of failure: its `error`, its exceptions, or neither. */
function outcomeOf(record: TracerMetaRecord, options: MapTracerMetaOptions): EndOutcome {
  const error = record.user['error'];
  const entries = readExceptions(record.user['exception'], options.includeLocals === true);
  if ((error === undefined || error === null) && entries.length === 0) {
    const isOk = options.endStatus === 'ok' || record.otel?.isOk === true;
    return { status: { code: isOk ? SpanStatusCode.OK : SpanStatusCode.UNSET }, events: [] };
  }
  const told =
    error === undefined || error === null ? undefined : typeof error === 'string' ? error : toJsonText(error);
  const message = (told ?? entries[0]?.message)?.toWellFormed();
  const asEntry: ExceptionEntry = {
    type: undefined,
    message,
    stacktrace: undefined,
    isCause: false,
    locals: undefined,
  };
  const made = record.otel?.hasNoException === true ? [] : [asEntry];
  const events = (entries.length > 0 ? entries : made).map((entry) => toExceptionEvent(entry, record.timeNs));
  return { status: { code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) }, events };
}

const NO_LINKS: readonly [] = [];
const NO_ATTRIBUTES: SignalAttributes = Object.freeze({
  attributes: createAttributes(),
  droppedCount: 0,
  sizeBytes: 0,
});

function mapStart(record: TracerMetaRecord): StartSignal {
  return {
    type: 'start',
    traceId: record.traceId,
    spanId: record.spanId,
    parentSpanId: record.parentSpanId,
    timeUnixNano: record.timeNs,
    system: TRACER_META,
    facts: factsOf(record),
    name: shareText(record.event.slice(0, -START_SUFFIX.length)),
    kind: record.otel?.kind ?? SpanKind.INTERNAL,
    content: hasUserKeys(record) ? toAttributes(record.user) : NO_ATTRIBUTES,
    links: NO_LINKS,
  };
}

function mapEnd(record: TracerMetaRecord, options: MapTracerMetaOptions): EndSignal {
  const { status, events } = outcomeOf(record, options);
  return {
    type: 'end',
    traceId: record.traceId,
    spanId: record.spanId,
    parentSpanId: record.parentSpanId,
    timeUnixNano: record.timeNs,
    system: TRACER_META,
    facts: factsOf(record),
    name: shareText(record.event.slice(0, -END_SUFFIX.length)),
    ...(record.otel?.name === undefined ? {} : { finalName: record.otel.name }),
    status,
    content: hasUserKeys(record) ? withoutErrorKeys(record) : NO_ATTRIBUTES,
    events,
    durationNano: undefined,
    tentative: {
      // Without a start to compare with, keys of the application tell a user record from an end.
      closesUnstarted: Object.keys(record.user).every((key) => ERROR_KEYS.has(key)),
      otherwise: toEvent(record, options),
      nameHint: nameHint(record),
    },
  };
}

function mapUser(record: TracerMetaRecord, options: MapTracerMetaOptions): EventSignal {
  return {
    type: 'event',
    traceId: record.traceId,
    spanId: record.spanId,
    parentSpanId: record.parentSpanId,
    timeUnixNano: record.timeNs,
    system: TRACER_META,
    facts: factsOf(record),
    event: toEvent(record, options),
    nameHint: nameHint(record),
  };
}

/**
 * Maps one decoded record onto a signal. Pure.
 *
 * `file`, `line` and `function` of lifecycle records are dropped: they point at the decorator that wrote them, not at
 * the code of the span.
 */
export function mapTracerMeta(record: TracerMetaRecord, options: MapTracerMetaOptions = {}): SpanSignal {
  switch (record.role) {
    case 'start':
      return mapStart(record);
    case 'end?':
      return mapEnd(record, options);
    case 'user':
      return mapUser(record, options);
  }
}
