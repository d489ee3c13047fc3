import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** One exporter or processor under test, and what arrived where it delivers to. */
export interface ContractSubject {
  /** Hands spans over; answers the code of each callback, as an exporter has them, or undefined. */
  readonly hand: (spans: readonly ReadableSpan[]) => readonly number[] | undefined;
  readonly forceFlush: () => Promise<void>;
  readonly shutdown: () => Promise<void>;
  /** Names of the spans that have arrived. */
  readonly arrived: () => readonly string[];
  /** Holds answers back until the function that it returns is called. */
  readonly holdAnswers: () => () => void;
  /** How often what lies behind was shut down. */
  readonly closes: () => number;
}

/** Options of {@link describeDeliveryContract}. */
export interface ContractOptions {
  readonly name: string;
  readonly create: () => ContractSubject;
  readonly makeSpans: (count: number) => readonly ReadableSpan[];
}

/** What everybody may rely on who uses an exporter or a processor of ours, whichever it is. */
export function describeDeliveryContract({ name, create, makeSpans }: ContractOptions): void {
  describe(`the contract of ${name}`, () => {
    it('spans that were handed over arrive with a flush, each once', async () => {
      const subject = create();
      subject.hand(makeSpans(3));
      await subject.forceFlush();
      expect(subject.arrived()).toEqual(['s0', 's1', 's2']);
      await subject.shutdown();
    });

    it('a shutdown delivers what is left', async () => {
      const subject = create();
      subject.hand(makeSpans(1_500));
      await subject.shutdown();
      expect([...subject.arrived()].sort()).toEqual([...makeSpans(1_500).map((span) => span.name)].sort());
    });

    it('a second shutdown does nothing and does not fail', async () => {
      const subject = create();
      subject.hand(makeSpans(2));
      await Promise.all([subject.shutdown(), subject.shutdown()]);
      await subject.shutdown();
      expect(subject.arrived()).toEqual(['s0', 's1']);
      expect(subject.closes()).toBe(1);
    });

    it('what comes after the shutdown is not taken and does not arrive', async () => {
      const subject = create();
      await subject.shutdown();
      expect(subject.hand(makeSpans(1)) ?? [1]).toEqual([1]);
      await subject.forceFlush();
      expect(subject.arrived()).toEqual([]);
    });

    it('a flush waits for what is in flight', async () => {
      const subject = create();
      const release = subject.holdAnswers();
      subject.hand(makeSpans(512));
      await new Promise((resolve) => setImmediate(resolve));
      let isFlushed = false;
      const flushing = subject.forceFlush().then(() => (isFlushed = true));
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect(isFlushed).toBe(false);
      release();
      await flushing;
      expect(subject.arrived()).toHaveLength(512);
      await subject.shutdown();
    });

    it('a flush while others are flushing, and one with nothing to do, resolve', async () => {
      const subject = create();
      await subject.forceFlush();
      subject.hand(makeSpans(700));
      const flushes = [subject.forceFlush(), subject.forceFlush()];
      subject.hand(makeSpans(1));
      await Promise.all([...flushes, subject.forceFlush()]);
      expect(subject.arrived()).toHaveLength(701);
      await subject.shutdown();
    });

    it('a callback is called exactly once for each export', () => {
      const subject = create();
      const codes = subject.hand(makeSpans(10));
      if (codes !== undefined) expect(codes).toEqual([0]);
      void subject.shutdown();
    });
  });
}
