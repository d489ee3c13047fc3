import type { Spool, SpoolDestination, SpoolEntry, SpoolRecord } from '@spanbridge/otlp';
import type { Checkpoint } from '../../src/ship/checkpoint/checkpoint-api.js';

/** What a killed process leaves behind: written, as the page cache survives a kill. */
export class SurvivingDisk {
  readonly entries = new Map<string, string>();
  readonly records: SpoolRecord[] = [];
  readonly acked = new Map<string, Set<number>>();
  lastSequence = 0;
  isFresh = true;
}

/** The error with which a simulated process dies. */
export class Killed extends Error {}

/** Counts operations and kills at the one that was chosen; what comes after it never happens. */
export class Killer {
  operations = 0;
  isKilled = false;

  constructor(private readonly at: number) {}

  /** Called before an operation takes effect. */
  step(): void {
    if (this.isKilled) throw new Killed();
    this.operations += 1;
    if (this.operations !== this.at) return;
    this.isKilled = true;
    throw new Killed();
  }

  /** The same for operations of loops that nobody awaits: they just never come back. */
  async stepInBackground(): Promise<void> {
    try {
      this.step();
    } catch {
      await new Promise(() => undefined);
    }
  }
}

/** A checkpoint on a disk that survives. */
export function openCrashingCheckpoint(disk: SurvivingDisk, killer: Killer): Checkpoint {
  const entries = new Map([...disk.entries].map(([key, text]): [string, unknown] => [key, JSON.parse(text)]));
  return {
    restored: { origin: disk.isFresh ? 'fresh' : 'restored', entries },
    forgetRestored: () => undefined,
    commit: (changes) => {
      killer.step();
      for (const key of changes.remove) disk.entries.delete(key);
      for (const [key, value] of changes.put) {
        disk.entries.delete(key);
        disk.entries.set(key, JSON.stringify(value));
      }
      disk.isFresh = false;
      // Killed between the write and its being known.
      killer.step();
      return Promise.resolve({ status: 'committed', generation: 1 });
    },
    close: () => Promise.resolve(),
  };
}

/** A spool on a disk that survives. */
export function openCrashingSpool(disk: SurvivingDisk, killer: Killer): Spool {
  const taken = new Map<string, Set<number>>();
  const append = (entries: readonly SpoolEntry[]) => {
    killer.step();
    const firstSequence = disk.lastSequence + 1;
    for (const entry of entries) {
      disk.lastSequence += 1;
      disk.records.push({ ...entry, sequence: disk.lastSequence });
    }
    killer.step();
    return { status: 'appended', firstSequence, lastSequence: disk.lastSequence } as const;
  };
  return {
    get lastSequence() {
      return disk.lastSequence;
    },
    sizeBytes: 0,
    append: (entries) => Promise.resolve().then(() => append(entries)),
    appendSync: append,
    sync: () => {
      killer.step();
      return Promise.resolve({ status: 'synced' });
    },
    forgetAfter: (sequence) => {
      disk.records.splice(0, disk.records.length, ...disk.records.filter((record) => record.sequence <= sequence));
      return Promise.resolve();
    },
    retain: () => Promise.resolve({ droppedSpans: 0 }),
    destination: (name) => {
      const inFlight = taken.get(name) ?? new Set<number>();
      taken.set(name, inFlight);
      const acked = disk.acked.get(name) ?? new Set<number>();
      disk.acked.set(name, acked);
      return openDestination({ disk, killer, inFlight, acked });
    },
    waitForRoom: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function openDestination(parts: {
  readonly disk: SurvivingDisk;
  readonly killer: Killer;
  readonly inFlight: Set<number>;
  readonly acked: Set<number>;
}): SpoolDestination {
  const { disk, killer, inFlight, acked } = parts;
  return {
    async take({ spansMax, sequenceMax = Number.POSITIVE_INFINITY }) {
      await killer.stepInBackground();
      const taken: SpoolRecord[] = [];
      let spans = 0;
      for (const record of disk.records) {
        if (record.sequence > sequenceMax || acked.has(record.sequence) || inFlight.has(record.sequence)) continue;
        if (taken.length > 0 && spans + record.spanCount > spansMax) break;
        taken.push(record);
        spans += record.spanCount;
        inFlight.add(record.sequence);
      }
      return taken.length === 0 ? undefined : taken;
    },
    async ack(sequences) {
      await killer.stepInBackground();
      for (const sequence of sequences) acked.add(sequence);
    },
    release(sequences) {
      for (const sequence of sequences) inFlight.delete(sequence);
    },
    get pendingSpans() {
      return disk.records
        .filter(({ sequence }) => !acked.has(sequence))
        .reduce((sum, { spanCount }) => sum + spanCount, 0);
    },
  };
}
