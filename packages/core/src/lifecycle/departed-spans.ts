import type { SpanSignal } from '../model/span-signal.js';
import { ChangeMarks, type StateChanges, type StatePiece } from './change-marks.js';
import { KeyMemory } from './key-memory.js';
import { packState, type StateReader } from './packed-state.js';
import type { PendingSpan } from './pending-span.js';
import { type CompletionContent, type LateMeaning, type SentSpan, type Tombstone, Tombstones } from './tombstones.js';

/** Spans whose repetition is noticed at one time; lines are read again in order, so the newest are those that count. */
const REPLAYED_KEYS_MAX = 100_000;

/** Keys of each memory that a checkpoint keeps; a record of an older one would open its span anew after a restart. */
const KEPT_KEYS_MAX = 65_536;

/** Options of {@link DepartedSpans}. */
export interface DepartedSpansOptions {
  /** Keys of finished spans that are remembered. */
  readonly endedKeysMax: number;
  /** Notes what changes, for {@link DepartedSpans.takeChanges}. */
  readonly isTracked: boolean;
}

/** The spans that have left: what a record means that comes after its span. */
export class DepartedSpans {
  private readonly tombstones = new Tombstones();
  private readonly ended: HashLog;
  /** Spans that have left and whose first record was read again: the same lines are being read a second time. */
  private readonly replayed: HashLog;
  private readonly marks: ChangeMarks | undefined;

  constructor(options: DepartedSpansOptions) {
    this.marks = options.isTracked ? new ChangeMarks('left/') : undefined;
    this.ended = new HashLog('ended/', options.endedKeysMax);
    this.replayed = new HashLog('replayed/', REPLAYED_KEYS_MAX);
  }

  /** Keys and tombstones that fell out of memory: how many spans a very late record could open anew. */
  get forgotten(): number {
    return this.tombstones.forgotten + this.ended.forgotten;
  }

  /** Answers whether a span has left, as far as is remembered. */
  has(key: string): boolean {
    return this.tombstones.get(key) !== undefined || this.ended.has(key);
  }

  /** Remembers a span that left with start and end. */
  addFinished(key: string): void {
    this.ended.add(key);
  }

  /** Remembers a span that was told of while it ran and was then taken back: every record of it says nothing new. */
  addWithdrawn(key: string): void {
    this.ended.add(key);
    this.replayed.add(key);
  }

  /** Remembers a span that left before both were known. */
  addUnfinished(key: string, pending: PendingSpan, sent: SentSpan): void {
    this.tombstones.add(key, pending, sent);
    this.marks?.mark(key);
  }

  /** What a signal means for a span that has left; undefined when it never left, as far as is remembered. */
  read(key: string, signal: SpanSignal): LateMeaning | undefined {
    const tombstone = this.tombstones.get(key);
    if (tombstone === undefined && !this.ended.has(key)) return undefined;
    if (signal.type === 'withdraw') return { type: 'noted' };
    const meaning = tombstone === undefined ? readEnded(signal) : this.tombstones.read(tombstone, signal);
    if (tombstone !== undefined) this.marks?.mark(key);
    if (meaning.type === 'duplicate' && signal.type === 'start') this.replayed.add(key);
    return meaning.type === 'late' && this.replayed.has(key) ? { type: 'duplicate' } : meaning;
  }

  /** See {@link Tombstones.forgetOverflow}. */
  forgetOverflow(): readonly CompletionContent[] {
    return this.tombstones.forgetOverflow((key) => this.marks?.mark(key));
  }

  /** See {@link Tombstones.takeUnended}. */
  takeUnended(): readonly CompletionContent[] {
    return this.tombstones.takeUnended((key) => this.marks?.mark(key));
  }

  /** Hands over what has changed since the last call. */
  takeChanges(into: StateChanges): void {
    this.marks?.take((key) => packState(this.tombstones.get(key)), into);
    for (const log of [this.ended, this.replayed]) into.put.push(...log.takeAdded());
  }

  /** Everything that is remembered, packed. */
  *pieces(): Generator<StatePiece> {
    for (const [key, tombstone] of this.tombstones.entries()) yield [`left/${key}`, packState(tombstone)];
    for (const log of [this.ended, this.replayed]) yield* log.pieces();
  }

  /** Takes in one piece of a checkpoint; false when it belongs to somebody else. */
  restore([stateKey, state]: StatePiece, reader: StateReader): boolean {
    const key = this.marks?.claim(stateKey);
    if (key !== undefined) this.tombstones.restore(key, reader.unpack(state) as Tombstone);
    return key !== undefined || this.ended.restore(stateKey, state) || this.replayed.restore(stateKey, state);
  }
}

/** A span that left whole: a true end is told twice; what only looks like an end may be an event of its own. */
function readEnded(signal: SpanSignal): LateMeaning {
  const isRepetition = signal.type === 'start' || (signal.type === 'end' && signal.tentative === undefined);
  return { type: isRepetition ? 'duplicate' : 'late' };
}

/** A {@link KeyMemory} that is made when it is first needed and hands what is new in it to checkpoints. */
class HashLog {
  private memory: KeyMemory | undefined;
  private handedOver = 0;
  private pieceCount = 0;

  constructor(
    private readonly prefix: string,
    private readonly keysMax: number,
  ) {}

  get forgotten(): number {
    return this.memory?.forgotten ?? 0;
  }

  has(key: string): boolean {
    return this.memory?.has(key) === true;
  }

  add(key: string): void {
    (this.memory ??= new KeyMemory(this.keysMax)).add(key);
  }

  takeAdded(): readonly StatePiece[] {
    const added = (this.memory?.addedCount ?? 0) - this.handedOver;
    if (this.memory === undefined || added === 0) return [];
    this.handedOver += added;
    return [[this.nextKey(), this.memory.recentHashes(Math.min(added, KEPT_KEYS_MAX))]];
  }

  *pieces(): Generator<StatePiece> {
    if (this.memory !== undefined) yield [this.nextKey(), this.memory.recentHashes(KEPT_KEYS_MAX)];
  }

  restore(stateKey: string, state: unknown): boolean {
    if (!stateKey.startsWith(this.prefix)) return false;
    this.memory ??= new KeyMemory(this.keysMax);
    this.memory.addHashes(state as readonly number[]);
    this.handedOver = this.memory.addedCount;
    this.pieceCount = Math.max(this.pieceCount, Number(stateKey.slice(this.prefix.length)));
    return true;
  }

  private nextKey(): string {
    this.pieceCount += 1;
    return `${this.prefix}${this.pieceCount}`;
  }
}
