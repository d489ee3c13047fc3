import type { Duplex } from 'node:stream';
import { problemAnswer, type Problem } from '../receive/answer.js';

/** What Node hands over when a connection does not speak proper HTTP. */
export interface ClientError extends Error {
  readonly code?: string;
  /** What was received, when it could not be parsed. */
  readonly rawPacket?: Uint8Array;
}

/** How an HTTP/2 connection begins, and with it every gRPC sender. */
const HTTP2_PREFACE = 'PRI * HTTP/2.0';

/** The first two bytes of a TLS handshake. */
const TLS_HANDSHAKE = [0x16, 0x03] as const;

/** Connections that sent no proper request are told so, and closed after this time if they do not go themselves. */
const LINGER_MS = 1_000;

/**
 * Answers a connection that cannot be understood, and ends it.
 * Tells the two mistakes of configuration that look like garbage: gRPC on the port of OTLP over HTTP, and https.
 */
export function answerClientError(error: ClientError, socket: Duplex, tell: (mistake: string) => void): void {
  const mistake = mistakeOf(error.rawPacket);
  if (mistake !== undefined) tell(mistake);
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  socket.on('error', () => undefined);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => {
    clearTimeout(timer);
  });
  socket.end(toRawAnswer(problemOf(error)));
}

function mistakeOf(packet: Uint8Array | undefined): string | undefined {
  if (packet === undefined) return undefined;
  if (packet[0] === TLS_HANDSHAKE[0] && packet[1] === TLS_HANDSHAKE[1]) {
    return 'a sender speaks https; this port speaks plain http, use an endpoint that starts with http://';
  }
  if (Buffer.from(packet.subarray(0, HTTP2_PREFACE.length)).toString('latin1') === HTTP2_PREFACE) {
    return 'a sender speaks gRPC; this port speaks OTLP over HTTP, set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf';
  }
  return undefined;
}

function problemOf(error: ClientError): Problem {
  if (error.code === 'HPE_HEADER_OVERFLOW') return { httpStatus: 431, message: 'The header is too large.' };
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return { httpStatus: 408, message: 'The request took too long.' };
  return { httpStatus: 400, message: 'This is no valid HTTP/1.1 request.' };
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function toRawAnswer(problem: Problem): string {
  const answer = problemAnswer({}, problem);
  const body = Buffer.from(answer.body).toString();
  const head = [
    `HTTP/1.1 ${answer.status} ${REASONS[answer.status] ?? 'Bad Request'}`,
    `Content-Type: ${answer.contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
