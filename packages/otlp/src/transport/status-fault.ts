import type { OtlpEncoding } from '../codec/encoding.js';
import { addressOf, type DeliveryFault, type DeliveryFaultKind } from './delivery-fault.js';

/** An answer that is no success. */
export interface StatusFault {
  readonly httpStatus: number;
  readonly url: URL;
  readonly encoding: OtlpEncoding;
  /** What the receiver said, already printable; may be empty. */
  readonly said?: string;
}

/** What an answer that is no success says about the set-up. Pure. */
export function explainStatusFault(fault: StatusFault): DeliveryFault {
  const { httpStatus, url, said = '' } = fault;
  const quote = said === '' ? '' : `: ${said.replace(/[.!]$/, '')}`;
  const kind = kindOf(httpStatus);
  return { kind, message: `HTTP ${httpStatus} from ${addressOf(url)}${quote}.`, remedy: remedyFor(kind, fault) };
}

function kindOf(httpStatus: number): DeliveryFaultKind {
  if (httpStatus >= 300 && httpStatus < 400) return 'redirect';
  switch (httpStatus) {
    case 401:
    case 403:
      return 'credentials';
    case 404:
    case 405:
      return 'wrong-path';
    case 407:
      return 'proxy-credentials';
    case 415:
      return 'encoding';
    default:
      return 'other';
  }
}

function remedyFor(kind: DeliveryFaultKind, { url, encoding }: StatusFault): string {
  switch (kind) {
    case 'redirect':
      return 'Redirects are not followed: set the final URL as the endpoint.';
    case 'credentials':
      return 'Check the headers that carry the credentials: the option `headers`, or OTEL_EXPORTER_OTLP_HEADERS.';
    case 'wrong-path':
      return remedyForPath(url.pathname);
    case 'proxy-credentials':
      return 'A proxy on the way asks for credentials.';
    case 'encoding':
      return `The receiver does not take ${encoding} requests: try the other encoding, or no compression.`;
    default:
      return '';
  }
}

/** How a path comes about, which differs between our options and the variables of OpenTelemetry. */
function remedyForPath(path: string): string {
  const signalPath = path.endsWith('/v1/logs') ? '/v1/logs' : '/v1/traces';
  const used = `The path was "${path}".`;
  if (path === signalPath) return `${used} Is this the port of a receiver of OTLP/HTTP? It is usually 4318.`;
  return (
    `${used} It usually is ${signalPath}: \`endpoint\` and OTEL_EXPORTER_OTLP_TRACES_ENDPOINT with a path are taken ` +
    `as they stand; an \`endpoint\` without a path, and OTEL_EXPORTER_OTLP_ENDPOINT, get ${signalPath}.`
  );
}
