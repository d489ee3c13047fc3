import type { EndSignal, TentativeEnd } from '../model/span-signal.js';
import { compareEvents, compareSignals } from './content-text.js';

/** An end signal that still has to prove itself. */
export type TentativeEndSignal = EndSignal & { readonly tentative: TentativeEnd };

/** {@link TentativeEnds} as plain data, from which they can be made again. */
export interface TentativeEndsState {
  readonly only: TentativeEndSignal | undefined;
  readonly byName: readonly TentativeEndSignal[] | undefined;
  readonly unstarted: TentativeEndSignal | undefined;
  readonly latestName: string | undefined;
  readonly sizeBytes: number;
}

/** Different names whose earliest tentative end is remembered; of more the latest are only events. */
const NAMES_MAX = 128;

/** Answers whether an end is tentative. */
export function isTentative(signal: EndSignal): signal is TentativeEndSignal {
  return signal.tentative !== undefined;
}

/** Estimated memory of what an end says. */
export function endSizeBytes({ content, events, tentative }: EndSignal): number {
  let size = content.sizeBytes + (tentative?.otherwise.sizeBytes ?? 0);
  for (const event of events) size += event.sizeBytes;
  return size;
}

/** By the event that the record would be; two records that are one event differ in what they say as an end. */
function compareEnds(a: TentativeEndSignal, b: TentativeEndSignal): number {
  return compareEvents(a.tentative.otherwise, b.tentative.otherwise) || compareSignals(a, b);
}

function isEarlier(a: TentativeEndSignal, b: TentativeEndSignal | undefined): boolean {
  return b === undefined || compareEnds(a, b) < 0;
}

/**
 * Records of one span that look like its end. Which of them is the end is decided when the span leaves: only then is it
 * known whether a start was seen and under which name.
 */
export class TentativeEnds {
  /** Nearly every span has one such record, which needs no map. */
  private only: TentativeEndSignal | undefined;
  private earliestByName: Map<string, TentativeEndSignal> | undefined;
  private earliestUnstarted: TentativeEndSignal | undefined;
  /** Known only while all names that there is room for are taken. */
  private latest: TentativeEndSignal | undefined;
  /** Estimated memory of the records that are remembered. */
  sizeBytes = 0;

  /** Adds a record. The earliest of each name stays, whatever the order of reading. */
  add(signal: TentativeEndSignal): void {
    if (signal.tentative.closesUnstarted && isEarlier(signal, this.earliestUnstarted)) {
      this.sizeBytes +=
        endSizeBytes(signal) - (this.earliestUnstarted === undefined ? 0 : endSizeBytes(this.earliestUnstarted));
      this.earliestUnstarted = signal;
    }
    if (this.only === undefined && this.earliestByName === undefined) {
      this.only = signal;
      this.sizeBytes += endSizeBytes(signal);
      return;
    }
    this.earliestByName ??= new Map(this.only === undefined ? [] : [[this.only.name, this.only]]);
    this.only = undefined;
    this.addName(this.earliestByName, signal);
  }

  /** The record that ends a span which started under `startName`, or whose start was never seen (undefined). */
  resolve(startName: string | undefined): TentativeEndSignal | undefined {
    if (startName === undefined) return this.earliestUnstarted;
    if (this.only !== undefined) return this.only.name === startName ? this.only : undefined;
    return this.earliestByName?.get(startName);
  }

  /** The records as plain data. */
  toState(): TentativeEndsState {
    return {
      only: this.only,
      byName: this.earliestByName === undefined ? undefined : [...this.earliestByName.values()],
      unstarted: this.earliestUnstarted,
      latestName: this.latest?.name,
      sizeBytes: this.sizeBytes,
    };
  }

  /** Becomes the records whose state this is. */
  restore(state: TentativeEndsState): this {
    this.only = state.only;
    this.earliestByName = state.byName && new Map(state.byName.map((signal) => [signal.name, signal]));
    this.earliestUnstarted = state.unstarted;
    // The very object of the map: it is looked for by identity.
    this.latest = state.latestName === undefined ? undefined : this.earliestByName?.get(state.latestName);
    this.sizeBytes = state.sizeBytes;
    return this;
  }

  private addName(byName: Map<string, TentativeEndSignal>, signal: TentativeEndSignal): void {
    const known = byName.get(signal.name);
    if (!isEarlier(signal, known)) return;
    // A span may log thousands of names that end like an end; most come later than all that are remembered.
    const isTooLate = known === undefined && this.latest !== undefined && isEarlier(this.latest, signal);
    if (isTooLate) return;
    this.sizeBytes += endSizeBytes(signal) - (known === undefined ? 0 : endSizeBytes(known));
    byName.set(signal.name, signal);
    if (byName.size > NAMES_MAX) this.forgetLatestName(byName);
    else if (known === this.latest) this.latest = undefined;
  }

  private forgetLatestName(byName: Map<string, TentativeEndSignal>): void {
    let latest: TentativeEndSignal | undefined;
    let secondLatest: TentativeEndSignal | undefined;
    for (const signal of byName.values()) {
      if (latest === undefined || isEarlier(latest, signal)) [latest, secondLatest] = [signal, latest];
      else if (secondLatest === undefined || isEarlier(secondLatest, signal)) secondLatest = signal;
    }
    if (latest === undefined) return;
    byName.delete(latest.name);
    this.sizeBytes -= endSizeBytes(latest);
    this.latest = secondLatest;
  }
}
