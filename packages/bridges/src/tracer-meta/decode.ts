import {
  DEFAULT_NAMESPACE,
  type DecodeResult,
  deriveSpanId,
  deriveTraceId,
  type DerivedId,
  isRecord,
  parseTimestamp,
  type RejectedResult,
  type RejectReason,
} from '@spanbridge/core';
import { END_SUFFIX, META_KEY, START_SUFFIX } from './names.js';
import type { TracerMetaCode, TracerMetaDialect, TracerMetaRecord, TracerMetaRole } from './types.js';

/** What `decodeTracerMeta` answers. */
export type DecodeTracerMetaResult = DecodeResult<TracerMetaRecord>;

/** Options of `decodeTracerMeta`. */
export interface DecodeTracerMetaOptions {
  /** Namespace of derived ids; default `spanbridge`. */
  readonly namespace?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** A record taken apart: its position in the trace, and the application's keys. */
interface Parts {
  readonly dialect: TracerMetaDialect;
  readonly meta: Fields;
  readonly user: Fields;
}

/** Keys of the trace position; in the flat dialects every other key is the application's. */
const META_KEYS = new Set([
  ...['timestamp', 'event', 'trace_id', 'span_id', 'parent_span_id', 'parent_id', 'file', 'line', 'function'],
  ...['level', 'logger', 'provisional'],
]);

/** Other spellings of the flat dialects, read when the key itself is missing. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  timestamp: ['ts', '@timestamp'],
  event: ['message', 'msg'],
  level: ['lvl'],
  parent_span_id: ['parent_id'],
};

/** Longest piece of a bad value that a message quotes. */
const QUOTE_LENGTH_MAX = 60;

function rejected(reason: RejectReason, detail: string): RejectedResult {
  return { status: 'rejected', reason, detail };
}

function quote(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : `a value of type ${typeof value}`;
  return JSON.stringify(value.length > QUOTE_LENGTH_MAX ? `${value.slice(0, QUOTE_LENGTH_MAX)}…` : value);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** A property of the object itself: `constructor` of a record must not find the one of its prototype. */
function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** The application's keys in their order. */
function pickUser(source: Fields, isUserKey: (key: string) => boolean): Record<string, unknown> {
  const user = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(source)) if (isUserKey(key)) user[key] = source[key];
  return user;
}

function withAliases(source: Fields): { readonly meta: Fields; readonly used: ReadonlySet<string> } {
  const meta = Object.create(null) as Record<string, unknown>;
  const used = new Set<string>();
  for (const key of META_KEYS) if (Object.hasOwn(source, key)) meta[key] = source[key];
  for (const [key, aliases] of Object.entries(ALIASES)) {
    if (!isMissing(meta[key])) continue;
    const alias = aliases.find((name) => !isMissing(own(source, name)));
    if (alias === undefined) continue;
    meta[key] = source[alias];
    used.add(alias);
  }
  return { meta, used };
}

function takeFlat(source: Fields, dialect: TracerMetaDialect): Parts {
  const { meta, used } = withAliases(source);
  return { dialect, meta, user: pickUser(source, (key) => !META_KEYS.has(key) && !used.has(key)) };
}

const EDITOR_KEYS = new Set(['id', 'file', 'line', 'severity', 'label', 'payload']);

/** The editor's shape: what the payload leaves open, the frame around it says. */
function takeEditor(source: Fields, payload: Fields): Parts {
  const inner = takeFlat(payload, 'editor');
  const meta = Object.assign(Object.create(null), inner.meta) as Record<string, unknown>;
  const fill = (key: string, value: unknown): void => {
    if (isMissing(meta[key]) && !isMissing(value)) meta[key] = value;
  };
  fill('event', own(source, 'label'));
  fill('level', own(source, 'severity'));
  fill('file', own(source, 'file'));
  fill('line', own(source, 'line'));
  const outer = pickUser(source, (key) => !EDITOR_KEYS.has(key) && !Object.hasOwn(inner.user, key));
  return { dialect: 'editor', meta, user: Object.assign(outer, inner.user) };
}

/** In the compatibility mode the timestamp stands at the top once more; any other value there is the application's. */
function takeV2(source: Fields, meta: Fields): Parts {
  const timestamp = own(meta, 'timestamp');
  const user = pickUser(source, (key) => key !== META_KEY && !(key === 'timestamp' && source[key] === timestamp));
  return { dialect: 'v2', meta, user };
}

function isEditorShape(source: Fields): boolean {
  const payload = own(source, 'payload');
  if (!isRecord(payload) || (!Object.hasOwn(source, 'label') && !Object.hasOwn(source, 'severity'))) return false;
  return Object.hasOwn(payload, 'trace_id') && Object.hasOwn(payload, 'span_id');
}

function isFlatShape(source: Fields): boolean {
  const hasOne = (...keys: string[]): boolean => keys.some((key) => Object.hasOwn(source, key));
  return (
    hasOne('trace_id') &&
    hasOne('span_id') &&
    hasOne('timestamp', 'ts', '@timestamp') &&
    hasOne('event', 'message', 'msg')
  );
}

/** Answers whether a value has the shape of one of the dialects; it may still be rejected. */
export function isTracerMetaShape(value: unknown): boolean {
  return isRecord(value) && (Object.hasOwn(value, META_KEY) || isEditorShape(value) || isFlatShape(value));
}

function takeApart(value: Fields): Parts | RejectedResult | undefined {
  if (Object.hasOwn(value, META_KEY)) {
    const meta = value[META_KEY];
    if (isRecord(meta)) return takeV2(value, meta);
    return rejected('invalid-meta', `${META_KEY} is ${quote(meta)}, not an object`);
  }
  if (isEditorShape(value)) return takeEditor(value, value['payload'] as Fields);
  return isFlatShape(value) ? takeFlat(value, 'v1') : undefined;
}

interface Ids {
  readonly trace: DerivedId;
  readonly span: DerivedId;
  readonly parent: DerivedId | undefined;
}

function readIds(meta: Fields, namespace: string): Ids | RejectedResult {
  const traceId = own(meta, 'trace_id');
  const trace = typeof traceId === 'string' ? deriveTraceId(traceId, namespace) : undefined;
  if (trace === undefined) return rejected('invalid-trace-id', `trace_id is ${quote(traceId)}`);
  const spanId = own(meta, 'span_id');
  const span = typeof spanId === 'string' ? deriveSpanId(spanId, trace.id, namespace) : undefined;
  if (span === undefined) return rejected('invalid-span-id', `span_id is ${quote(spanId)}`);
  const parentId = own(meta, 'parent_span_id');
  if (isMissing(parentId)) return { trace, span, parent: undefined };
  const parent = typeof parentId === 'string' ? deriveSpanId(parentId, trace.id, namespace) : undefined;
  if (parent === undefined) return rejected('invalid-parent-id', `parent_span_id is ${quote(parentId)}`);
  // A span that names itself as its parent is a root.
  return { trace, span, parent: parent.id === span.id ? undefined : parent };
}

function roleOf(meta: Fields, event: string, dialect: TracerMetaDialect): TracerMetaRole {
  // The flat dialects have no lifecycle records, whatever their events are called.
  if (dialect !== 'v2') return 'user';
  const isProvisional = own(meta, 'provisional') === true;
  if (isProvisional) return event.endsWith(START_SUFFIX) && event.length > START_SUFFIX.length ? 'start' : 'user';
  return event.endsWith(END_SUFFIX) && event.length > END_SUFFIX.length ? 'end?' : 'user';
}

function readCode(meta: Fields): TracerMetaCode | undefined {
  const code: Record<string, unknown> = {};
  for (const key of ['file', 'line', 'function']) {
    const value = own(meta, key);
    if (!isMissing(value)) code[key] = value;
  }
  return Object.keys(code).length === 0 ? undefined : code;
}

/** The members that are present; absent ones are left out and not set to undefined. */
function present<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], null | undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => !isMissing(value))) as never;
}

