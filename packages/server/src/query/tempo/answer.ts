import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeTraces, toTracesData, type TracesDataJson } from '@spanbridge/otlp';
import type { Answer } from '../../http/exchange.js';

/** How an answer is written. Tempo writes JSON unless it is asked for protobuf. */
export type TempoEncoding = 'protobuf' | 'json';

const PROTOBUF_TYPE = 'application/protobuf';

/** Ids of OTLP, which are bytes to the JSON of protobuf. */
const ID_NAMES: ReadonlySet<string> = new Set(['traceId', 'spanId', 'parentSpanId']);

/** The alternatives of an attribute value. The one that is set is written also with its default value. */
const VALUE_NAME = /^(?:string|bool|int|double|bytes|array|kvlist)Value$/;

/** The trace alone: what `GET /api/traces/{id}` answers. */
export function traceAnswer(spans: readonly ReadableSpan[], encoding: TempoEncoding): Answer {
  if (encoding === 'protobuf') return protobufAnswer(encodeTraces(spans, 'protobuf'));
  return jsonTextAnswer(toProto3Json({ batches: toTracesData(spans).resourceSpans }));
}

/** The trace in a wrapper that could say that it is not whole: what `GET /api/v2/traces/{id}` answers. */
export function wrappedTraceAnswer(spans: readonly ReadableSpan[], encoding: TempoEncoding): Answer {
  if (encoding === 'json') return jsonTextAnswer(toProto3Json({ trace: toTracesData(spans) }));
  const trace = encodeTraces(spans, 'protobuf');
  // TraceByIDResponse { Trace trace = 1; }
  return protobufAnswer(Buffer.concat([Buffer.from([0x0a]), varint(trace.byteLength), trace]));
}

/** Whatever else Tempo says, it says in plain text. */
export function textAnswer(status: number, body: string): Answer {
  return { status, contentType: 'text/plain; charset=utf-8', body };
}

/** The encoding that an `Accept` header asks for: the one that it ranks higher, JSON when it says nothing. */
export function encodingOfAccept(accept: string | undefined): TempoEncoding {
  const ranks = (accept ?? '').split(',').map(readRange);
  const quality = (types: readonly string[]): number =>
    Math.max(0, ...ranks.filter(({ type }) => types.includes(type)).map((range) => range.quality));
  return quality([PROTOBUF_TYPE, 'application/x-protobuf']) > quality(['application/json']) ? 'protobuf' : 'json';
}

function readRange(text: string): { readonly type: string; readonly quality: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return { type, quality: Number.isFinite(quality) ? quality : 0 };
}

/** JSON as protobuf's own mapping writes it: ids in base64, enums by name, and nothing that has its default value. */
function toProto3Json(value: { batches: TracesDataJson['resourceSpans'] } | { trace: TracesDataJson }): string {
  return JSON.stringify(value, (name, member: unknown) => {
    if (ID_NAMES.has(name) && typeof member === 'string')
      return Buffer.from(member, 'hex').toString('base64') || undefined;
    // Attributes are lists of key and value, so that users name no member here.
    if (name === 'kind') return member === 0 ? undefined : `SPAN_KIND_${kindName(member)}`;
    if (name === 'code') return member === 0 ? undefined : `STATUS_CODE_${SpanStatusCode[member as number]}`;
    if (VALUE_NAME.test(name)) return member;
    const isDefault = member === 0 || member === '' || (Array.isArray(member) && member.length === 0);
    return isDefault || (member === '0' && name.endsWith('UnixNano')) ? undefined : member;
  });
}

/** OTLP counts kinds from 1, with 0 for none. */
function kindName(kind: unknown): string {
  return (SpanKind as Readonly<Record<number, string | undefined>>)[Number(kind) - 1] ?? 'UNSPECIFIED';
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

function protobufAnswer(body: Uint8Array): Answer {
  return { status: 200, contentType: PROTOBUF_TYPE, body };
}

function jsonTextAnswer(body: string): Answer {
  return { status: 200, contentType: 'application/json', body };
}
