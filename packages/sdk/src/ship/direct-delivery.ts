import { setTimeout as delay } from 'node:timers/promises';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanOutcome } from '@spanbridge/otlp';
import type { Destination } from './destinations.js';
import { LanedRunner, type SpanRunner } from './laned-runner.js';
import { sendInOrder } from './provisional/request-order.js';
import { PullRunner, type PullRunnerOptions } from './pull-runner.js';
import { OutcomeCollector, worseOutcome } from './span-fates.js';

/** Options of a {@link DirectDelivery}. */
export interface DirectDeliveryOptions {
  readonly destinations: readonly Destination[];
  readonly batchSpansMax: number;
  /** Batches in flight for each destination. */
  readonly concurrency: number;
  /** Requests of one trace follow one another. Default false. */
  readonly isLaned?: boolean;
  /** What became of a span, once, when all destinations have answered. */
  readonly onOutcome: (span: ReadableSpan, outcome: SpanOutcome) => void;
  /** A destination refused a span; told for each destination. */
  readonly onRefused: (span: ReadableSpan, outcome: SpanOutcome & { readonly status: 'refused' }) => void;
}

/**
 * Batches of one destination that wait in memory while others go on, by their estimated size. A destination that is
 * only slow holds the reader up beyond it; one that fails loses what does not fit, as `unsent`: the input still has it.
 */
const BACKLOG_BYTES_MAX = 64 * 1024 * 1024;

const BACKLOG_FULL: SpanOutcome = {
  status: 'unsent',
  reason: 'The backend does not answer and its queue in memory is full.',
};

/** How often it is looked again whether a full destination fails. */
const RECHECK_INTERVAL_MS = 100;

interface Lane {
  readonly destination: Destination;
  readonly runner: SpanRunner;
}

/**
 * Delivers out of memory, for one pass over inputs that can be read again. Each destination has a queue of its own: one
 * that is down does not delay the others.
 */
export class DirectDelivery {
  private readonly lanes: readonly Lane[];
  private readonly fates: OutcomeCollector<ReadableSpan, SpanOutcome>;

  constructor(private readonly options: DirectDeliveryOptions) {
    const { destinations } = options;
    this.fates = new OutcomeCollector(destinations.length, worseOutcome, options.onOutcome);
    const backlogBytesMax = destinations.length > 1 ? BACKLOG_BYTES_MAX : 0;
    this.lanes = destinations.map((destination) => ({
      destination,
      runner: this.createRunner(destination, backlogBytesMax),
    }));
  }

  /** Takes a span that has left the table. */
  add(span: ReadableSpan): void {
    for (const { runner } of this.lanes) runner.add(span);
  }

  /** True when {@link DirectDelivery.makeRoom} should be awaited. */
  get isFull(): boolean {
    return this.lanes.some(({ runner }) => runner.isFull);
  }

  /** No destination will ever take a span again. */
  get hasGivenUp(): boolean {
    return this.lanes.every(({ destination }) => destination.sender.state === 'gave-up');
  }

  /** Resolves when the reader may go on. */
  async makeRoom(): Promise<void> {
    this.shedFailing();
    while (this.isFull) {
      const room = Promise.all(this.lanes.map(({ runner }) => runner.makeRoom()));
      // Whether a destination fails may turn out while it is waited for.
      await Promise.race([room, delay(RECHECK_INTERVAL_MS, undefined, { ref: false })]);
      this.shedFailing();
    }
  }

  /** Lets the spans that have gathered go without waiting for a full batch. */
  sendNow(): void {
    for (const { runner } of this.lanes) runner.sendNow();
  }

  /** Sends everything and resolves when every span has its outcome. */
  async finish(): Promise<void> {
    await Promise.all(this.lanes.map(({ runner }) => runner.finish()));
  }

  /** Where all fail there is nobody to be held up, and waiting may yet help. */
  private shedFailing(): void {
    const isFailing = ({ destination }: Lane): boolean => destination.sender.state !== 'open';
    if (this.lanes.every(isFailing)) return;
    for (const lane of this.lanes) if (lane.runner.isFull && isFailing(lane)) lane.runner.shed(BACKLOG_FULL);
  }

  private createRunner({ sender }: Destination, backlogBytesMax: number): SpanRunner {
    const { batchSpansMax, concurrency, onRefused, isLaned = false } = this.options;
    const options: PullRunnerOptions = {
      send: (spans) => sendInOrder((ordered) => sender.send(ordered), spans),
      batchSpansMax,
      concurrency,
      backlogBytesMax,
      onOutcome: (span, outcome) => {
        if (outcome.status === 'refused') onRefused(span, outcome);
        this.fates.note(span, outcome);
      },
    };
    return isLaned ? new LanedRunner(options) : new PullRunner(options);
  }
}
