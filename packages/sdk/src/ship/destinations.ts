import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createOtlpSender, type OtlpSender, type SpanOutcome } from '@spanbridge/otlp';
import { DEFAULT_ENDPOINT, tracesUrlOf } from './endpoint.js';
import type { SendBatch } from './pull-runner.js';
import type { ShipOptions } from './ship-options.js';

/** From good to bad: with several destinations a span counts once, by the worst that happened to it. */
const OUTCOME_RANK: Readonly<Record<SpanOutcome['status'], number>> = { accepted: 0, refused: 1, unsent: 2 };

/** Where the spans of one run go. */
export interface Destinations {
  readonly send: SendBatch;
  close(): Promise<void>;
}

function worse(a: SpanOutcome, b: SpanOutcome | undefined): SpanOutcome {
  return b !== undefined && OUTCOME_RANK[b.status] > OUTCOME_RANK[a.status] ? b : a;
}

function createSender(url: string, options: ShipOptions, warn: (message: string) => void): OtlpSender {
  return createOtlpSender({
    url,
    warn,
    encoding: options.protocol === 'http/json' ? 'json' : 'protobuf',
    compression: options.compression ?? 'none',
    ...(options.batchSize === undefined ? {} : { batchSpansMax: options.batchSize }),
    ...(options.headers === undefined ? {} : { headers: options.headers }),
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.retryForMs === undefined ? {} : { retryForMs: options.retryForMs }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}

/** Opens the senders of a run; throws `INVALID_ENDPOINT` before anything is read. */
export function openDestinations(options: ShipOptions, warn: (message: string) => void): Destinations {
  const urls = (options.endpoints ?? [DEFAULT_ENDPOINT]).map(tracesUrlOf);
  const senders = [...new Set(urls)].map((url) => createSender(url, options, warn));
  return {
    async send(spans: readonly ReadableSpan[]) {
      const [first = [], ...others] = await Promise.all(senders.map((sender) => sender.send(spans)));
      return first.map((outcome, index) => others.reduce((worst, list) => worse(worst, list[index]), outcome));
    },
    async close() {
      await Promise.all(senders.map((sender) => sender.close()));
    },
  };
}
