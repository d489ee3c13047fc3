import type { ProvisionalStrategy, ProvisionalTiming } from '../provisional/strategy.js';
import { EntryList } from './entry-list.js';
import type { Announced } from './pending-span.js';
import { type TableEntry, Turn } from './table-entry.js';

/** How the table tells of spans that run. */
export interface ProvisionalRules extends Partial<ProvisionalTiming> {
  readonly strategy: ProvisionalStrategy;
}

/** What is due of one span. */
export type Announcement = 'marker' | 'heartbeat';

/**
 * Knows which running spans are to be told of next, and when: markers once, heartbeats again and again. A clock decides
 * when, never what. Every step is O(1) for each span that is due.
 */
export class AnnouncementSchedule {
  /** Spans not told of yet, those that waited for a settled parent, and those whose heartbeat is due again. */
  private readonly young = new EntryList<Turn>();
  private readonly overdue = new EntryList<Turn>();
  private readonly beating = new EntryList<Turn>();
  /** Each in the order of its times. */
  private readonly lists = [this.young, this.overdue, this.beating];

  /** @param kind - what this strategy tells of a running span after a while */
  constructor(
    private readonly kind: Announcement,
    private readonly timing: ProvisionalTiming,
  ) {}

  /** When the next is due, on the table's clock; undefined while there is none. */
  get nextDueMs(): number | undefined {
    const times = this.lists.map(({ oldest }) => oldest?.dueAtMs).filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /**
   * Brings the place of an entry in line with what is known of it: a running span has one, any other has none.
   * Answers the time at which the one was due that it has lost.
   */
  update(entry: TableEntry, nowMs: number): number | undefined {
    const isRunning = entry.isOpen && !entry.hasLeft && entry.pending.start !== undefined;
    if (!isRunning) return this.take(entry)?.dueAtMs;
    if (entry.turn === undefined) this.schedule(entry, nowMs);
    return undefined;
  }

  /** Takes out every entry that is due, in the order in which they became so. */
  takeDue(nowMs: number): TableEntry[] {
    const due: TableEntry[] = [];
    for (const list of this.lists) {
      for (let { oldest } = list; oldest !== undefined && oldest.dueAtMs <= nowMs; { oldest } = list) {
        due.push(oldest.entry);
        this.take(oldest.entry);
      }
    }
    return due;
  }

  /** Takes an entry out of its turn; undefined when it has none. */
  take(entry: TableEntry): Turn | undefined {
    const { turn } = entry;
    turn?.list.remove(turn, 0);
    entry.turn = undefined;
    return turn;
  }

  /** Notes that an entry was due and could not be told of, because its parent is still open: it is due once that is. */
  postpone(entry: TableEntry): void {
    entry.isOverdue = true;
  }

  private schedule(entry: TableEntry, nowMs: number): void {
    const { announced, isParentSettled } = entry.pending;
    if (announced === undefined) {
      if (!entry.isOverdue) this.append(entry, this.young, nowMs + this.timing.minAgeMs);
      else if (isParentSettled) this.append(entry, this.overdue, nowMs);
    } else if (announced.type === 'beating' && this.kind === 'heartbeat') {
      this.append(entry, this.beating, announced.beatAtMs + this.timing.heartbeatMs);
    }
  }

  private append(entry: TableEntry, list: EntryList<Turn>, dueAtMs: number): void {
    entry.turn = new Turn(entry, list, dueAtMs);
    list.append(entry.turn, 0);
  }
}

/** The two clocks of the table: one that only goes forward, one that tells the time of the world. */
export interface TableClocks {
  readonly now: () => number;
  readonly unixNow: () => number;
}

/**
 * Answers whether a collector has sent the span by now: it does so when no heartbeat came for too long, and its real id
 * is then taken. Either clock may have stood still, in a process or a machine that slept: the longer silence counts.
 */
export function isSentElsewhere(
  announced: Announced | undefined,
  clocks: TableClocks,
  timing: ProvisionalTiming,
): boolean {
  if (announced?.type !== 'beating') return false;
  const silentMs = Math.max(clocks.now() - announced.beatAtMs, clocks.unixNow() - announced.beatUnixMs);
  return silentMs > timing.heartbeatMs * timing.expiryFactor;
}
