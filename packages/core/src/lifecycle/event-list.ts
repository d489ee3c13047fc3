import type { SpanEventContent } from '../model/span-signal.js';
import { compareEvents, eventText } from './content-text.js';
import { EarliestList, type EarliestListKind, type EarliestListState } from './earliest-list.js';

/** Events that a span keeps at most: the limit of the OTel specification. Later ones are counted as dropped. */
export const EVENTS_MAX = 128;

/** Events over the limit that one span tells apart: 4 MB of memory, which count in the size of the span. */
const FINGERPRINTS_MAX = 100_000;

/** Bytes of memory that one event costs beside its attributes; measured on V8, rounded up. */
const EVENT_OVERHEAD_BYTES = 250;

const EVENTS: EarliestListKind<SpanEventContent> = {
  // One more than leaves: one of them may turn out to be the end of the span.
  itemsMax: EVENTS_MAX + 1,
  compare: compareEvents,
  textOf: (event) => `${event.timeUnixNano}|${event.name}|${eventText(event)}`,
  sizeBytesOf: (event) => EVENT_OVERHEAD_BYTES + event.sizeBytes,
  weightOf: () => 1,
  fingerprintsMax: FINGERPRINTS_MAX,
};

/**
 * The events of one pending span, sorted, each once; always the earliest stay.
 * A span with more than 100,000 events over the limit may count one that is read twice as dropped twice.
 */
export class EventList {
  private readonly list = new EarliestList(EVENTS);

  /** Adds an event; answers false when the list had it before. */
  add(event: SpanEventContent): boolean {
    return this.list.add(event);
  }

  /** The list as plain data. */
  toState(): EarliestListState<SpanEventContent> {
    return this.list.toState();
  }

  /** Becomes the list whose state this is. */
  restore(state: EarliestListState<SpanEventContent>): this {
    this.list.restore(state);
    return this;
  }

  /** How many events were added, each counted once. */
  get count(): number {
    return this.list.items.length + this.list.droppedCount;
  }

  /** Estimated memory. */
  get sizeBytes(): number {
    return this.list.sizeBytes;
  }

  /** The earliest events, without `except`, which must have been added, and how many did not fit. */
  take(except: SpanEventContent | undefined): {
    readonly events: readonly SpanEventContent[];
    readonly droppedCount: number;
  } {
    const { items } = this.list;
    // Compared by content: the same event may have been told by another record as well, and that one is kept.
    const candidates = except === undefined ? items : items.filter((event) => compareEvents(event, except) !== 0);
    const events = candidates.slice(0, EVENTS_MAX);
    const total = this.count - (except === undefined ? 0 : 1);
    return { events, droppedCount: total - events.length };
  }
}
