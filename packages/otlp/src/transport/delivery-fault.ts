import type { OtlpEncoding } from '../codec/encoding.js';

/** What can be wrong between an exporter and its destination that a person can mend. */
export const DELIVERY_FAULT_KINDS = [
  /** The connection was refused. */
  'nothing-listens',
  /** `localhost` was taken for ::1, where nothing listens; 127.0.0.1 was not tried. */
  'localhost-ipv6',
  /** The name of the host is not known. */
  'host-unknown',
  /** No way leads to the address. */
  'unreachable',
  /** No answer came in time. */
  'timeout',
  /** The connection was closed before an answer came. */
  'connection-closed',
  /** The port speaks OTLP over gRPC. */
  'grpc-port',
  /** Plain HTTP was sent to a port that speaks TLS. */
  'tls-port',
  /** TLS was offered to a port that does not speak it. */
  'plain-port',
  /** An answer came that is not HTTP/1.1. */
  'not-http',
  /** The certificate is not signed by an authority that is known here. */
  'certificate-untrusted',
  /** The certificate is for another host. */
  'certificate-name',
  /** The certificate has expired, or is not valid yet. */
  'certificate-expired',
  /** The receiver asks for a certificate of the client. */
  'client-certificate',
  /** TLS could not be agreed on for another reason. */
  'tls-handshake',
  /** Credentials are missing or wrong: 401, 403. */
  'credentials',
  /** A proxy asks for credentials: 407. */
  'proxy-credentials',
  /** There is no receiver at this path: 404, 405. */
  'wrong-path',
  /** The destination has moved: 3xx. */
  'redirect',
  /** The encoding or compression is not taken: 415. */
  'encoding',
  /** Anything else. */
  'other',
] as const;

/** One of {@link DELIVERY_FAULT_KINDS}. */
export type DeliveryFaultKind = (typeof DELIVERY_FAULT_KINDS)[number];

/** What is wrong, in words for a person. */
export interface DeliveryFault {
  readonly kind: DeliveryFaultKind;
  /** What happened, in a sentence. */
  readonly message: string;
  /** What to do about it; empty when nothing can be said. */
  readonly remedy: string;
}

/** What a transport met. */
export type TransportFault =
  /** No answer came: the error of Node. */
  | { readonly type: 'connection'; readonly error: unknown; readonly url: URL }
  | { readonly type: 'timeout'; readonly timeoutMs: number; readonly url: URL }
  /** An answer came that is no success. */
  | {
      readonly type: 'status';
      readonly httpStatus: number;
      readonly url: URL;
      readonly encoding: OtlpEncoding;
      /** What the receiver said, already printable; may be empty. */
      readonly said?: string;
    };

/** A fault as one text: what happened, and what to do. */
export function faultText({ message, remedy }: DeliveryFault): string {
  return remedy === '' ? message : `${message} ${remedy}`;
}

/** A URL as it may be told: without user, password and query, which can hold secrets. */
export function addressOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
