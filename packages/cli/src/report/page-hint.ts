import { jaegerPageUrl, probePort } from '../probe-port.js';

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Where the delivered traces can be looked at, for a backend on this machine: the page of the local backend, or
 * Jaeger's. Undefined for all others. Nobody else's machine is asked: its pages are not ours to guess.
 */
export async function pageHint(tracesUrl: string, fetchFrom: typeof fetch): Promise<string | undefined> {
  const { hostname, origin } = new URL(tracesUrl);
  if (!LOOPBACK.test(hostname)) return undefined;
  switch (await probePort(origin, fetchFrom)) {
    case 'spanbridge':
      return `${origin}/`;
    case 'jaeger':
      return `${jaegerPageUrl(origin)}/ (Jaeger)`;
    case 'collector':
      return `where the Collector sends them; a Jaeger beside it has its page at ${jaegerPageUrl(origin)}/`;
    case 'http':
    case 'nothing':
      return undefined;
  }
}
