import { createOtlpSender, type OtlpSender } from '@spanbridge/otlp';
import { DEFAULT_ENDPOINT, logsUrlBeside, tracesUrlOf } from './endpoint.js';
import type { ShipOptions } from './ship-options.js';

/** One backend that spans go to: with a queue, an account of its outages and, on disk, a position of its own. */
export interface Destination {
  /** The URL that traces are posted to; no two destinations have the same. */
  readonly tracesUrl: string;
  readonly sender: OtlpSender;
}

/** The options that say where spans go and how they get there; they mean the same wherever spans are sent. */
export type DeliveryOptions = Pick<
  ShipOptions,
  | 'endpoints'
  | 'headers'
  | 'protocol'
  | 'compression'
  | 'tls'
  | 'retryForMs'
  | 'timeoutMs'
  | 'batchSize'
  | 'concurrency'
  | 'signal'
>;

function createSender(url: string, options: DeliveryOptions, warn: (message: string) => void): OtlpSender {
  return createOtlpSender({
    url,
    warn,
    encoding: options.protocol === 'http/json' ? 'json' : 'protobuf',
    compression: options.compression ?? 'none',
    ...(options.batchSize === undefined ? {} : { batchSpansMax: options.batchSize }),
    ...(options.headers === undefined ? {} : { headers: options.headers }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.retryForMs === undefined ? {} : { retryForMs: options.retryForMs }),
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/** Opens the destinations of a run, each URL once; throws `INVALID_ENDPOINT` before anything is read. */
export function openDestinations(options: DeliveryOptions, warn: (message: string) => void): readonly Destination[] {
  const urls = (options.endpoints ?? [DEFAULT_ENDPOINT]).map(tracesUrlOf);
  return [...new Set(urls)].map((tracesUrl) => ({ tracesUrl, sender: createSender(tracesUrl, options, warn) }));
}

/**
 * The URLs that log records of a run go to, each once; none where the strategy has no log records. Throws
 * `INVALID_ENDPOINT` where nobody can know the URL.
 */
export function logsUrlsOf(options: Pick<ShipOptions, 'endpoints' | 'logsUrl' | 'provisional'>): readonly string[] {
  const { endpoints = [DEFAULT_ENDPOINT], logsUrl, provisional } = options;
  if (provisional !== 'log') return [];
  if (logsUrl !== undefined) return [logsUrl];
  return [...new Set(endpoints.map(tracesUrlOf).map(logsUrlBeside))];
}

/** Ends all senders; spans on their way get their outcome first. */
export async function closeDestinations(destinations: readonly Destination[]): Promise<void> {
  await Promise.all(destinations.map(({ sender }) => sender.close()));
}
