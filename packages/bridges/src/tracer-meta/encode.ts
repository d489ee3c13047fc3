import type { Attributes } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE, EXCEPTION_EVENT_NAME, formatTimestampMicros, fromHrTime, isReservedKey } from '@spanbridge/core';
import { entryFromAttributes, type ExceptionEntry } from './exceptions.js';
import { END_SUFFIX, META_KEY, START_SUFFIX, TRACER_META_ATTRIBUTE } from './names.js';
import { otelOfEnd, otelOfStart } from './otel-part.js';

/** One record to be written as a JSON line. */
export type EncodedTracerMeta = Readonly<Record<string, unknown>>;

/** Options of {@link encodeTracerMeta}. */
export interface EncodeTracerMetaOptions {
  /** Write the timestamp at the top of the record once more, for tools that look there; default false. */
  readonly compatMode?: boolean;
  /** A folder that is taken off the front of `file`, as viewers in an editor want it. */
  readonly workspaceRoot?: string;
}

type SpanEvent = ReadableSpan['events'][number];

/** Attributes that are written into the meta object and not among the application's keys. */
const META_ATTRIBUTES = new Set<string>([
  ATTRIBUTE.codeFilePath,
  ATTRIBUTE.codeLineNumber,
  ATTRIBUTE.codeFunctionName,
  TRACER_META_ATTRIBUTE.level,
  TRACER_META_ATTRIBUTE.logger,
]);

/** Attributes of a span that say how it was read; reading the records again says it anew. */
const READING_ATTRIBUTES = new Set<string>([TRACER_META_ATTRIBUTE.dialect, TRACER_META_ATTRIBUTE.implicit]);

/** A frame line as `exceptions.ts` writes it. */
const FRAME_LINE = /^ {2}File "(.*)", line (\d+), in (.*)$/;

interface MetaFields {
  readonly timeUnixNano: bigint;
  readonly event: string;
  readonly attributes?: Attributes;
  readonly isProvisional?: boolean;
  readonly otel?: ReturnType<typeof otelOfEnd>;
}

/** What a record needs of its span. */
type SpanPosition = Pick<ReadableSpan, 'spanContext' | 'parentSpanContext'>;

/** What a start needs of its span, running or not. */
export type TracerMetaStart = SpanPosition & Pick<ReadableSpan, 'name' | 'kind' | 'startTime' | 'attributes'>;

function relativeFile(file: unknown, workspaceRoot: string | undefined): unknown {
  if (typeof file !== 'string' || workspaceRoot === undefined) return file;
  const root = workspaceRoot.endsWith('/') ? workspaceRoot : `${workspaceRoot}/`;
  return file.startsWith(root) ? file.slice(root.length) : file;
}

function encodeMeta(span: SpanPosition, fields: MetaFields, options: EncodeTracerMetaOptions): EncodedTracerMeta {
  const { attributes = {} } = fields;
  const context = span.spanContext();
  const entries: [string, unknown][] = [
    ['timestamp', formatTimestampMicros(fields.timeUnixNano)],
    ['event', fields.event],
    ['trace_id', context.traceId],
    ['span_id', context.spanId],
    ['parent_span_id', span.parentSpanContext?.spanId],
    ['file', relativeFile(attributes[ATTRIBUTE.codeFilePath], options.workspaceRoot)],
    ['line', attributes[ATTRIBUTE.codeLineNumber]],
    ['function', attributes[ATTRIBUTE.codeFunctionName]],
    ['level', attributes[TRACER_META_ATTRIBUTE.level]],
    ['logger', attributes[TRACER_META_ATTRIBUTE.logger]],
    ['provisional', fields.isProvisional],
    ['otel', fields.otel],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** The record: the application's keys first, then the meta object, then the timestamp of the compatibility mode. */
function encodeRecord(
  span: SpanPosition,
  user: Record<string, unknown>,
  fields: MetaFields,
  options: EncodeTracerMetaOptions,
): EncodedTracerMeta {
  const record = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(user)) if (key !== META_KEY) record[key] = value;
  record[META_KEY] = encodeMeta(span, fields, options);
  // A key `timestamp` of the application stays: only an equal value would be taken for ours.
  if (options.compatMode === true && !('timestamp' in record)) {
    record['timestamp'] = formatTimestampMicros(fields.timeUnixNano);
  }
  return record;
}

/** An attribute that may stand on a lifecycle record as it is. */
function isWritten(key: string): boolean {
  return !READING_ATTRIBUTES.has(key) && !isReservedKey(key);
}

function userKeys(attributes: Attributes): Record<string, unknown> {
  const user = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(attributes)) if (isWritten(key)) user[key] = value;
  return user;
}

function eventUserKeys(event: SpanEvent): Record<string, unknown> {
  const user = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(event.attributes ?? {})) {
    const name = key.startsWith(TRACER_META_ATTRIBUTE.userPrefix)
      ? key.slice(TRACER_META_ATTRIBUTE.userPrefix.length)
      : key;
    if (!META_ATTRIBUTES.has(key)) user[name] = value;
  }
  return user;
}

/**
 * An event of a span as a user record.
 *
 * @param span - gives the ids
 */
