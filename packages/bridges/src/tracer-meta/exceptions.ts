import type { Attributes } from '@opentelemetry/api';
import {
  ATTRIBUTE,
  EXCEPTION_EVENT_NAME,
  isRecord,
  parseTimestamp,
  type SpanEventContent,
  toAttributes,
  toJsonText,
} from '@spanbridge/core';
import { TRACER_META_ATTRIBUTE } from './names.js';

/** One exception of a chain, with its stack as text. Values of local variables are secrets more often than not. */
export interface ExceptionEntry {
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly stacktrace: string | undefined;
  readonly isCause: boolean;
  /** JSON text of the local variables per frame; only read when asked for. */
  readonly locals: string | undefined;
  /** When it was recorded, where the entry says so; nanoseconds since 1970. */
  readonly timeUnixNano?: bigint;
}

/** Frames that one stack keeps. Python stops at 1,000 calls; more is a broken record, and is cut. */
const FRAMES_MAX = 1_000;

/** The last line of a Python traceback: `pkg.ValueError: text`. */
const TRACEBACK_TAIL = /^([A-Za-z_][\w.]*)(?::\s?(.*))?$/;

function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? undefined : toJsonText(value);
}

function frameLine(frame: unknown): string | undefined {
  if (!isRecord(frame)) return undefined;
  const file = text(frame['filename']) ?? '?';
  return `  File "${file}", line ${text(frame['lineno']) ?? '?'}, in ${text(frame['name']) ?? '?'}`;
}

function readEntry(entry: Record<string, unknown>, includeLocals: boolean): ExceptionEntry {
  const frames = Array.isArray(entry['frames']) ? (entry['frames'] as unknown[]).slice(0, FRAMES_MAX) : [];
  const lines = frames.map(frameLine).filter((line) => line !== undefined);
  const locals = frames.map((frame) => (isRecord(frame) ? frame['locals'] : undefined));
  const { timestamp } = entry;
  const timeUnixNano = typeof timestamp === 'string' ? parseTimestamp(timestamp) : undefined;
  const stacktrace = lines.length > 0 ? lines.join('\n') : text(entry['stacktrace']);
  return {
    type: text(entry['exc_type']),
    message: text(entry['exc_value']),
    stacktrace,
    isCause: entry['is_cause'] === true,
    locals: includeLocals && locals.some(isRecord) ? toJsonText(locals) : undefined,
    ...(timeUnixNano === undefined ? {} : { timeUnixNano }),
  };
}

/** A traceback as one text, as loggers without structured tracebacks write it. */
function readTraceback(traceback: string): ExceptionEntry {
  const tail = TRACEBACK_TAIL.exec(traceback.trimEnd().split('\n').at(-1) ?? '');
  return { type: tail?.[1], message: tail?.[2], stacktrace: traceback, isCause: false, locals: undefined };
}

/** Reads the key `exception`: a list of entries, or a traceback as text. Empty when it holds neither. */
export function readExceptions(value: unknown, includeLocals: boolean): readonly ExceptionEntry[] {
  if (typeof value === 'string' && value.trim() !== '') return [readTraceback(value)];
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((entry) => readEntry(entry, includeLocals));
}

/** The attributes of the semantic conventions for one exception; what is not known is left out. */
export function exceptionFields(entry: ExceptionEntry): Record<string, unknown> {
  return {
    [ATTRIBUTE.exceptionType]: entry.type,
    [ATTRIBUTE.exceptionMessage]: entry.message,
    [ATTRIBUTE.exceptionStacktrace]: entry.stacktrace,
    [TRACER_META_ATTRIBUTE.exceptionIsCause]: entry.isCause ? true : undefined,
    [TRACER_META_ATTRIBUTE.exceptionLocals]: entry.locals,
  };
}

/** The event `exception` of a span, at the time of its end unless the entry knows a better one. */
export function toExceptionEvent(entry: ExceptionEntry, endUnixNano: bigint): SpanEventContent {
  const { timeUnixNano = endUnixNano } = entry;
  const { attributes, droppedCount, sizeBytes } = toAttributes(exceptionFields(entry));
  return { name: EXCEPTION_EVENT_NAME, timeUnixNano, attributes, droppedCount, sizeBytes };
}

/** Reads an exception back out of the attributes of an event. */
export function entryFromAttributes(attributes: Attributes): ExceptionEntry {
  return {
    type: text(attributes[ATTRIBUTE.exceptionType]),
    message: text(attributes[ATTRIBUTE.exceptionMessage]),
    stacktrace: text(attributes[ATTRIBUTE.exceptionStacktrace]),
    isCause: attributes[TRACER_META_ATTRIBUTE.exceptionIsCause] === true,
    locals: undefined,
  };
}
