import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ExporterLedger } from '@spanbridge/otlp';
import type { FinalTaker } from '../provider/final-taker.js';

/** How long spans wait for attributes of their resource; those that come later than that are missed. */
const WAIT_MS = 1_000;

/** As the queue of the exporter. With more, all leave with the attributes that are known. */
const WAITING_MAX = 65_536;

/**
 * Stands before an exporter until the attributes of the resource are all known, such as the id of the machine: spans
 * that end before wait here. It delays nothing else, and after a second nothing more.
 */
export class SettledResourceTaker implements FinalTaker {
  private waiting: ReadableSpan[] | undefined;
  private timer: NodeJS.Timeout | undefined;
  private readonly settled: Promise<void>;

  constructor(
    private readonly next: FinalTaker,
    resource: Resource,
    waitMs: number = WAIT_MS,
  ) {
    this.settled = resource.asyncAttributesPending === true ? this.waitFor(resource, waitMs) : Promise.resolve();
  }

  add(span: ReadableSpan): void {
    if (this.waiting === undefined) {
      this.next.add(span);
      return;
    }
    this.waiting.push(span);
    if (this.waiting.length >= WAITING_MAX) this.open();
  }

  async forceFlush(timeoutMs?: number): Promise<void> {
    await this.waitUntilSettled();
    return this.next.forceFlush(timeoutMs);
  }

  async shutdown(timeoutMs?: number): Promise<void> {
    await this.waitUntilSettled();
    return this.next.shutdown(timeoutMs);
  }

  flushSync(): void {
    this.open();
    this.next.flushSync();
  }

  /** The account of the exporter; spans that wait here are queued. */
  ledger(): ExporterLedger {
    const ledger = this.next.ledger();
    const waiting = this.waiting?.length ?? 0;
    return { ...ledger, taken: ledger.taken + waiting, queued: ledger.queued + waiting };
  }

  private waitUntilSettled(): Promise<void> {
    // Somebody waits now, so the process must not end before the deadline does.
    this.timer?.ref();
    return this.settled;
  }

  private async waitFor(resource: Resource, waitMs: number): Promise<void> {
    this.waiting = [];
    const late = new Promise<void>((resolve) => {
      this.timer = setTimeout(resolve, waitMs);
      this.timer.unref();
    });
    const known = Promise.resolve(resource.waitForAsyncAttributes?.()).catch(() => undefined);
    await Promise.race([known, late]);
    clearTimeout(this.timer);
    this.open();
  }

  private open(): void {
    const spans = this.waiting ?? [];
    this.waiting = undefined;
    for (const span of spans) this.next.add(span);
  }
}
