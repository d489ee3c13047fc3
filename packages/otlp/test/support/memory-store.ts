import type {
  OverflowAppendResult,
  OverflowDestination,
  OverflowEntry,
  OverflowRecord,
  OverflowStore,
} from '../../src/delivery/overflow-store.js';
import { namesIn } from './fake-transport.js';

/** A store in memory that keeps its promises, and breaks them when told to. */
export interface MemoryStore extends OverflowStore {
  /** Records that are kept and not acknowledged, oldest first. */
  readonly records: readonly OverflowRecord[];
  /** The span names of these records. */
  names(): readonly string[];
  /** What the next appends answer; `appended` keeps. */
  answer: OverflowAppendResult;
  /** Set: appends hang until this resolves. */
  hold: Promise<void> | undefined;
  readonly calls: { appends: number; syncAppends: number; syncs: number; closes: number };
}

export function createMemoryStore(before: readonly OverflowEntry[] = []): MemoryStore {
  let records: OverflowRecord[] = [];
  const taken = new Set<number>();
  let sequence = 0;
  const keep = (entries: readonly OverflowEntry[]): OverflowAppendResult => {
    if (store.answer.status === 'appended') {
      for (const entry of entries) records.push({ ...entry, sequence: (sequence += 1) });
    }
    return store.answer;
  };
  const destination: OverflowDestination = {
    get pendingSpans() {
      return records.reduce((sum, record) => sum + record.spanCount, 0);
    },
    take: ({ spansMax, bytesMax }) => {
      const found: OverflowRecord[] = [];
      let spans = 0;
      let bytes = 0;
      for (const record of records) {
        if (taken.has(record.sequence)) continue;
        spans += record.spanCount;
        bytes += record.body.length;
        if (found.length > 0 && (spans > spansMax || bytes > bytesMax)) break;
        found.push(record);
      }
      for (const record of found) taken.add(record.sequence);
      return Promise.resolve(found.length === 0 ? undefined : found);
    },
    ack: (sequences) => {
      records = records.filter((record) => !sequences.includes(record.sequence));
      return Promise.resolve();
    },
    release: (sequences) => {
      for (const one of sequences) taken.delete(one);
    },
  };
  const store: MemoryStore = {
    answer: { status: 'appended' },
    hold: undefined,
    calls: { appends: 0, syncAppends: 0, syncs: 0, closes: 0 },
    get records() {
      return records;
    },
    names: () => records.flatMap((record) => namesIn(record.body)),
    append: async (entries) => {
      store.calls.appends += 1;
      await store.hold;
      return keep(entries);
    },
    appendSync: (entries) => {
      store.calls.syncAppends += 1;
      return keep(entries);
    },
    sync: () => {
      store.calls.syncs += 1;
      return Promise.resolve();
    },
    destination: () => destination,
    close: () => {
      store.calls.closes += 1;
      return Promise.resolve();
    },
  };
  keep(before);
  return store;
}
