import type { LogRecord } from '../codec/log-record.js';
import type { BatchLimits } from './batch.js';
import { LogLanes } from './log-lanes.js';
import { priorityOfLog, sizeOfLog } from './log-overflow.js';
import { SPAN_PRIORITIES, type SpanPriority } from './priority.js';

/** How one record is to be delivered. */
export interface LogDeliveryTerms {
  /** Records of one lane are sent in their order, one request after the other. Default: any order. */
  readonly lane?: string;
  /** After this time a record that has not been sent is dropped; until then it never goes to the spool. */
  readonly lifetimeMs?: number;
}

/** A record that has no outcome yet. */
export interface QueuedLog {
  readonly record: LogRecord;
  readonly sequence: number;
  readonly sizeBytes: number;
  /** 0 for one with a lifetime, else as {@link priorityOfLog} says; those of a lane are not below 2. */
  readonly priority: SpanPriority;
  readonly lane: string | undefined;
  /** Infinity for one without a lifetime. */
  readonly expiresAtMs: number;
  state: 'waiting' | 'flying' | 'settled';
}

/** Limits of a {@link LogQueue}, and where it is told what they cost. */
export interface LogQueueOptions {
  readonly queueRecordsMax: number;
  /** Estimated bytes in memory. */
  readonly queueBytesMax: number;
  /** Told of every record that is dropped because there is no room. */
  readonly onDrop: (record: LogRecord) => void;
}

/** What a record takes in memory beyond what its estimate counts: objects, ids, times, its places here. */
const RECORD_OVERHEAD_BYTES = 600;

/**
 * Log records from the moment in which they come until they have an outcome, in the order in which they came; also
 * those that are being sent, so that what could not be sent is where it was. When there is no room, one is dropped for
 * each that comes: the oldest with a lifetime, then the oldest that is no error and has no lane, then the oldest; one
 * that is less dear than all that wait is dropped itself.
 */
export class LogQueue {
  /** How many records wait. */
  waiting = 0;
  /** How many are being sent or kept. */
  flying = 0;
  /** The estimated size in requests of those that wait. */
  waitingBytes = 0;
  /** The sequence number of the record that came last, from 1. */
  lastSequence = 0;
  readonly lanes = new LogLanes();
  private readonly all = new Set<QueuedLog>();
  private readonly byPriority = SPAN_PRIORITIES.map(() => new Set<QueuedLog>());

  constructor(private readonly options: LogQueueOptions) {}

  /** The sequence number of the oldest record without an outcome; Infinity when there is none. */
  get firstSequence(): number {
    for (const entry of this.all) return entry.sequence;
    return Infinity;
  }

  /** Takes a record in, or drops one: another or this. */
  push(record: LogRecord, terms: LogDeliveryTerms, nowMs: number): void {
    const { lane, lifetimeMs = Infinity } = terms;
    const ownPriority = lane === undefined ? priorityOfLog(record) : 2;
    const entry: QueuedLog = {
      record,
      sequence: (this.lastSequence += 1),
      sizeBytes: sizeOfLog(record),
      priority: lifetimeMs === Infinity ? ownPriority : 0,
      lane,
      expiresAtMs: nowMs + lifetimeMs,
      state: 'waiting',
    };
    if (!this.makeRoomFor(entry)) {
      this.options.onDrop(record);
      return;
    }
    this.all.add(entry);
    this.byPriority[entry.priority]?.add(entry);
    this.note(entry, 1);
  }

  /**
   * Takes the oldest records that may leave now, as many as make one request. To the store go only records without a
   * lifetime, and never past one with a lifetime that is before them in their lane.
   */
  take(limits: BatchLimits, target: 'receiver' | 'store'): readonly QueuedLog[] {
    const batch: QueuedLog[] = [];
    const passed = new Set<string>();
    let bytes = 0;
    for (const entry of this.all) {
      if (batch.length >= limits.batchSpansMax) break;
      if (entry.state !== 'waiting' || this.lanes.isBlocked(entry.lane, target)) continue;
      const mayGo = target === 'receiver' || entry.expiresAtMs === Infinity;
      if (!mayGo && entry.lane !== undefined) passed.add(entry.lane);
      if (!mayGo || (entry.lane !== undefined && passed.has(entry.lane))) continue;
      if (batch.length > 0 && bytes + entry.sizeBytes > limits.batchBytesMax) break;
      bytes += entry.sizeBytes;
      batch.push(entry);
    }
    for (const entry of batch) this.depart(entry);
    return batch;
  }

  /** Takes all records without an outcome out, also those under way: what becomes of these does not count any more. */
  takeAll(): readonly QueuedLog[] {
    const entries = [...this.all];
    for (const entry of entries) this.settle(entry);
    return entries;
  }

  /** The way of a record that was taken has ended: without an outcome it waits again, at its old place. */
  land(entry: QueuedLog): void {
    this.lanes.free(entry.lane);
    if (entry.state !== 'flying') return;
    entry.state = 'waiting';
    this.flying -= 1;
    this.note(entry, 1);
  }

  /** Takes a record out that has its outcome; false when it had one before. */
  settle(entry: QueuedLog): boolean {
    if (entry.state === 'settled') return false;
    if (entry.state === 'flying') this.flying -= 1;
    else this.note(entry, -1);
    entry.state = 'settled';
    this.all.delete(entry);
    this.byPriority[entry.priority]?.delete(entry);
    return true;
  }

  /** Takes the records out whose lifetime is over and that are not being sent. */
  takeExpired(nowMs: number): readonly QueuedLog[] {
    const expired: QueuedLog[] = [];
    for (const entry of this.byPriority[0] ?? []) {
      if (entry.state === 'waiting' && entry.expiresAtMs <= nowMs) expired.push(entry);
    }
    for (const entry of expired) this.settle(entry);
    return expired;
  }

  private depart(entry: QueuedLog): void {
    entry.state = 'flying';
    this.note(entry, -1);
    this.flying += 1;
    this.lanes.occupy(entry.lane);
  }

  private note(entry: QueuedLog, change: 1 | -1): void {
    this.waiting += change;
    this.waitingBytes += change * entry.sizeBytes;
  }

  private fits(entry: QueuedLog): boolean {
    const { queueRecordsMax, queueBytesMax } = this.options;
    const count = this.waiting + 1;
    const heldBytes = this.waitingBytes + entry.sizeBytes + count * RECORD_OVERHEAD_BYTES;
    return count <= queueRecordsMax && heldBytes <= queueBytesMax;
  }

  /** Drops records that are not dearer than the one to come until it fits; false when that cannot be. */
  private makeRoomFor(entry: QueuedLog): boolean {
    if (this.fits(entry)) return true;
    if (entry.sizeBytes + RECORD_OVERHEAD_BYTES > this.options.queueBytesMax) return false;
    for (const victims of this.byPriority.slice(0, entry.priority + 1)) {
      for (const victim of victims) {
        if (victim.state !== 'waiting') continue;
        this.settle(victim);
        this.options.onDrop(victim.record);
        if (this.fits(entry)) return true;
      }
    }
    return false;
  }
}
