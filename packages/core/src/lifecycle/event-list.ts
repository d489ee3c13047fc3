import type { Attributes } from '@opentelemetry/api';
import type { SpanEventContent } from '../model/span-signal.js';

/** Events that a span keeps at most: the limit of the OTel specification. Later ones are counted as dropped. */
export const EVENTS_MAX = 128;

/** How far back the search for the place of a new event goes one by one before it halves: records mostly come in order. */
const LINEAR_STEPS = 4;

function attributesText(attributes: Attributes): string {
  return JSON.stringify(attributes);
}

/** Order of events by time, then name, then attributes: total, so that reading order leaves no trace. 0 = the same event. */
export function compareEvents(a: SpanEventContent, b: SpanEventContent): number {
  if (a.timeUnixNano !== b.timeUnixNano) return a.timeUnixNano < b.timeUnixNano ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  const [left, right] = [attributesText(a.attributes), attributesText(b.attributes)];
  return left === right ? 0 : left < right ? -1 : 1;
}

/** Remembers which events went over the limit, so that reading one twice counts once. 32 bits are two hashes' worth. */
function eventFingerprint(event: SpanEventContent): number {
  const text = `${event.timeUnixNano}|${event.name}|${attributesText(event.attributes)}`;
  let high = 0x811c9dc5;
  let low = 0x01000193;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x85ebca6b) ^ (low >>> 13);
  }
  // 53 bits, the most that a number holds exactly.
  return (high >>> 0) * 0x20_0000 + ((low >>> 0) & 0x1f_ffff);
}

/**
 * The events of one pending span: the earliest {@link EVENTS_MAX} + `reserve`, sorted, each once.
 *
 * Which events stay is a property of the set of events and not of their order of arrival: always the earliest.
 * A fingerprint of each event over the limit is kept, up to `fingerprintsMax`; beyond that a doubled event over the
 * limit counts as dropped twice.
 */
export class EventList {
  private readonly kept: SpanEventContent[] = [];
  private over: Set<number> | undefined;
  private overCount = 0;

  /** @param reserve - room for events that may turn out to be none, such as a tentative end */
  constructor(
    private readonly reserve = 1,
    private readonly fingerprintsMax = 100_000,
  ) {}

  /** Adds an event; answers false when the list had it before. */
  add(event: SpanEventContent): boolean {
    const place = this.findPlace(event);
    const before = this.kept[place - 1];
    if (before !== undefined && compareEvents(before, event) === 0) return false;
    if (place >= EVENTS_MAX + this.reserve) return this.drop(event);
    // The event may have been pushed over the limit earlier only if it sorts behind all that is kept.
    this.kept.splice(place, 0, event);
    if (this.kept.length > EVENTS_MAX + this.reserve) {
      const last = this.kept.pop();
      if (last !== undefined) this.drop(last);
    }
    return true;
  }

  /** How many events were added, each counted once. */
  get count(): number {
    return this.kept.length + this.overCount;
  }

  /** The earliest events, without `except`, and how many did not fit. */
  take(except: SpanEventContent | undefined): {
    readonly events: readonly SpanEventContent[];
    readonly droppedCount: number;
  } {
    const candidates = except === undefined ? this.kept : this.kept.filter((event) => event !== except);
    const events = candidates.slice(0, EVENTS_MAX);
    const total = this.count - (except === undefined ? 0 : 1);
    return { events, droppedCount: total - events.length };
  }

  private drop(event: SpanEventContent): boolean {
    const fingerprint = eventFingerprint(event);
    this.over ??= new Set();
    if (this.over.has(fingerprint)) return false;
    if (this.over.size < this.fingerprintsMax) this.over.add(fingerprint);
    this.overCount += 1;
    return true;
  }

  /** Index behind the last kept event that is not after `event`. */
  private findPlace(event: SpanEventContent): number {
    let high = this.kept.length;
    for (let step = 0; step < LINEAR_STEPS && high > 0; step += 1) {
      const last = this.kept[high - 1];
      if (last === undefined || compareEvents(last, event) <= 0) return high;
      high -= 1;
    }
    let low = 0;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const candidate = this.kept[middle];
      if (candidate !== undefined && compareEvents(candidate, event) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
