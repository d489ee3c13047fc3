import type { Clock } from '@spanbridge/otlp';
import type { QueryClient, TraceAnswer } from '../query/query-client.js';
import type { SentTrace } from './verify-collector.js';
import { countMissing } from './verify-compare.js';

/** The wait before a second look; it doubles from there. */
const PAUSE_FIRST_MS = 250;

/** The longest wait between two looks. */
const PAUSE_MAX_MS = 2_000;

/** Failures in a row after which the rest of a round is not asked for: the backend is down, or does not let us in. */
const FAILURES_IN_A_ROW_MAX = 8;

/** Clocks of writers differ, and backends file by time: a window a little too wide costs nothing. */
const WINDOW_MARGIN_NANO = 3_600_000_000_000n;

const NANOS_PER_MILLI = 1_000_000n;

/** An answer with whatever a backend has of a trace. */
export type ReadAnswer = Exclude<TraceAnswer, { readonly status: 'failed' }>;

/** What {@link readTraces} works with. */
export interface RoundsOptions {
  readonly client: QueryClient;
  readonly waitMs: number;
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
  readonly clock: Clock;
  readonly nowUnixMs: () => number;
  /** Told each trace once: complete, or as it was when the time was up. */
  readonly onRead: (trace: SentTrace, answer: ReadAnswer) => void;
  /** Told each trace that could not be read by then. */
  readonly onUnread: (trace: SentTrace, detail: string) => void;
}

/**
 * Reads traces in rounds: all of them, then those again that were not complete, until the time is up. An answer is not
 * kept from one round to the next, so memory holds no more than the answers under way.
 */
export async function readTraces(traces: Iterable<SentTrace>, options: RoundsOptions): Promise<void> {
  const { clock, waitMs, signal } = options;
  let pending = await new Round(options, waitMs <= 0).run([...traces]);
  // The time counts from the end of the first round: a long round is no reason to ask only once.
  const endMs = clock.now() + waitMs;
  for (let pauseMs = PAUSE_FIRST_MS; pending.length > 0; pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
    await clock.sleep(Math.max(Math.min(pauseMs, endMs - clock.now()), 0), signal ?? new AbortController().signal);
    const isLast = clock.now() >= endMs || signal?.aborted === true;
    pending = await new Round(options, isLast).run(pending);
  }
}

/** One look at each trace. */
class Round {
  private readonly again: SentTrace[] = [];
  private failuresInARow = 0;
  private lastFailure = 'The verification was stopped.';

  constructor(
    private readonly options: RoundsOptions,
    private readonly isLast: boolean,
  ) {}

  /** Answers the traces that have to be looked at again; none in the last round. */
  async run(traces: readonly SentTrace[]): Promise<readonly SentTrace[]> {
    const queue = traces.values();
    const workers = Array.from({ length: Math.max(this.options.concurrency, 1) }, async () => {
      // The workers share one iterator: each takes the next trace that nobody has.
      for (const trace of queue) await this.look(trace);
    });
    await Promise.all(workers);
    return this.again;
  }

  private async look(trace: SentTrace): Promise<void> {
    const { client, signal, nowUnixMs } = this.options;
    if (signal?.aborted === true || this.failuresInARow >= FAILURES_IN_A_ROW_MAX) {
      this.postpone(trace);
      return;
    }
    const answer = await client.traceById(trace.traceId, {
      startUnixNano: larger(trace.startUnixNano - WINDOW_MARGIN_NANO, 0n),
      endUnixNano: trace.endUnixNano + WINDOW_MARGIN_NANO,
      arrivedUnixNano: BigInt(nowUnixMs()) * NANOS_PER_MILLI,
    });
    if (answer.status === 'failed') {
      this.failuresInARow += 1;
      this.lastFailure = answer.detail;
      this.postpone(trace);
      return;
    }
    this.failuresInARow = 0;
    if (this.isLast || isComplete(trace, answer)) this.options.onRead(trace, answer);
    else this.again.push(trace);
  }

  private postpone(trace: SentTrace): void {
    if (this.isLast) this.options.onUnread(trace, this.lastFailure);
    else this.again.push(trace);
  }
}

function isComplete(trace: SentTrace, answer: ReadAnswer): boolean {
  return answer.status === 'found' && answer.partialMessage === undefined && countMissing(trace, answer.spans) === 0;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
