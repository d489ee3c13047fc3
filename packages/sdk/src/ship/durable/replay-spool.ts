import { performance } from 'node:perf_hooks';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { Ledger } from '@spanbridge/core';
import {
  acquireDirectoryLock,
  type DirectoryLock,
  openSpool,
  type Spool,
  type SpanOutcome,
  type SpoolDrop,
} from '@spanbridge/otlp';
import { openCheckpoint } from '../checkpoint/checkpoint.js';
import { openDeadLetter, type DeadLetterFile } from '../dead-letter.js';
import { closeDestinations, type DeliveryOptions, type Destination, openDestinations } from '../destinations.js';
import { ShipAccount } from '../ship-account.js';
import { BATCH_SPANS_DEFAULT, CONCURRENCY_DEFAULT, DRAIN_DEFAULT_MS } from '../ship-defaults.js';
import type { ShipEvent, ShipOptions, ShipResult } from '../ship-options.js';
import { LateLogs } from '../provisional/late-logs.js';
import { openLateLogs } from '../provisional/open-logs.js';
import { createSummary } from '../summary.js';
import { destinationName } from './destination-name.js';
import { drainDeadline } from './drain-deadline.js';
import { findSpool, type SpoolPlace } from './find-spool.js';
import { Outbox } from './outbox.js';
import { type PendingRecords, readPending } from './pending-records.js';
import { spoolSequenceOf } from './state-journal.js';

/** Traces that are told apart in the count of traces; one beyond is not counted. */
const TRACES_MAX = 1_000_000;

/** Options of {@link replaySpool}; those of `shipFiles` mean the same. */
export interface ReplayOptions extends DeliveryOptions, Pick<ShipOptions, 'deadLetter' | 'drainTimeoutMs' | 'logsUrl'> {
  /** The directory of a spool, or of a checkpoint with its outbox; see `findSpool`. */
  readonly directory: string;
  readonly onEvent?: (event: ShipEvent) => void;
  /** Told for every answer of a backend: spans that have an outcome, of all that were pending. */
  readonly onProgress?: (progress: { readonly settledSpans: number; readonly pendingSpans: number }) => void;
}

/**
 * Sends what lies in a spool. Each record is acknowledged as it arrives, so a replay that ends early goes on with the
 * next one, and a run of `shipFiles` with the same directory knows what its destinations have. A record goes once the
 * destinations named here and all others that the spool knows have it.
 *
 * Throws a `SpanbridgeError` before anything is sent: for a directory that is no spool or that a running shipper holds,
 * for an unusable endpoint or dead-letter file. In the summary `files` and `bytesRead` are the spool and the bytes of
 * its records, the columns of records are 0, and what stays is `spooled`.
 */
