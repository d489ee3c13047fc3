import { addressOf, faultText, type DeliveryFault, type DeliveryFaultKind } from './delivery-fault.js';
import { toPrintable } from './printable.js';

/** Says in one or two sentences why no answer came, and what to do about it. */
export function describeConnectFault(error: unknown, url: URL): string {
  return faultText(explainConnectFault(error, url));
}

/** Why no answer came, from the error of Node. Pure. */
export function explainConnectFault(error: unknown, url: URL): DeliveryFault {
  const kind = kindOf(error, url);
  if (kind !== 'other') return { kind, ...EXPLANATIONS[kind](addressOf(url), url) };
  const code = codeOf(error);
  const message = `No answer from ${addressOf(url)}: ${toPrintable(messageOf(error))}${code === '' ? '' : ` (${code})`}.`;
  return { kind, message, remedy: '' };
}

/** The kinds that the error of a connection can be. */
type ConnectFaultKind = Exclude<
  DeliveryFaultKind,
  'timeout' | 'credentials' | 'proxy-credentials' | 'wrong-path' | 'redirect' | 'encoding' | 'other'
>;

const KINDS_BY_CODE: readonly (readonly [code: RegExp, kind: ConnectFaultKind])[] = [
  [/^ECONNREFUSED$/, 'nothing-listens'],
  [/^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/, 'host-unknown'],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|ERR_STREAM_PREMATURE_CLOSE)$/, 'connection-closed'],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/, 'unreachable'],
  [/^HPE_/, 'not-http'],
  [/^(CERT_HAS_EXPIRED|CERT_NOT_YET_VALID)$/, 'certificate-expired'],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'certificate-name'],
  [
    /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT\w*))$/,
    'certificate-untrusted',
  ],
  [/^(EPROTO|ERR_SSL_)/, 'plain-port'],
];

/** What an alert of TLS says; its text is in the message, and in some versions of Node in the code. */
const KINDS_BY_ALERT: readonly (readonly [alert: RegExp, kind: ConnectFaultKind])[] = [
  [/no[ _]application[ _]protocol/i, 'grpc-port'],
  [/alert[ _](certificate[ _]required|bad[ _]certificate|unknown[ _]ca)/i, 'client-certificate'],
  [/alert|unsupported[ _]protocol|no[ _]shared[ _]cipher/i, 'tls-handshake'],
];

function kindOf(error: unknown, url: URL): ConnectFaultKind | 'other' {
  const code = codeOf(error);
  const kind = KINDS_BY_CODE.find(([pattern]) => pattern.test(code))?.[1];
  switch (kind) {
    case undefined:
      return 'other';
    case 'nothing-listens':
      return url.hostname === 'localhost' && addressIn(error) === '::1' ? 'localhost-ipv6' : kind;
    case 'not-http':
      return kindOfBytes(packetIn(error)) ?? kind;
    case 'connection-closed':
      // Servers of gRPC that say nothing before they close; on any other port it may be anything.
      return url.port === GRPC_PORT ? 'grpc-port' : kind;
    case 'plain-port': {
      const text = `${code} ${messageOf(error)}`;
      return KINDS_BY_ALERT.find(([pattern]) => pattern.test(text))?.[1] ?? kind;
    }
    default:
      return kind;
  }
}

/** The port on which most receivers speak OTLP over gRPC. */
const GRPC_PORT = '4317';

/** Length 3, type 1, flags 1, stream 4: the head of every frame of HTTP/2. */
const FRAME_HEAD_BYTES = 9;
const SETTINGS_FRAME = 4;
const GOAWAY_FRAME = 7;

/** Content type 21, then the version 3.x: an alert of TLS in answer to what was not TLS. */
const TLS_ALERT = 0x15;
const TLS_MAJOR = 3;

/** What speaks in the first bytes that the parser of HTTP/1.1 could not read. */
function kindOfBytes(bytes: Uint8Array | undefined): ConnectFaultKind | undefined {
  if (bytes === undefined) return undefined;
  if (bytes[0] === TLS_ALERT && bytes[1] === TLS_MAJOR) return 'tls-port';
  const isFrame = bytes.length >= FRAME_HEAD_BYTES && (bytes[3] === SETTINGS_FRAME || bytes[3] === GOAWAY_FRAME);
  // A server of HTTP/2 begins with its settings, for the connection as a whole: stream 0.
  return isFrame && bytes.subarray(5, FRAME_HEAD_BYTES).every((byte) => byte === 0) ? 'grpc-port' : undefined;
}

