import { type Clock, SYSTEM_CLOCK } from '@spanbridge/otlp';
import { type FindBackendOptions, findQueryBackend } from '../query/probe.js';
import type { QueryClient } from '../query/query-client.js';
import type { DeliveryCollector } from './verify-collector.js';
import { noDifferences, VerifyReport, type VerifyResult } from './verify-report.js';
import { readTraces } from './verify-rounds.js';

/** Differences that are kept when nothing else is said; all are counted. */
const DIFFERENCES_MAX_DEFAULT = 100;

/** Twice what a Tempo that idles takes until it finds a new trace. */
const WAIT_DEFAULT_MS = 10_000;

/** Enough to hide the latency of a backend; more would compete with those who look at it. */
const CONCURRENCY_DEFAULT = 4;

/** Options of {@link verifyDelivery}. */
export interface VerifyOptions {
  /** How long traces that are not complete yet are asked for again; default 10,000 ms from the first round on. */
  readonly waitMs?: number;
  /** Requests at once; default 4. */
  readonly concurrency?: number;
  /** Differences kept in the result; default 100. */
  readonly differencesMax?: number;
  /** Ends the verification early; what is not read by then counts as unread. */
  readonly signal?: AbortSignal;
  /** Default `SYSTEM_CLOCK`. */
  readonly clock?: Clock;
  /** Wall clock in milliseconds since 1970; default `Date.now`. */
  readonly nowUnixMs?: () => number;
}

/**
 * Reads back every trace of what was accepted and compares it span by span. Never rejects.
 *
 * What an interface cannot carry is not compared, and `notes` say what that is. Traces that are not complete are asked
 * for again until `waitMs` have passed, because backends store behind their answer.
 */
export async function verifyDelivery(
  collector: DeliveryCollector,
  client: QueryClient,
  options: VerifyOptions = {},
): Promise<VerifyResult> {
  const report = new VerifyReport(collector, client, options.differencesMax ?? DIFFERENCES_MAX_DEFAULT);
  await readTraces(collector.traces(), {
    client,
    waitMs: options.waitMs ?? WAIT_DEFAULT_MS,
    concurrency: options.concurrency ?? CONCURRENCY_DEFAULT,
    signal: options.signal,
    clock: options.clock ?? SYSTEM_CLOCK,
    nowUnixMs: options.nowUnixMs ?? Date.now,
    onRead: (trace, answer) => {
      report.addTrace(trace, answer);
    },
    onUnread: (trace, detail) => {
      report.addUnread(trace, detail);
    },
  });
  return report.result();
}

/**
 * Finds the query interface of the backend that the spans went to, and verifies there. Throws a `SpanbridgeError` when
 * `verifyBackend` is no URL; a backend without such an interface is the result `unavailable`.
 */
export async function verifyAtBackend(
  collector: DeliveryCollector,
  options: FindBackendOptions & VerifyOptions,
): Promise<VerifyResult> {
  const found = await findQueryBackend(options);
  if (found.status === 'none') return unavailable(collector, found.details);
  try {
    return await verifyDelivery(collector, found.client, options);
  } finally {
    found.client.close();
  }
}

function unavailable(collector: DeliveryCollector, details: readonly string[]): VerifyResult {
  const remedy = 'Name the address of the query interface as verify backend.';
  return {
    status: 'unavailable',
    backend: undefined,
    spansCompared: 0,
    tracesCompared: 0,
    tracesUnread: collector.traceCount,
    differences: [],
    differenceCounts: noDifferences(),
    notes: [`Nothing could be read back. ${remedy}`, ...details],
  };
}
