import { createJaegerLegacyClient } from './jaeger-legacy.js';
import { createJaegerV3Client } from './jaeger-v3.js';
import { isSameOrigin, queryBaseCandidates } from './query-base.js';
import type { QueryAccess, QueryApi, QueryClient } from './query-client.js';
import { createTempoClient } from './tempo.js';

/** A probe asks for a few bytes; a host that drops packets must not cost the deadline of a whole trace each time. */
const PROBE_TIMEOUT_MAX_MS = 3_000;

/** The client of each interface, in the order in which backends are asked: the richer interface first. */
const CLIENTS: Readonly<Record<QueryApi, (access: QueryAccess) => QueryClient>> = {
  'jaeger-v3': createJaegerV3Client,
  'jaeger-legacy': createJaegerLegacyClient,
  tempo: createTempoClient,
};

/** The client that fits a backend, or one sentence for each address on why there is none. */
export type FoundBackend =
  | { readonly status: 'found'; readonly client: QueryClient }
  | { readonly status: 'none'; readonly details: readonly string[] };

/** Options of {@link findQueryBackend}. */
export interface FindBackendOptions extends Omit<QueryAccess, 'baseUrl'> {
  /** Where the traces were sent. */
  readonly tracesUrl: string;
  /** Where they are read back; default is what `queryBaseCandidates` finds for the traces URL. */
  readonly verifyBackend?: string;
  /** Headers for an address of another origin than the traces URL; default none. */
  readonly verifyHeaders?: Readonly<Record<string, string>>;
}

/**
 * Finds the query interface of the backend that traces were sent to. Throws a `SpanbridgeError` when `verifyBackend` is
 * no URL; whatever backends do is an answer.
 *
 * `headers`, which were made for the traces URL, go to its own origin only: another port may belong to another program,
 * which must not get to see credentials. Others get `verifyHeaders`.
 */
export async function findQueryBackend(options: FindBackendOptions): Promise<FoundBackend> {
  const { tracesUrl, verifyBackend, headers = {}, verifyHeaders = {}, ...access } = options;
  const bases = verifyBackend === undefined ? queryBaseCandidates(tracesUrl) : [verifyBackend];
  const details: string[] = [];
  for (const baseUrl of bases) {
    const own = isSameOrigin(baseUrl, tracesUrl) ? { ...headers, ...verifyHeaders } : verifyHeaders;
    const found = await probeBackend({ ...access, baseUrl, headers: own });
    if (found.status === 'found') return found;
    details.push(...found.details);
  }
  return { status: 'none', details };
}

/**
 * Asks one backend which query interface it speaks: Jaeger's `/api/v3`, Jaeger's older `/api`, Tempo's.
 * Throws a `SpanbridgeError` for an unusable URL.
 */
export async function probeBackend(access: QueryAccess): Promise<FoundBackend> {
  const timeoutMs = Math.min(access.timeoutMs ?? PROBE_TIMEOUT_MAX_MS, PROBE_TIMEOUT_MAX_MS);
  for (const createClient of Object.values(CLIENTS)) {
    const client = createClient({ ...access, timeoutMs });
    const probe = await client.probe();
    client.close();
    if (probe.status === 'recognised') return { status: 'found', client: createClient(access) };
    if (probe.status === 'closed') return { status: 'none', details: [probe.detail] };
  }
  const address = addressOfBase(access.baseUrl);
  return { status: 'none', details: [`${address} speaks neither Jaeger's nor Tempo's query interface.`] };
}

/** The base URL as it may be told: without credentials. */
function addressOfBase(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname.replace(/\/+$/, '');
}
