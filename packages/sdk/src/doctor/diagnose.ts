import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { createHttpTransport, type OtlpEncoding, SYSTEM_CLOCK, type Clock, type TlsMaterial } from '@spanbridge/otlp';
import { findQueryBackend } from '../query/probe.js';
import { checkPackages } from './api-copies.js';
import { checkDelivery } from './check-delivery.js';
import { checkEndpoint, checkName, type LookupAll } from './check-endpoint.js';
import { checkReadBack } from './check-read-back.js';
import { type Finding, fine } from './finding.js';
import { createProbeSpan } from './probe-span.js';

/** Options of {@link diagnose}. */
export interface DiagnoseOptions {
  /** The traces URL as it stands. */
  readonly tracesUrl: string;
  /** Where the URL comes from, in words: `default`, `--endpoint`. */
  readonly source: string;
  /** The folder of the program whose packages are looked at. */
  readonly projectFolder: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly encoding?: OtlpEncoding;
  readonly tls?: TlsMaterial;
  /** Deadline of one request; default 10,000. */
  readonly timeoutMs?: number;
  /** Where spans are read back; default: looked for. */
  readonly queryUrl?: string;
  /** Defaults: those of the process. */
  readonly clock?: Clock;
  readonly lookupAll?: LookupAll;
  readonly nodeVersion?: string;
}

/** The oldest version of Node that this package supports. */
const NODE_MIN = [20, 19] as const;

/** How far around the probe a backend is asked; its clock may differ from ours. */
const WINDOW_NANO = 3_600_000_000_000n;

const systemLookup: LookupAll = (hostname) => lookup(hostname, { all: true });

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const isEnough = major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1]);
  if (isEnough) return fine('node', `Node ${version}.`);
  const remedy = `spanbridge needs Node ${NODE_MIN.join('.')} or newer.`;
  return { check: 'node', level: 'fault', message: `Node ${version} is too old.`, remedy };
}

/**
 * Says what is wrong with a set-up, finding by finding, in the order in which things have to be right: Node, packages,
 * the endpoint, its name, whether a span gets there, and whether it is there afterwards. Sends one span. Throws a
 * `SpanbridgeError` for a URL or header that cannot be used, and for nothing else.
 */
export async function* diagnose(options: DiagnoseOptions): AsyncGenerator<Finding> {
  const { tracesUrl, source, projectFolder, clock = SYSTEM_CLOCK, encoding = 'protobuf' } = options;
  const transport = createHttpTransport({ ...options, url: tracesUrl, encoding });
  yield checkNode(options.nodeVersion ?? process.versions.node);
  yield* checkPackages(projectFolder);
  yield* checkEndpoint(tracesUrl, source);
  yield* await checkName(tracesUrl, options.lookupAll ?? systemLookup);
  const nowUnixNano = BigInt(Date.now()) * 1_000_000n;
  const ids = { traceId: randomBytes(16).toString('hex'), spanId: randomBytes(8).toString('hex') };
  const delivery = await checkDelivery(createProbeSpan(nowUnixNano, ids), transport, encoding);
  transport.close();
  yield* delivery.findings;
  if (!delivery.isTaken) return;
  const { queryUrl, headers, tls, timeoutMs } = options;
  const backend = await findQueryBackend({
    tracesUrl,
    ...(queryUrl === undefined ? {} : { verifyBackend: queryUrl }),
    ...(headers === undefined ? {} : { headers }),
    ...(tls === undefined ? {} : { tls }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  const window = { startUnixNano: nowUnixNano - WINDOW_NANO, endUnixNano: nowUnixNano + WINDOW_NANO };
  yield await checkReadBack(backend, { traceId: ids.traceId, window }, clock);
}
