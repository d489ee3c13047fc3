import type { ReplayOptions, TracesUrl } from '@spanbridge/sdk';
import { BACKEND_PORT } from '../backend-port.js';
import type { CommandSettings } from '../config/settings.js';
import { readTlsFiles } from '../config/tls-files.js';

/** Where spans go when nothing says otherwise. */
const TRACES_URL_DEFAULT = `http://127.0.0.1:${BACKEND_PORT}/v1/traces`;

/** The settings of every command that sends. */
export type DeliverySettings = Pick<
  CommandSettings<'ship'>,
  | 'endpoint'
  | 'header'
  | 'protocol'
  | 'compression'
  | 'certificate'
  | 'clientKey'
  | 'clientCertificate'
  | 'deadLetter'
  | 'retryFor'
  | 'timeout'
  | 'batchSize'
  | 'concurrency'
>;

/** The traces URLs of a command. */
export function endpointsOf({ endpoint }: DeliverySettings): readonly string[] {
  return endpoint ?? [TRACES_URL_DEFAULT];
}

/** What `shipFiles` and `replaySpool` have in common. */
type DeliveryOptions = Omit<
  ReplayOptions,
  'directory' | 'onEvent' | 'onProgress' | 'signal' | 'drainTimeoutMs' | 'endpoints'
> & { readonly endpoints: readonly TracesUrl[] };

/**
 * The settings as options of the sdk; what is not set is left out, so that each default has one home.
 *
 * @throws SpanbridgeError when a file for TLS cannot be used
 */
export function deliveryOptions(settings: DeliverySettings): DeliveryOptions {
  const { header, protocol, compression, deadLetter, timeout, retryFor, batchSize, concurrency } = settings;
  const tls = readTlsFiles(settings);
  return {
    // They were resolved where it was known which of the variables they came from.
    endpoints: endpointsOf(settings).map((tracesUrl) => ({ tracesUrl })),
    ...(protocol === undefined ? {} : { protocol }),
    ...(compression === undefined ? {} : { compression }),
    ...(deadLetter === undefined ? {} : { deadLetter }),
    ...(batchSize === undefined ? {} : { batchSize }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(retryFor === undefined ? {} : { retryForMs: retryFor }),
    ...(tls === undefined ? {} : { tls }),
    // `fromEntries` defines its keys, so `__proto__` is a key like any other.
    ...(header === undefined ? {} : { headers: Object.fromEntries(header) }),
  };
}