type Explain = (address: string, url: URL) => Omit<DeliveryFault, 'kind'>;

const ENDPOINT_NAMES = 'the option `endpoint`, or OTEL_EXPORTER_OTLP_ENDPOINT';

const EXPLANATIONS: Readonly<Record<ConnectFaultKind, Explain>> = {
  'nothing-listens': (address) => ({
    message: `Connection refused at ${address}: nothing listens there.`,
    remedy: `Start the backend, or set another endpoint (${ENDPOINT_NAMES}).`,
  }),
  'localhost-ipv6': (address) => ({
    message: `Connection refused at ${address}: "localhost" is ::1 here, and nothing listens there.`,
    remedy: `If the backend listens on IPv4, write 127.0.0.1 in its place.`,
  }),
  'host-unknown': (address, url) => ({
    message: `The host name "${url.hostname}" of ${address} was not found.`,
    remedy: `Check the endpoint (${ENDPOINT_NAMES}) and the network; in a container, the name of the service.`,
  }),
  unreachable: (address) => ({
    message: `${address} cannot be reached.`,
    remedy: `Check the endpoint (${ENDPOINT_NAMES}), the network and firewalls.`,
  }),
  'connection-closed': (address, url) => ({
    message: `The connection to ${address} was closed before an answer came.`,
    remedy:
      url.protocol === 'http:'
        ? 'If this repeats: a port that speaks TLS wants https://, and a port of OTLP/gRPC is not one of OTLP/HTTP.'
        : 'If this repeats, look at the log of the receiver.',
  }),
  'grpc-port': (address, url) => ({
    message: `${address} does not speak OTLP over HTTP/1.1, but gRPC.`,
    remedy:
      url.port === GRPC_PORT
        ? '4317 is the port of OTLP/gRPC, use 4318, that of OTLP/HTTP.'
        : 'Use the port of OTLP/HTTP, usually 4318; that of OTLP/gRPC is usually 4317.',
  }),
  'tls-port': (address) => ({ message: `${address} speaks TLS.`, remedy: 'Write https:// in the endpoint.' }),
  'plain-port': (address) => ({
    message: `${address} did not answer in TLS.`,
    remedy: 'If it speaks plain HTTP, write http:// in the endpoint.',
  }),
  'not-http': (address) => ({
    message: `${address} answered, but not in HTTP/1.1.`,
    remedy: 'Use the port of OTLP/HTTP, usually 4318; that of OTLP/gRPC is usually 4317.',
  }),
  'certificate-untrusted': (address) => ({
    message: `The certificate of ${address} is not signed by an authority known here.`,
    remedy: 'Give the certificate of its authority: the option `tls.ca`, or OTEL_EXPORTER_OTLP_CERTIFICATE.',
  }),
  'certificate-name': (address, url) => ({
    message: `The certificate of ${address} is not for the host "${url.hostname}".`,
    remedy: `Set an endpoint with the host that it names (${ENDPOINT_NAMES}), or renew it for this one.`,
  }),
  'certificate-expired': (address) => ({
    message: `The certificate of ${address} has expired or is not valid yet.`,
    remedy: 'Renew it at the receiver, and check the clocks of both machines.',
  }),
  'client-certificate': (address) => ({
    message: `${address} asks for a certificate of the client, and did not take this one or none.`,
    remedy:
      'Give the options `tls.cert` and `tls.key`, or OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE and ' +
      'OTEL_EXPORTER_OTLP_CLIENT_KEY.',
  }),
  'tls-handshake': (address) => ({
    message: `${address} and this process could not agree on TLS.`,
    remedy: 'Check which versions of TLS the receiver takes, and whether this is its port for OTLP/HTTP.',
  }),
};

/** The code of an error of Node; of several tries to connect (IPv6, IPv4) the error itself carries the first one's. */
function codeOf(error: unknown): string {
  return textIn(error, 'code');
}

/** The one address that was tried; empty when there were several. */
function addressIn(error: unknown): string {
  return textIn(error, 'address');
}

function textIn(error: unknown, key: string): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' ? value : '';
}

function packetIn(error: unknown): Uint8Array | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'rawPacket') : undefined;
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
