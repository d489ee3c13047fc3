import { gzipSync } from 'node:zlib';
import { ExportTraceServiceResponse, Status, writeProto } from '../../../packages/otlp/test/support/proto.js';
import type { ReceivedSpan } from '../oracle/wire.js';

/** What is known of a request when its head has come. */
export interface RequestHead {
  /** Over all connections, from 0. */
  readonly index: number;
  /** The number of the connection, from 0. */
  readonly connection: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** A request that has come whole. */
export interface WholeRequest extends RequestHead {
  readonly body: Buffer;
  /** Its size before compression counts for limits; a body that cannot be decoded has no spans. */
  readonly spans: readonly ReceivedSpan[];
}

/** An answer, as it is written. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** The spans that are stored; default all with a status of 2xx, otherwise none. */
  readonly keep?: (received: ReceivedSpan, index: number) => boolean;
}

/** What the backend does with one request. */
export type Behaviour =
  /** Answers once the request is whole and `delayMs` has passed. */
  | { readonly type: 'answer'; readonly answer: (request: WholeRequest) => Answer; readonly delayMs?: number }
  /** Resets the connection when that much of the body has come: 0 bytes, 1 byte, half of it, all but the last byte. */
  | { readonly type: 'reset-in-request'; readonly at: 'start' | 'first-byte' | 'half' | 'last-byte' }
  /** Stores the spans, then resets the connection before an answer. */
  | { readonly type: 'reset-before-answer' }
  /** Stores the spans, sends the head of an answer with status 200, then resets the connection. */
  | { readonly type: 'reset-after-head' }
  /** Stores the spans, announces a body and ends the connection in the middle of it. */
  | { readonly type: 'cut-answer' }
  /** Stores the spans, then sends one byte of the answer each `intervalMs` for `bytes` bytes. */
  | { readonly type: 'drip'; readonly intervalMs: number; readonly bytes: number }
  /** Sends a body without end; with a status of 2xx the spans are stored. */
  | { readonly type: 'endless'; readonly status: number; readonly compression: 'none' | 'gzip' }
  /** Takes the request in and never answers. */
  | { readonly type: 'hang'; readonly stores: boolean }
  /** Takes in so little each second that the request does not arrive. */
  | { readonly type: 'slow-read'; readonly bytesPerSecond: number }
  /** Ends the connection without an answer. */
  | { readonly type: 'close' };

const PROTOBUF = 'application/x-protobuf';

/** Whether a request is in JSON; answers are in the encoding of their request. */
function isJson(request: RequestHead): boolean {
  return String(request.headers['content-type']).startsWith('application/json');
}

function contentTypeFor(request: RequestHead): Readonly<Record<string, string>> {
  return { 'content-type': isJson(request) ? 'application/json' : PROTOBUF };
}

/** Takes everything. */
export const ACCEPT: Behaviour = {
  type: 'answer',
  answer: (request) => ({ status: 200, headers: contentTypeFor(request), body: isJson(request) ? '{}' : '' }),
};

/** Takes everything, late. */
export function acceptAfter(delayMs: number): Behaviour {
  return { ...ACCEPT, delayMs } as Behaviour;
}

/** Answers with a status and a `google.rpc.Status` that says `message`. */
export function fail(
  status: number,
  { message = `answered ${status}`, headers = {} }: { message?: string; headers?: Record<string, string> } = {},
): Behaviour {
  return { type: 'answer', answer: (request) => statusAnswer(request, { status, message, headers }) };
}

interface StatusParts {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function statusAnswer(request: RequestHead, { status, message, headers = {} }: StatusParts): Answer {
  const body = isJson(request) ? JSON.stringify({ code: 3, message }) : writeProto(Status, { code: 3, message });
  return { status, headers: { ...contentTypeFor(request), ...headers }, body };
}

/** Takes all but those spans that `refuses` names, and says how many it turned down. */
export function refuseSome(refuses: (received: ReceivedSpan, index: number) => boolean, message: string): Behaviour {
  return {
    type: 'answer',
    answer: (request) => {
      const rejectedSpans = request.spans.filter(refuses).length;
      const partialSuccess = { rejectedSpans, errorMessage: message };
      const body = isJson(request)
        ? JSON.stringify({ partialSuccess })
        : writeProto(ExportTraceServiceResponse, { partialSuccess });
      const keep = (received: ReceivedSpan, index: number): boolean => !refuses(received, index);
      return { status: 200, headers: contentTypeFor(request), body, keep };
    },
  };
}

/** Refuses a whole request with `status` when `isBad` says so of any of its spans. */
export function refuseRequestWith(isBad: (received: ReceivedSpan) => boolean, status = 400): Behaviour {
  return {
    type: 'answer',
    answer: (request) =>
      request.spans.some(isBad)
        ? statusAnswer(request, { status, message: 'a span is not valid' })
        : answerOf(ACCEPT, request),
  };
}

/** Refuses requests of more than `bytesMax` with 413. */
export function refuseAbove(bytesMax: number): Behaviour {
  return {
    type: 'answer',
    answer: (request) =>
      request.body.length > bytesMax
        ? statusAnswer(request, { status: 413, message: `more than ${bytesMax} bytes` })
        : answerOf(ACCEPT, request),
  };
}

function answerOf(behaviour: Behaviour, request: WholeRequest): Answer {
  if (behaviour.type !== 'answer') throw new Error(`${behaviour.type} is not an answer.`);
  return behaviour.answer(request);
}

/** Takes everything and answers with a body that is none. */
export function acceptWithGarbage(contentType = PROTOBUF): Behaviour {
  const body = Buffer.from('\u0000\u0007<html>\u001b[31mnot what was asked for</html>', 'latin1');
  return { type: 'answer', answer: () => ({ status: 200, headers: { 'content-type': contentType }, body }) };
}

/** Takes everything and answers with more than the 4 MiB that a client has to read. */
export function acceptWithBytes(bytes: number, compression: 'none' | 'gzip' = 'none'): Behaviour {
  const plain = Buffer.alloc(bytes);
  const body = compression === 'gzip' ? gzipSync(plain) : plain;
  const headers = { 'content-type': PROTOBUF, ...(compression === 'gzip' ? { 'content-encoding': 'gzip' } : {}) };
  return { type: 'answer', answer: () => ({ status: 200, headers, body }) };
}

/** Sends the client to another place. */
export function redirect(location: string, status = 307): Behaviour {
  return { type: 'answer', answer: () => ({ status, headers: { location } }) };
}