/**
 * Reads one parsed value as a `__tracer_meta__` record of any dialect. Pure; never throws.
 *
 * The first fault names the reason, in this order: meta, trace id, span id, parent id, timestamp, event. A record with
 * neither trace nor span id was logged outside any span and is ignored as `no-span`.
 */
export function decodeTracerMeta(value: unknown, options: DecodeTracerMetaOptions = {}): DecodeTracerMetaResult {
  const parts = isRecord(value) ? takeApart(value) : undefined;
  if (parts === undefined) return { status: 'ignored', reason: 'not-a-trace-record' };
  if ('status' in parts) return parts;
  const { meta, dialect, user } = parts;
  if (isMissing(own(meta, 'trace_id')) && isMissing(own(meta, 'span_id'))) return { status: 'ignored', reason: 'no-span' };
  const ids = readIds(meta, options.namespace ?? DEFAULT_NAMESPACE);
  if ('status' in ids) return ids;
  const timestamp = own(meta, 'timestamp');
  const timeNs = typeof timestamp === 'string' ? parseTimestamp(timestamp) : undefined;
  if (timeNs === undefined) return rejected('invalid-timestamp', `timestamp is ${quote(timestamp)}, not ISO 8601`);
  const event = own(meta, 'event');
  if (typeof event !== 'string' || event === '') return rejected('invalid-event', `event is ${quote(event)}`);
  const record: TracerMetaRecord = {
    dialect,
    traceId: ids.trace.id,
    spanId: ids.span.id,
    timeNs,
    event,
    role: roleOf(meta, event, dialect),
    user,
    ...present({
      parentSpanId: ids.parent?.id,
      foreignTraceId: ids.trace.isForeign ? (own(meta, 'trace_id') as string) : undefined,
      foreignSpanId: ids.span.isForeign ? (own(meta, 'span_id') as string) : undefined,
      code: readCode(meta),
      level: own(meta, 'level'),
      logger: own(meta, 'logger'),
    }),
  };
  return { status: 'decoded', record };
}
