import { MalformedBody, orInvalid } from './decode-result.js';
import type { OtlpEncoding } from './encoding.js';
import type { OtlpSignal } from './signal.js';
import { JsonCursor, type JsonObject } from './json/cursor.js';
import { parseJsonBody } from './json/parse-body.js';
import { END_OF_MESSAGE, ProtobufReader } from './protobuf/reader.js';
import { ProtobufWriter } from './protobuf/writer.js';

/** What a receiver says when it could not take every span or log record, or took all of them with a remark. */
export interface PartialSuccess {
  /** How many spans, in an answer about logs how many log records, were turned down; 0 with a message is a warning. */
  readonly rejectedSpans: number;
  /** Why, for humans. */
  readonly errorMessage: string;
}

/** The body of an answer with a 2xx status; no `partialSuccess` means that every span was taken. */
export type DecodeExportResponseResult =
  | { readonly status: 'decoded'; readonly partialSuccess?: PartialSuccess }
  | { readonly status: 'invalid'; readonly detail: string };

/** `google.rpc.Status`, the body of every OTLP answer with a 4xx or 5xx status. */
export interface RpcStatus {
  /** A code of gRPC: 3 invalid argument, 8 resource exhausted, 12 unimplemented, 14 unavailable … */
  readonly code: number;
  /** What was wrong and what to do, for the developer of the sender. */
  readonly message: string;
}

/** What became of the body of an answer with a 4xx or 5xx status. */
export type DecodeStatusResult =
  ({ readonly status: 'decoded' } & RpcStatus) | { readonly status: 'invalid'; readonly detail: string };

const textEncoder = new TextEncoder();

/** Room for a sentence; a longer one grows the buffer. */
const RESPONSE_BYTES = 256;

/** The number of what was turned down, in OTLP/JSON. In protobuf both are field 1. */
const REJECTED_NAMES: Readonly<Record<OtlpSignal, string>> = { traces: 'rejectedSpans', logs: 'rejectedLogRecords' };

/**
 * The body of an ExportTraceServiceResponse, or of an ExportLogsServiceResponse; undefined means that everything was
 * taken.
 */
export function encodeExportResponse(
  partialSuccess: PartialSuccess | undefined,
  encoding: OtlpEncoding,
  signal: OtlpSignal = 'traces',
): Uint8Array {
  if (encoding === 'json') return textEncoder.encode(JSON.stringify(toResponseJson(partialSuccess, signal)));
  const writer = new ProtobufWriter(RESPONSE_BYTES);
  if (partialSuccess !== undefined) {
    const body = writer.beginMessage(0x0a, 1); // partial_success = 1
    writer.byte(0x08); // rejected_spans, rejected_log_records = 1
    writer.varint(partialSuccess.rejectedSpans);
    if (partialSuccess.errorMessage) writer.text(0x12, partialSuccess.errorMessage); // error_message = 2
    writer.endMessage(body, 1);
  }
  return writer.finish();
}

/**
 * Decodes the body of an ExportTraceServiceResponse, or of an ExportLogsServiceResponse. An empty body is full success
 * in both encodings. Never throws.
 */
export function decodeExportResponse(
  body: Uint8Array,
  encoding: OtlpEncoding,
  signal: OtlpSignal = 'traces',
): DecodeExportResponseResult {
  return orInvalid((): DecodeExportResponseResult => {
    if (body.length === 0) return { status: 'decoded' };
    const partialSuccess = encoding === 'json' ? responseFromJson(body, signal) : responseFromProtobuf(body);
    return partialSuccess === undefined ? { status: 'decoded' } : { status: 'decoded', partialSuccess };
  });
}

/** The body of a `google.rpc.Status`. */
export function encodeStatus(status: RpcStatus, encoding: OtlpEncoding): Uint8Array {
  if (encoding === 'json') {
    return textEncoder.encode(JSON.stringify({ code: status.code, message: status.message.toWellFormed() }));
  }
  const writer = new ProtobufWriter(RESPONSE_BYTES);
  if (status.code !== 0) {
    writer.byte(0x08); // code = 1
    writer.varint(status.code);
  }
  if (status.message) writer.text(0x12, status.message); // message = 2
  return writer.finish();
}

/** Decodes a `google.rpc.Status`; its `details` are not read. Never throws. */
export function decodeStatus(body: Uint8Array, encoding: OtlpEncoding): DecodeStatusResult {
  return orInvalid((): DecodeStatusResult => ({
    status: 'decoded',
    ...(encoding === 'json' ? statusFromJson(body) : statusFromProtobuf(body)),
  }));
}

function toResponseJson(partialSuccess: PartialSuccess | undefined, signal: OtlpSignal): JsonObject {
  if (partialSuccess === undefined) return {};
  const { rejectedSpans, errorMessage } = partialSuccess;
  return {
    partialSuccess: { [REJECTED_NAMES[signal]]: String(rejectedSpans), errorMessage: errorMessage.toWellFormed() },
  };
}

function responseFromJson(body: Uint8Array, signal: OtlpSignal): PartialSuccess | undefined {
  const cursor = new JsonCursor();
  return cursor.member(jsonObject(body), 'partialSuccess', (partial) => ({
    rejectedSpans: Number(cursor.int64(partial, REJECTED_NAMES[signal])),
    errorMessage: cursor.text(partial, 'errorMessage'),
  }));
}

function responseFromProtobuf(body: Uint8Array): PartialSuccess | undefined {
  const reader = new ProtobufReader(body);
  let partialSuccess: PartialSuccess | undefined;
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x0a) partialSuccess = readPartialSuccess(reader);
    else reader.skip(tag);
  }
  return partialSuccess;
}

function readPartialSuccess(reader: ProtobufReader): PartialSuccess {
  let rejectedSpans = 0;
  let errorMessage = '';
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x08) rejectedSpans = Number(reader.int64());
    else if (tag === 0x12) errorMessage = reader.text();
    else reader.skip(tag);
  }
  reader.leaveMessage(outer);
  return { rejectedSpans, errorMessage };
}

function statusFromJson(body: Uint8Array): RpcStatus {
  const cursor = new JsonCursor();
  const status = jsonObject(body);
  return { code: cursor.enumValue(status, 'code'), message: cursor.text(status, 'message') };
}

function statusFromProtobuf(body: Uint8Array): RpcStatus {
  const reader = new ProtobufReader(body);
  let code = 0;
  let message = '';
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x08) code = reader.uint32();
    else if (tag === 0x12) message = reader.text();
    else reader.skip(tag);
  }
  return { code, message };
}

function jsonObject(body: Uint8Array): JsonObject {
  const value = parseJsonBody(body);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new MalformedBody('The body is JSON, but not an object.');
}
