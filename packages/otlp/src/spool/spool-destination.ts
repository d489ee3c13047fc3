import { type AckLog } from './ack-log.js';
import { type BodyReader, type BodyResult } from './body-reader.js';
import { type QueueState } from './queue-state.js';
import { type IndexedRecord } from './record-index.js';
import { type SpoolDestination, type SpoolRecord, type SpoolTakeLimits } from './spool-types.js';

/** What {@link DestinationView} needs. */
export interface DestinationViewOptions {
  readonly name: string;
  readonly state: QueueState;
  readonly acks: AckLog;
  readonly reader: BodyReader;
  readonly isClosed: () => boolean;
  /** A body that was lost on the medium. */
  readonly dropCorrupt: (record: IndexedRecord) => void;
  /** Called before records are chosen: the time may have come for old ones to go. */
  readonly expire: () => void;
  /** Writes what was noted and frees what is done. Never rejects. */
  readonly settle: () => Promise<void>;
  readonly warn: (kind: string, message: string) => void;
}

/** The view of one destination on the queue. */
export class DestinationView implements SpoolDestination {
  private readonly inFlight = new Set<number>();
  /** Given back, to be taken before anything behind the cursor. */
  private readonly released = new Set<number>();
  /** Everything below was handed out, acknowledged or given up. */
  private cursor = 0;

  constructor(private readonly options: DestinationViewOptions) {}

  get pendingSpans(): number {
    return this.options.state.pendingSpans(this.options.name);
  }

  async take(limits: SpoolTakeLimits): Promise<readonly SpoolRecord[] | undefined> {
    const { reader, isClosed, expire, settle } = this.options;
    while (!isClosed()) {
      expire();
      const chosen = this.choose(limits);
      if (chosen.length === 0) return undefined;
      const results = await reader.read(chosen);
      const taken = chosen.flatMap((record, index) => this.judge(record, results[index]));
      if (results.some(({ status }) => status === 'lost')) await settle();
      if (taken.length > 0) return taken;
      // Without a record to give, at least one was given up for good, or none can be read now.
      if (results.some(({ status }) => status === 'unavailable')) return undefined;
    }
    return undefined;
  }

  async ack(sequences: readonly number[]): Promise<void> {
    const { name, state, acks, settle, isClosed } = this.options;
    if (isClosed()) return;
    for (const sequence of sequences) {
      this.inFlight.delete(sequence);
      this.released.delete(sequence);
    }
    acks.note(name, state.acknowledge(name, sequences));
    await settle();
  }

  release(sequences: readonly number[]): void {
    for (const sequence of sequences) if (this.inFlight.delete(sequence)) this.released.add(sequence);
  }

  /** Records below those handed out have come late. */
  rewindTo(sequence: number): void {
    this.cursor = Math.min(this.cursor, sequence);
  }

  private judge(record: IndexedRecord, result: BodyResult | undefined): readonly SpoolRecord[] {
    if (result?.status === 'read') return [toSpoolRecord(record, result.body)];
    if (result?.status === 'unavailable') {
      this.options.warn('read', `Records cannot be read now (${result.code}); this is tried again.`);
      this.release([record.sequence]);
      return [];
    }
    this.inFlight.delete(record.sequence);
    this.options.dropCorrupt(record);
    return [];
  }

  /** The next records that are needed and not in flight, all of one signal: their bodies may be sent as one. */
  private choose(limits: SpoolTakeLimits): readonly IndexedRecord[] {
    const { sequenceMax = Number.POSITIVE_INFINITY } = limits;
    const chosen: IndexedRecord[] = [];
    const first = this.firstWaiting();
    let spansLeft = limits.spansMax;
    let bytesLeft = limits.bytesMax;
    for (let record = first; record !== undefined; record = this.firstWaiting()) {
      spansLeft -= record.spanCount;
      bytesLeft -= record.bodyBytes;
      const fits = spansLeft >= 0 && bytesLeft >= 0 && record.signal === first?.signal;
      if ((!fits && chosen.length > 0) || record.sequence > sequenceMax) break;
      this.released.delete(record.sequence);
      this.cursor = Math.max(this.cursor, record.sequence + 1);
      this.inFlight.add(record.sequence);
      chosen.push(record);
    }
    return chosen;
  }

  private firstWaiting(): IndexedRecord | undefined {
    const { name, state } = this.options;
    const record = this.firstReleased();
    if (record !== undefined) return record;
    for (;;) {
      const next = state.records.from(this.cursor);
      if (next === undefined || (!this.inFlight.has(next.sequence) && state.isNeededBy(name, next))) return next;
      this.cursor = next.sequence + 1;
    }
  }

  /** Few records are released at a time: those of requests that failed. */
  private firstReleased(): IndexedRecord | undefined {
    const { name, state } = this.options;
    while (this.released.size > 0) {
      const sequence = [...this.released].reduce((lowest, value) => Math.min(lowest, value));
      const record = state.records.find(sequence);
      if (record !== undefined && state.isNeededBy(name, record)) return record;
      this.released.delete(sequence);
    }
    return undefined;
  }
}

function toSpoolRecord({ sequence, signal, priority, spanCount }: IndexedRecord, body: Uint8Array): SpoolRecord {
  return { sequence, signal, priority, spanCount, body };
}