export function encodeTracerMetaEvent(
  span: ReadableSpan,
  event: SpanEvent,
  options: EncodeTracerMetaOptions = {},
): EncodedTracerMeta {
  const attributes = event.attributes ?? {};
  const fields = { timeUnixNano: fromHrTime(event.time), event: event.name, attributes };
  return encodeRecord(span, eventUserKeys(event), fields, options);
}

function encodeFrames(stacktrace: string): readonly object[] | undefined {
  const frames = stacktrace.split('\n').map((line) => FRAME_LINE.exec(line));
  if (frames.some((match) => match === null)) return undefined;
  return frames.map((match) => ({ filename: match?.[1], lineno: Number(match?.[2]), name: match?.[3] }));
}

/** An exception in the writer's own shape; a stack of another language stays text. */
function encodeException(span: ReadableSpan, event: SpanEvent): object {
  const entry: ExceptionEntry = entryFromAttributes(event.attributes ?? {});
  const timeUnixNano = fromHrTime(event.time);
  const frames = entry.stacktrace === undefined ? [] : encodeFrames(entry.stacktrace);
  return {
    exc_type: entry.type ?? null,
    exc_value: entry.message ?? null,
    syntax_error: null,
    is_cause: entry.isCause,
    frames: frames ?? [],
    ...(frames === undefined ? { stacktrace: entry.stacktrace } : {}),
    ...(timeUnixNano === fromHrTime(span.endTime) ? {} : { timestamp: formatTimestampMicros(timeUnixNano) }),
  };
}

function errorKeys(span: ReadableSpan, exceptions: readonly SpanEvent[]): Record<string, unknown> {
  if (span.status.code !== SpanStatusCode.ERROR) return {};
  return {
    error: span.status.message ?? '',
    ...(exceptions.length === 0 ? {} : { exception: exceptions.map((event) => encodeException(span, event)) }),
  };
}

/** The exceptions that the end record carries: those of a failed span, each with its time when it is another. */
function endExceptions(span: ReadableSpan): readonly SpanEvent[] {
  if (span.status.code !== SpanStatusCode.ERROR) return [];
  return span.events.filter((event) => event.name === EXCEPTION_EVENT_NAME);
}

/** Keys that tell of the error on an end; an attribute of that name moves out of the way. */
const ERROR_KEYS = new Set(['error', 'exception']);

/** What was set after the start; what has changed since counts, too. */
function laterKeys(span: ReadableSpan, startAttributes: Attributes): Record<string, unknown> {
  const later = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(userKeys(span.attributes))) {
    if (value === startAttributes[key]) continue;
    later[ERROR_KEYS.has(key) ? TRACER_META_ATTRIBUTE.userPrefix + key : key] = value;
  }
  return later;
}

/** The provisional start of a span, which may still run. */
export function encodeTracerMetaStart(
  span: TracerMetaStart,
  options: EncodeTracerMetaOptions & { readonly code?: Attributes } = {},
): EncodedTracerMeta {
  const fields = {
    timeUnixNano: fromHrTime(span.startTime),
    event: span.name + START_SUFFIX,
    attributes: options.code ?? {},
    isProvisional: true,
    otel: otelOfStart(span),
  };
  return encodeRecord(span, userKeys(span.attributes), fields, options);
}

/** What was written of a span when it started; by default what it is called now, with all of its attributes. */
export interface WrittenStart {
  readonly name: string;
  readonly attributes: Attributes;
}

/** An ended span as what follows its start: its events, and the end with what was not known at the start. */
export function encodeTracerMetaRest(
  span: ReadableSpan,
  start: WrittenStart = span,
  options: EncodeTracerMetaOptions = {},
): EncodedTracerMeta[] {
  const exceptions = endExceptions(span);
  const events = span.events.filter((event) => !exceptions.includes(event));
  const fields = {
    timeUnixNano: fromHrTime(span.endTime),
    event: start.name + END_SUFFIX,
    otel: otelOfEnd(span, start.name, exceptions.length),
  };
  return [
    ...events.map((event) => encodeTracerMetaEvent(span, event, options)),
    encodeRecord(span, { ...laterKeys(span, start.attributes), ...errorKeys(span, exceptions) }, fields, options),
  ];
}

/**
 * A span as the records that its program would have written: the provisional start, its events, and the end.
 * Implicit spans have neither start nor end, unfinished ones no end. Times are cut to microseconds; links and resource
 * have no place in the format; kind, status OK and a failure without an exception are told under `otel`. Reading the
 * records again gives the same tree.
 */
export function encodeTracerMeta(span: ReadableSpan, options: EncodeTracerMetaOptions = {}): EncodedTracerMeta[] {
  const isImplicit = span.attributes[TRACER_META_ATTRIBUTE.implicit] === true;
  const isStartMissing = span.attributes[ATTRIBUTE.startMissing] === true;
  const isUnfinished = span.attributes[ATTRIBUTE.partialGc] === true;
  const start = isImplicit || isStartMissing ? [] : [encodeTracerMetaStart(span, options)];
  const hasEnd = !isImplicit && !isUnfinished;
  if (hasEnd) return [...start, ...encodeTracerMetaRest(span, span, options)];
  return [...start, ...span.events.map((event) => encodeTracerMetaEvent(span, event, options))];
}
