import type { LookupAddress } from 'node:dns';
import { type Finding, fine } from './finding.js';

/** The ports that the OTLP specification gives. */
const GRPC_PORT = '4317';

/** Finds all addresses of a name; `dns.promises.lookup` with `all`. */
export type LookupAll = (hostname: string) => Promise<readonly LookupAddress[]>;

/** What can be seen by the traces URL alone. */
export function checkEndpoint(tracesUrl: string, source: string): readonly Finding[] {
  const url = new URL(tracesUrl);
  const findings: Finding[] = [fine('endpoint', `Traces go to ${url.origin}${url.pathname} (${source}).`)];
  const note = (message: string, remedy: string): void => {
    findings.push({ check: 'endpoint', level: 'note', message, remedy });
  };
  if (url.port === GRPC_PORT) {
    note('Port 4317 is the port of OTLP over gRPC; spanbridge speaks OTLP over HTTP.', 'Use 4318.');
  }
  if (/(\/v1\/traces){2,}$/.test(url.pathname)) {
    note(
      'The path /v1/traces is there twice.',
      'OTEL_EXPORTER_OTLP_ENDPOINT is a base to which it is added; ' +
        'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT stays as it stands.',
    );
  } else if (!url.pathname.endsWith('/v1/traces')) {
    note(
      `The path is ${url.pathname}; receivers of OTLP listen at /v1/traces.`,
      'If that is no gateway with a path of its own, leave the path out or write it whole.',
    );
  }
  return findings;
}

/** Whether the name of the host is known, and whether `localhost` is ambiguous here. */
export async function checkName(tracesUrl: string, lookupAll: LookupAll): Promise<readonly Finding[]> {
  const { hostname } = new URL(tracesUrl);
  if (isAddress(hostname)) return [];
  let addresses: readonly LookupAddress[];
  try {
    addresses = await lookupAll(hostname);
  } catch {
    // What it means for delivery is told by the delivery itself.
    return [];
  }
  const list = addresses.map(({ address }) => address).join(', ');
  const isBoth = new Set(addresses.map(({ family }) => family)).size > 1;
  if (hostname !== 'localhost' || !isBoth) return [fine('name', `${hostname} is ${list}.`)];
  return [
    {
      check: 'name',
      level: 'note',
      message: `localhost is ${list}: a receiver in a container often listens on one of them only.`,
      remedy: 'If spans get lost, write 127.0.0.1.',
    },
  ];
}

function isAddress(hostname: string): boolean {
  return hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(hostname);
}