export async function replaySpool(options: ReplayOptions): Promise<ShipResult> {
  const closing: (() => Promise<void>)[] = [];
  try {
    const replay = await open(options, closing);
    return await replay.perform();
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function open(options: ReplayOptions, closing: (() => Promise<void>)[]): Promise<SpoolReplay> {
  const warn = (message: string): void => {
    options.onEvent?.({ type: 'warning', message });
  };
  const place = await findSpool(options.directory);
  const deadLetter = options.deadLetter === undefined ? undefined : openDeadLetter(options.deadLetter, warn);
  closing.push(() => Promise.resolve(deadLetter?.close()));
  const stop = new AbortController();
  const destinations = openDestinations({ ...options, signal: stop.signal }, warn);
  closing.push(() => closeDestinations(destinations));
  const sequenceMax = await committedSequence(place, warn, closing);
  const names = destinations.map(({ tracesUrl }) => destinationName(tracesUrl));
  const pending = await readPending(place.spool, names, sequenceMax ?? Number.POSITIVE_INFINITY);
  const drops: SpoolDrop[] = [];
  const spool = await openSpool({
    directory: place.spool,
    destinations: [...names, ...pending.otherNames],
    warn,
    onDrop: (drop) => {
      drops.push(drop);
    },
  });
  closing.push(() => spool.close());
  // Above it nothing was ever sent: the next run reads it again, and may then know more of its spans.
  if (sequenceMax !== undefined) await spool.forgetAfter(sequenceMax);
  const inheritedDrops = drops.splice(0);
  const endSending = (): void => {
    stop.abort();
  };
  const logs = new LateLogs(() => openLateLogs(options, warn), warn);
  closing.push(() => logs.finish(0));
  return new SpoolReplay(options, {
    spool,
    destinations,
    deadLetter,
    pending,
    drops,
    inheritedDrops,
    logs,
    endSending,
  });
}

/** The last record that the state beside a spool vouches for; undefined when there is no such state. */
async function committedSequence(
  { state }: SpoolPlace,
  warn: (message: string) => void,
  closing: (() => Promise<void>)[],
): Promise<number | undefined> {
  if (state === undefined) return undefined;
  const lock: DirectoryLock = await acquireDirectoryLock(state);
  closing.push(() => lock.release());
  const checkpoint = await openCheckpoint({ directory: state, warn });
  closing.push(() => checkpoint.close());
  const { origin, entries } = checkpoint.restored;
  return origin === 'restored' ? spoolSequenceOf(entries) : undefined;
}

interface SpoolReplayParts {
  readonly spool: Spool;
  readonly destinations: readonly Destination[];
  readonly deadLetter: DeadLetterFile | undefined;
  readonly pending: PendingRecords;
  /** What the spool loses meanwhile is added here. */
  readonly drops: readonly SpoolDrop[];
  /** What it had lost when it was opened. */
  readonly inheritedDrops: readonly SpoolDrop[];
  /** Sends the stops of running spans. */
  readonly logs: LateLogs;
  /** Ends all attempts under way. */
  readonly endSending: () => void;
}

/** One replay, once everything is open. */
class SpoolReplay {
  private readonly ledger = new Ledger();
  private readonly account: ShipAccount;
  private readonly outbox: Outbox;
  private readonly startedAtMs = performance.now();
  private readonly traces = new Set<string>();
  private settledSpans = 0;
  private markers = 0;

  constructor(
    private readonly options: ReplayOptions,
    private readonly parts: SpoolReplayParts,
  ) {
    const { spool, destinations, deadLetter } = parts;
    this.account = new ShipAccount({ ledger: this.ledger, onEvent: (event) => options.onEvent?.(event), deadLetter });
    this.outbox = new Outbox({
      spool,
      destinations,
      batchSpansMax: options.batchSize ?? BATCH_SPANS_DEFAULT,
      concurrency: options.concurrency ?? CONCURRENCY_DEFAULT,
      logs: parts.logs,
      onInherited: (isMarker) => {
        if (isMarker) this.markers += 1;
      },
      onOutcome: (outcome, span) => {
        this.note(outcome, span);
      },
      onRefused: (span, outcome) => {
        this.account.noteRefusal(span, outcome);
      },
    });
  }

  async perform(): Promise<ShipResult> {
    const { signal, drainTimeoutMs = DRAIN_DEFAULT_MS } = this.options;
    const deadline = drainDeadline(signal, drainTimeoutMs);
    this.outbox.start();
    await this.outbox.drain(deadline.signal);
    deadline.cancel();
    await this.parts.logs.finish(drainTimeoutMs);
    this.parts.endSending();
    await this.outbox.stop();
    return this.conclude();
  }

  private note(outcome: SpanOutcome, span: ReadableSpan | undefined): void {
    const { pending } = this.parts;
    this.settledSpans += 1;
    if (outcome.status === 'refused') this.ledger.add('refused', 1, `status ${outcome.httpStatus}`);
    if (span !== undefined) {
      this.ledger.add('spanEvents', span.events.length);
      if (this.traces.size < TRACES_MAX) this.traces.add(span.spanContext().traceId);
    }
    this.options.onProgress?.({ settledSpans: this.settledSpans, pendingSpans: pending.spans });
  }

  /** With several destinations a span counts by its worst outcome: accepted is what nobody refused and nobody lacks. */
  private conclude(): ShipResult {
    const { ledger, outbox, parts, options } = this;
    const left = outbox.waitingSpans;
    const lostBefore = this.noteDrops(parts.inheritedDrops);
    const lostMeanwhile = this.noteDrops(parts.drops);
    const { spans, bytes } = parts.pending;
    ledger.add('markers', this.markers);
    ledger.add('spans', spans - this.markers + lostBefore);
    ledger.add('traces', this.traces.size);
    ledger.add('accepted', Math.max(0, spans - left - lostMeanwhile - ledger.columns().refused));
    if (left > 0) ledger.add('spooled', left, outbox.lastError ?? 'The replay ended before it was sent.');
    this.account.check();
    const isAborted = options.signal?.aborted === true;
    const durationMs = performance.now() - this.startedAtMs;
    const logRecords = parts.logs.counts();
    return {
      summary: createSummary(ledger, { files: 1, bytesRead: bytes, durationMs }),
      reasons: this.account.reasons(),
      notes: this.account.notes(),
      ...(logRecords === undefined ? {} : { logRecords }),
      formats: {},
      outcome: isAborted ? 'aborted' : left > 0 ? 'unreachable' : 'complete',
      lastError: outbox.lastError,
    };
  }

  private noteDrops(drops: readonly SpoolDrop[]): number {
    for (const { spanCount, reason } of drops) this.ledger.add('dropped', spanCount, reason);
    return drops.reduce((sum, { spanCount }) => sum + spanCount, 0);
  }
}
