import type { ProvisionalStrategy, ProvisionalTiming } from '../provisional/strategy.js';
import { EntryList, type Linked } from './entry-list.js';
import type { Announced } from './pending-span.js';
import type { TableEntry } from './table-entry.js';

/** How the table tells of spans that run. */
export interface ProvisionalRules extends Partial<ProvisionalTiming> {
  readonly strategy: ProvisionalStrategy;
}

/** What is due of one span. */
export type Announcement = 'marker' | 'heartbeat';

/** The place of an entry in the list of what is due next. */
class Turn implements Linked {
  previous: this | undefined = undefined;
  next: this | undefined = undefined;

  constructor(
    readonly entry: TableEntry,
    readonly dueAtMs: number,
  ) {}
}

/**
 * Knows which running spans are to be told of next, and when: markers once, heartbeats again and again. A clock decides
 * when, never what. Every step is O(1) for each span that is due.
 */
export class AnnouncementSchedule {
  /** Spans that were not told of yet, and those whose heartbeat is due again; each in the order of its times. */
  private readonly young = new EntryList<Turn>();
  private readonly beating = new EntryList<Turn>();
  private readonly turns = new Map<TableEntry, { readonly turn: Turn; readonly list: EntryList<Turn> }>();

  /** @param kind - what this strategy tells of a running span after a while */
  constructor(
    private readonly kind: Announcement,
    private readonly timing: ProvisionalTiming,
  ) {}

  /** When the next is due, on the table's clock; undefined while there is none. */
  get nextDueMs(): number | undefined {
    const times = [this.young.oldest?.dueAtMs, this.beating.oldest?.dueAtMs].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Brings the place of an entry in line with what is known of it: a running span has one, any other has none. */
  update(entry: TableEntry, nowMs: number): void {
    const isRunning = entry.isOpen && !entry.hasLeft && entry.pending.start !== undefined;
    if (!isRunning) this.remove(entry);
    else if (!this.turns.has(entry)) this.schedule(entry, nowMs);
  }

  /** Takes out every entry that is due, in the order in which they became so. */
  takeDue(nowMs: number): TableEntry[] {
    const due: TableEntry[] = [];
    for (const list of [this.young, this.beating]) {
      for (let { oldest } = list; oldest !== undefined && oldest.dueAtMs <= nowMs; { oldest } = list) {
        due.push(oldest.entry);
        this.remove(oldest.entry);
      }
    }
    return due;
  }

  private schedule(entry: TableEntry, nowMs: number): void {
    const { announced } = entry.pending;
    if (announced === undefined) this.append(entry, this.young, nowMs + this.timing.minAgeMs);
    else if (announced.type === 'beating' && this.kind === 'heartbeat') {
      this.append(entry, this.beating, announced.beatAtMs + this.timing.heartbeatMs);
    }
  }

  private append(entry: TableEntry, list: EntryList<Turn>, dueAtMs: number): void {
    const turn = new Turn(entry, dueAtMs);
    list.append(turn, 0);
    this.turns.set(entry, { turn, list });
  }

  private remove(entry: TableEntry): void {
    const place = this.turns.get(entry);
    if (place === undefined) return;
    this.turns.delete(entry);
    place.list.remove(place.turn, 0);
  }
}

/**
 * Answers whether a collector has sent the span by now: it does so when no heartbeat came for too long, and its real id
 * is then taken.
 */
export function isSentElsewhere(announced: Announced | undefined, nowMs: number, timing: ProvisionalTiming): boolean {
  if (announced?.type !== 'beating') return false;
  return nowMs - announced.beatAtMs > timing.heartbeatMs * timing.expiryFactor;
}
