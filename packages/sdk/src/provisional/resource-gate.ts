import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Clock } from '@spanbridge/otlp';
import type { Faults } from './faults.js';

/** How long spans wait for a resource; detectors that ask a cloud's metadata service give up earlier. */
const RESOURCE_WAIT_MS = 5_000;

/** Spans that wait at most; when one more comes, all leave with what is known of their resource. */
const WAITING_SPANS_MAX = 16_384;

/** What waits for its resource: a span, or a log record on its way. */
export type OfResource = Pick<ReadableSpan, 'resource'>;

/** Options of a {@link ResourceGate}. */
export interface ResourceGateOptions<Item extends OfResource> {
  /** Takes what has a complete resource. */
  readonly pass: (item: Item) => void;
  readonly clock: Clock;
  readonly faults: Faults;
}

/**
 * Holds the first spans of a process back until the detectors of its resource have answered: a span with half a
 * resource belongs to nobody. When everything is known it costs one comparison for each span. Keeps the order.
 */
export class ResourceGate<Item extends OfResource = ReadableSpan> {
  private waiting: Item[] | undefined;
  private opened: Promise<void> | undefined;
  private knownResource: ReadableSpan['resource'] | undefined;

  constructor(private readonly options: ResourceGateOptions<Item>) {}

  /** Passes a span on, or keeps it until its resource is complete. */
  add(span: Item): void {
    const { resource } = span;
    if (this.waiting === undefined && resource === this.knownResource) this.options.pass(span);
    else this.addCarefully(span);
  }

  /** Resolves when nothing waits any more, after five seconds at the latest. `clock` holds the process until then. */
  async whenOpen(clock: Clock): Promise<void> {
    if (this.waiting === undefined) return;
    const end = new AbortController();
    await Promise.race([this.opened, clock.sleep(RESOURCE_WAIT_MS, end.signal)]);
    end.abort();
    this.release();
  }

  /** Lets everything go that waits, with what is known of the resource: there is no more time. */
  release(): void {
    const spans = this.waiting ?? [];
    this.waiting = undefined;
    for (const span of spans) this.options.pass(span);
  }

  private addCarefully(span: Item): void {
    const { resource } = span;
    if (this.waiting === undefined && resource.asyncAttributesPending !== true) {
      this.knownResource = resource;
      this.options.pass(span);
      return;
    }
    if (this.waiting === undefined) {
      this.waiting = [];
      this.opened = this.wait(resource);
    }
    this.waiting.push(span);
    if (this.waiting.length > WAITING_SPANS_MAX) this.giveUp(resource);
  }

  private async wait(resource: ReadableSpan['resource']): Promise<void> {
    const end = new AbortController();
    const complete = settled(resource).catch((error: unknown) => {
      this.options.faults.note('the resource was not completed', error);
    });
    await Promise.race([complete, this.options.clock.sleep(RESOURCE_WAIT_MS, end.signal)]);
    end.abort();
    this.giveUp(resource);
  }

  /** Waits no longer for a resource: it is complete, or has had its time. */
  private giveUp(resource: ReadableSpan['resource']): void {
    this.knownResource = resource;
    this.release();
  }
}

async function settled(resource: ReadableSpan['resource']): Promise<void> {
  await resource.waitForAsyncAttributes?.();
}
