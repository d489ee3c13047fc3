import {
  DEFAULT_NAMESPACE,
  type DecodeResult,
  deriveSpanId,
  deriveTraceId,
  type DerivedId,
  isRecord,
  parseTimestamp,
  shareText,
  type RejectedResult,
  type RejectReason,
} from '@spanbridge/core';
import { END_SUFFIX, META_KEY, START_SUFFIX } from './names.js';
import { readOtel } from './otel-part.js';
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
  if (value === undefined) return 'missing';
  if (typeof value !== 'string') return value === null ? 'null' : `a value of type ${typeof value}`;
  return JSON.stringify(value.length > QUOTE_LENGTH_MAX ? `${value.slice(0, QUOTE_LENGTH_MAX)}…` : value);
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

/** The application's keys in their order: all but those of `taken`. */
function pickUser(source: Fields, ...taken: readonly ReadonlySet<string>[]): Record<string, unknown> {
  const user = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(source)) if (!taken.some((keys) => keys.has(key))) user[key] = source[key];
  return user;
}

function withAliases(source: Fields): { readonly meta: Fields; readonly used: ReadonlySet<string> } {
  const meta = Object.create(null) as Record<string, unknown>;
  const used = new Set<string>();
  for (const key of META_KEYS) if (Object.hasOwn(source, key)) meta[key] = source[key];
  for (const [key, aliases] of Object.entries(ALIASES)) {
    if (!isMissing(meta[key])) continue;
    const alias = aliases.find((name) => !isMissing(source[name]));
    if (alias === undefined) continue;
    meta[key] = source[alias];
    used.add(alias);
  }
  return { meta, used };
}

function takeFlat(source: Fields, dialect: TracerMetaDialect): Parts {
  const { meta, used } = withAliases(source);
  return { dialect, meta, user: pickUser(source, META_KEYS, used) };
}

const EDITOR_KEYS = new Set(['id', 'file', 'line', 'severity', 'label', 'payload']);

/** The editor's shape: what the payload leaves open, the frame around it says. */
function takeEditor(source: Fields, payload: Fields): Parts {
  const inner = takeFlat(payload, 'editor');
  const meta = Object.assign(Object.create(null), inner.meta) as Record<string, unknown>;
  const fill = (key: string, value: unknown): void => {
    if (isMissing(meta[key]) && !isMissing(value)) meta[key] = value;
  };
  fill('event', source['label']);
  fill('level', source['severity']);
  fill('file', source['file']);
  fill('line', source['line']);
  const outer = pickUser(source, EDITOR_KEYS, new Set(Object.keys(inner.user)));
  return { dialect: 'editor', meta, user: Object.assign(outer, inner.user) };
}

/** In the compatibility mode the timestamp stands at the top once more; any other value there is the application's. */
function takeV2(source: Fields, meta: Fields): Parts {
  const user = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(source)) {
    if (key === META_KEY || (key === 'timestamp' && source[key] === meta['timestamp'])) continue;
    user[key] = source[key];
  }
  return { dialect: 'v2', meta, user };
}

function isEditorShape(source: Fields): boolean {
  const payload = source['payload'];
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
  const traceId = meta['trace_id'];
  const trace = typeof traceId === 'string' ? deriveTraceId(traceId, namespace) : undefined;
  if (trace === undefined) return rejected('invalid-trace-id', `trace_id is ${quote(traceId)}`);
  const spanId = meta['span_id'];
  const span = typeof spanId === 'string' ? deriveSpanId(spanId, trace.id, namespace) : undefined;
  if (span === undefined) return rejected('invalid-span-id', `span_id is ${quote(spanId)}`);
  const parentId = meta['parent_span_id'];
  if (isMissing(parentId)) return { trace, span, parent: undefined };
  const parent = typeof parentId === 'string' ? deriveSpanId(parentId, trace.id, namespace) : undefined;
  if (parent === undefined) return rejected('invalid-parent-id', `parent_span_id is ${quote(parentId)}`);
  // A span that names itself as its parent is a root.
  return { trace, span, parent: parent.id === span.id ? undefined : parent };
}

function roleOf(meta: Fields, event: string, dialect: TracerMetaDialect): TracerMetaRole {
  // The flat dialects have no lifecycle records, whatever their events are called.
  if (dialect !== 'v2') return 'user';
  const isProvisional = meta['provisional'] === true;
  if (isProvisional) return event.endsWith(START_SUFFIX) && event.length > START_SUFFIX.length ? 'start' : 'user';
  return event.endsWith(END_SUFFIX) && event.length > END_SUFFIX.length ? 'end?' : 'user';
}

function shared(value: unknown): unknown {
  return typeof value === 'string' ? shareText(value) : (value ?? undefined);
}

function readCode(meta: Fields): TracerMetaCode | undefined {
  const { file, line, function: name } = meta;
  if (isMissing(file) && isMissing(line) && isMissing(name)) return undefined;
  return { file: shared(file), line: line ?? undefined, function: shared(name) };
}

/** A record under construction: its optional members are set only where they are present. */
type Draft = { -readonly [K in keyof TracerMetaRecord]: TracerMetaRecord[K] };

function setOptional(draft: Draft, meta: Fields, ids: Ids): void {
  if (ids.parent !== undefined) draft.parentSpanId = ids.parent.id;
  if (ids.trace.isForeign) draft.foreignTraceId = meta['trace_id'] as string;
  if (ids.span.isForeign) draft.foreignSpanId = meta['span_id'] as string;
  const code = readCode(meta);
  if (code !== undefined) draft.code = code;
  if (!isMissing(meta['level'])) draft.level = meta['level'];
  if (!isMissing(meta['logger'])) draft.logger = meta['logger'];
  if (isRecord(meta['otel'])) draft.otel = readOtel(meta['otel']);
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
  if (isMissing(meta['trace_id']) && isMissing(meta['span_id'])) return { status: 'ignored', reason: 'no-span' };
  const ids = readIds(meta, options.namespace ?? DEFAULT_NAMESPACE);
  if ('status' in ids) return ids;
  const timestamp = meta['timestamp'];
  const timeNs = typeof timestamp === 'string' ? parseTimestamp(timestamp) : undefined;
  if (timeNs === undefined) return rejected('invalid-timestamp', `timestamp is ${quote(timestamp)}, not ISO 8601`);
  const event = meta['event'];
  if (typeof event !== 'string' || event === '') return rejected('invalid-event', `event is ${quote(event)}`);
  const { trace, span } = ids;
  const role = roleOf(meta, event, dialect);
  const record: Draft = { dialect, traceId: trace.id, spanId: span.id, timeNs, event: shareText(event), role, user };
  setOptional(record, meta, ids);
  return { status: 'decoded', record };
}
