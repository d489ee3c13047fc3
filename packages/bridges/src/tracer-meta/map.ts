import { SpanKind, type SpanStatus, SpanStatusCode } from '@opentelemetry/api';
import {
  ATTRIBUTE,
  type EndSignal,
  type SignalAttributes,
  type SignalBase,
  type SpanEventContent,
  type SpanFact,
  type SpanSignal,
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

function baseOf(record: TracerMetaRecord): SignalBase {
  return {
    traceId: record.traceId,
    spanId: record.spanId,
    parentSpanId: record.parentSpanId,
    timeUnixNano: record.timeNs,
    system: TRACER_META,
    facts: factsOf(record),
  };
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

/** Moves an application's key that would hide one of ours out of the way. */
function mergeOwn(user: Record<string, unknown>, ours: Record<string, unknown>): Record<string, unknown> {
  const merged = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(user)) {
    const isTaken = ours[key] !== undefined;
    merged[isTaken ? TRACER_META_ATTRIBUTE.userPrefix + key : key] = user[key];
  }
  for (const key of Object.keys(ours)) merged[key] = ours[key];
  return merged;
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
function exceptionOwn(record: TracerMetaRecord, includeLocals: boolean): Record<string, unknown> | undefined {
  const entries = Object.hasOwn(record.user, 'exception')
    ? readExceptions(record.user['exception'], includeLocals)
    : [];
  const [first] = entries;
  if (first === undefined) return undefined;
  return {
    ...exceptionFields(first),
    [TRACER_META_ATTRIBUTE.exceptionChain]: entries.length > 1 ? chainText(entries) : undefined,
  };
}

/** What a record says as an event of its span. */
function toEvent(record: TracerMetaRecord, options: MapTracerMetaOptions): SpanEventContent {
  const exception = exceptionOwn(record, options.includeLocals === true);
  const ours: Record<string, unknown> = {
    ...exception,
    [ATTRIBUTE.codeFilePath]: record.code?.file,
    [ATTRIBUTE.codeLineNumber]: record.code?.line,
    [ATTRIBUTE.codeFunctionName]: record.code?.function,
    [TRACER_META_ATTRIBUTE.level]: record.level,
    [TRACER_META_ATTRIBUTE.logger]: record.logger,
  };
  const user = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(record.user)) {
    if (key !== 'exception' || exception === undefined) user[key] = record.user[key];
  }
  return { name: record.event.toWellFormed(), timeUnixNano: record.timeNs, ...toAttributes(mergeOwn(user, ours)) };
}

/** Name of the span if nothing ever names it. */
function nameHint(record: TracerMetaRecord): string {
  const name = record.code?.function;
  return typeof name === 'string' && name !== '' ? name : record.event;
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
    return { status: { code: options.endStatus === 'ok' ? SpanStatusCode.OK : SpanStatusCode.UNSET }, events: [] };
  }
  const told = error === undefined || error === null ? undefined : typeof error === 'string' ? error : toJsonText(error);
  const message = (told ?? entries[0]?.message)?.toWellFormed();
  const asEntry: ExceptionEntry = { type: undefined, message, stacktrace: undefined, isCause: false, locals: undefined };
  const events = (entries.length > 0 ? entries : [asEntry]).map((entry) => toExceptionEvent(entry, record.timeNs));
  return { status: { code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) }, events };
}

function mapEnd(record: TracerMetaRecord, options: MapTracerMetaOptions): EndSignal {
  const content = withoutErrorKeys(record);
  return {
    ...baseOf(record),
    type: 'end',
    name: record.event.slice(0, -END_SUFFIX.length).toWellFormed(),
    ...outcomeOf(record, options),
    content,
    durationNano: undefined,
    tentative: {
      // Without a start to compare with, keys of the application tell a user record from an end.
      closesUnstarted: Object.keys(record.user).every((key) => ERROR_KEYS.has(key)),
      otherwise: toEvent(record, options),
      nameHint: nameHint(record),
    },
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
      return {
        ...baseOf(record),
        type: 'start',
        name: record.event.slice(0, -START_SUFFIX.length).toWellFormed(),
        kind: SpanKind.INTERNAL,
        content: hasUserKeys(record) ? toAttributes(record.user) : NO_ATTRIBUTES,
        links: NO_LINKS,
      };
    case 'end?':
      return mapEnd(record, options);
    case 'user':
      return {
        ...baseOf(record),
        type: 'event',
        event: toEvent(record, options),
        nameHint: nameHint(record).toWellFormed(),
      };
  }
}

const NO_LINKS: readonly [] = [];
const NO_ATTRIBUTES: SignalAttributes = Object.freeze({ attributes: Object.freeze({}), droppedCount: 0, sizeBytes: 0 });
