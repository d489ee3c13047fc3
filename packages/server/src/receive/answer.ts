import {
  CONTENT_TYPES,
  encodeExportResponse,
  encodeStatus,
  encodingOfContentType,
  type OtlpEncoding,
  type PartialSuccess,
} from '@spanbridge/otlp';
import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from '../http/exchange.js';

/** What is wrong with a request, in HTTP's words and ours. */
export interface Problem {
  readonly httpStatus: number;
  /** Whole sentences for the person who reads the log of the sender. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The gRPC code that says the same as an HTTP status; `google.rpc.Status` carries it beside the message. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3, // INVALID_ARGUMENT
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 5, // NOT_FOUND
  405: 12, // UNIMPLEMENTED
  408: 4, // DEADLINE_EXCEEDED
  413: 8, // RESOURCE_EXHAUSTED
  415: 3, // INVALID_ARGUMENT
  429: 8, // RESOURCE_EXHAUSTED
  431: 8, // RESOURCE_EXHAUSTED
  501: 12, // UNIMPLEMENTED
  503: 14, // UNAVAILABLE
};

/** INTERNAL, for everything else. */
const RPC_INTERNAL = 13;

/**
 * A refusal. The OTLP specification asks for a `google.rpc.Status` in the encoding of the request in every answer of
 * 400 and above; a request of unknown type gets JSON, which a person can read.
 */
export function problemAnswer(headers: IncomingHttpHeaders, problem: Problem): Answer {
  const encoding = encodingOfContentType(headers['content-type']) ?? 'json';
  const code = RPC_CODES[problem.httpStatus] ?? RPC_INTERNAL;
  return {
    status: problem.httpStatus,
    contentType: CONTENT_TYPES[encoding],
    body: encodeStatus({ code, message: problem.message }, encoding),
    ...(problem.headers && { headers: problem.headers }),
  };
}

/** Success in the encoding of the request; `partial_success` is left unset when there is nothing to remark. */
export function exportAnswer(
  encoding: OtlpEncoding,
  partial: PartialSuccess | undefined,
  signal: 'traces' | 'logs' = 'traces',
): Answer {
  return { status: 200, contentType: CONTENT_TYPES[encoding], body: encodeExportResponse(partial, encoding, signal) };
}
