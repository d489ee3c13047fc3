import type { EndSignal, TentativeEnd } from '../model/span-signal.js';
import { compareEvents } from './event-list.js';

/** An end signal that still has to prove itself. */
export type TentativeEndSignal = EndSignal & { readonly tentative: TentativeEnd };

/** Different names whose earliest tentative end is remembered; of more the latest are only events. */
const NAMES_MAX = 128;

/** Answers whether an end is tentative. */
export function isTentative(signal: EndSignal): signal is TentativeEndSignal {
  return signal.tentative !== undefined;
}

function isEarlier(a: TentativeEndSignal, b: TentativeEndSignal | undefined): boolean {
  return b === undefined || compareEvents(a.tentative.otherwise, b.tentative.otherwise) < 0;
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

  /** Adds a record. The earliest of each name stays, whatever the order of reading. */
  add(signal: TentativeEndSignal): void {
    if (signal.tentative.closesUnstarted && isEarlier(signal, this.earliestUnstarted)) this.earliestUnstarted = signal;
    if (this.only === undefined && this.earliestByName === undefined) {
      this.only = signal;
      return;
    }
    this.earliestByName ??= new Map(this.only === undefined ? [] : [[this.only.name, this.only]]);
    this.only = undefined;
    if (!isEarlier(signal, this.earliestByName.get(signal.name))) return;
    this.earliestByName.set(signal.name, signal);
    if (this.earliestByName.size > NAMES_MAX) this.forgetLatestName(this.earliestByName);
  }

  /** The record that ends a span which started under `startName`, or whose start was never seen (undefined). */
  resolve(startName: string | undefined): TentativeEndSignal | undefined {
    if (startName === undefined) return this.earliestUnstarted;
    if (this.only !== undefined) return this.only.name === startName ? this.only : undefined;
    return this.earliestByName?.get(startName);
  }

  private forgetLatestName(byName: Map<string, TentativeEndSignal>): void {
    let latest: TentativeEndSignal | undefined;
    for (const signal of byName.values()) {
      if (latest === undefined || isEarlier(latest, signal)) latest = signal;
    }
    if (latest !== undefined) byName.delete(latest.name);
  }
}
