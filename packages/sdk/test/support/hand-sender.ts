import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpSender, Persistence, SpanOutcome } from '@spanbridge/otlp';
import type { Destination } from '../../src/ship/destinations.js';

/** A sender whose answers are given by hand. */
export class HandSender implements OtlpSender {
  state: OtlpSender['state'] = 'open';
  readonly batches: (readonly ReadableSpan[])[] = [];
  readonly persistences: (Persistence | undefined)[] = [];
  isClosed = false;
  private readonly waiting: ((outcome: SpanOutcome) => void)[] = [];

  /** @param automatic - the answer to everything; undefined: {@link HandSender.answer} gives each */
  constructor(private readonly automatic?: SpanOutcome) {}

  send(spans: readonly ReadableSpan[], persistence?: Persistence): Promise<readonly SpanOutcome[]> {
    this.batches.push(spans);
    this.persistences.push(persistence);
    const { automatic } = this;
    if (automatic !== undefined) return Promise.resolve(spans.map(() => automatic));
    return new Promise((resolve) => {
      this.waiting.push((outcome) => {
        resolve(spans.map(() => outcome));
      });
    });
  }

  /** Answers the oldest request that waits. */
  answer(outcome: SpanOutcome): void {
    this.waiting.shift()?.(outcome);
  }

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }

  /** The sender as a destination; the number tells several apart. */
  at(number: number): Destination {
    return { tracesUrl: `http://127.0.0.1:${number}/v1/traces`, sender: this };
  }
}

/** The outcomes that these tests give. */
export const ACCEPTED: SpanOutcome = { status: 'accepted' };
export const REFUSED: SpanOutcome = { status: 'refused', httpStatus: 400, reason: 'bad' };
export const UNSENT: SpanOutcome = { status: 'unsent', reason: 'gone' };
