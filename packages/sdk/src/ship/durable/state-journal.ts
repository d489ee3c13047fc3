import type { RecordPipeline, StatePiece } from '@spanbridge/core';
import { SpanbridgeError } from '@spanbridge/core';
import { SDK_ERROR_CODES } from '../../errors.js';
import type { FilePosition } from '../../sources/file-position.js';
import type { KnownSource } from '../../sources/tail-options.js';
import type { Checkpoint, CommitResult } from '../checkpoint/checkpoint-api.js';

/** What a checkpoint says of itself; a run with other settings would give other ids to the same records. */
interface RunFacts {
  readonly version: 1;
  /** Counts the runs, so that keys of this one are told from keys of an earlier one. */
  readonly run: number;
  readonly namespace: string;
}

const FACTS_KEY = 'run';
const SPOOL_KEY = 'spool';
const FILE_PREFIX = 'file';

/** Options of a {@link StateJournal}. */
export interface StateJournalOptions {
  readonly checkpoint: Checkpoint;
  readonly pipeline: RecordPipeline;
  readonly namespace: string;
  /** All sources with how far they were read, for a new snapshot. */
  readonly positions: () => readonly KnownSource[];
}

/** A change that no commit has taken yet: a value to write, or that the key goes. */
type Change = { readonly status: 'put'; readonly value: unknown } | { readonly status: 'removed' };

/**
 * The state of a run as a checkpoint keeps it: how far every file was read, the table of pending spans, and up to which
 * record the spool is valid. All of it moves together, or not at all.
 */
export class StateJournal {
  /** How far files were read by earlier runs. */
  readonly positions: readonly FilePosition[];
  /** The last record of the spool that belongs to the state; the records above were never sent. */
  readonly spoolSequence: number;
  /** The checkpoint says something: of this run, or of one before. */
  isBegun: boolean;
  private readonly facts: RunFacts;
  private readonly changes = new Map<string, Change>();
  /** Keys under which an earlier run kept positions; this run writes all that it knows under keys of its own. */
  private inherited: readonly string[];
  private areFilesChanged = false;
  /** What was last put for each file: most of them rest, and need not be written again. */
  private readonly written = new Map<string, string>();
  private readonly latest = new Map<string, FilePosition>();

  constructor(private readonly options: StateJournalOptions) {
    const { entries, origin } = options.checkpoint.restored;
    this.isBegun = origin !== 'fresh';
    const known = entries.get(FACTS_KEY) as RunFacts | undefined;
    if (known !== undefined && known.namespace !== options.namespace) throw otherNamespace(known, options.namespace);
    this.facts = { version: 1, run: (known?.run ?? 0) + 1, namespace: options.namespace };
    this.spoolSequence = spoolSequenceOf(entries);
    const files = [...entries].filter(([key]) => key.startsWith(FILE_PREFIX));
    this.positions = files.map(([, position]) => position as FilePosition);
    this.inherited = files.map(([key]) => key);
    options.pipeline.restore(entries);
    options.checkpoint.forgetRestored();
    this.put(FACTS_KEY, this.facts);
  }

  /** Notes how far a source was read. */
  notePosition(sourceId: string, position: FilePosition): void {
    this.latest.set(sourceId, position);
    this.putFile(this.fileKey(sourceId), position);
  }

  /**
   * Notes that files were found, renamed or lost: the next commit looks through all positions. Not now: ten thousand
   * files that are found together tell so one by one.
   */
  noteFiles(): void {
    this.areFilesChanged = true;
  }

  /** There is something to commit. */
  get isChanged(): boolean {
    return this.changes.size > 0 || this.areFilesChanged;
  }

  /** Writes into an empty checkpoint up to where the spool is valid, and nothing of what was read. */
  async begin(spoolSequence: number): Promise<CommitResult> {
    const own: readonly StatePiece[] = [
      [FACTS_KEY, this.facts],
      [SPOOL_KEY, spoolSequence],
    ];
    const result = await this.options.checkpoint.commit({ put: own, remove: [] }, () => own);
    if (result.status === 'committed') this.isBegun = true;
    return result;
  }

  /**
   * Makes everything durable that was read so far, together with the last record of the spool. What a failed commit
   * held goes with the next one.
   */
  async commit(spoolSequence: number): Promise<CommitResult> {
    const { checkpoint, pipeline } = this.options;
    if (this.areFilesChanged || this.inherited.length > 0) this.putFiles();
    const { put, remove } = pipeline.takeChanges();
    for (const [key, value] of put) this.put(key, value);
    for (const key of remove) this.changes.set(key, { status: 'removed' });
    this.put(SPOOL_KEY, spoolSequence);
    const entries = [...this.changes];
    const result = await checkpoint.commit(
      {
        put: entries.flatMap(([key, change]) => (change.status === 'put' ? [[key, change.value] as const] : [])),
        remove: entries.flatMap(([key, change]) => (change.status === 'removed' ? [key] : [])),
      },
      () => this.snapshot(spoolSequence),
    );
    if (result.status === 'committed') {
      this.changes.clear();
      this.latest.clear();
    }
    return result;
  }

  /** Writes the positions that say something new, in place of those of earlier runs. */
  private putFiles(): void {
    for (const key of this.inherited) this.changes.set(key, { status: 'removed' });
    this.inherited = [];
    this.areFilesChanged = false;
    for (const [key, position] of this.filePieces()) {
      if (this.written.get(key) !== essenceOf(position)) this.putFile(key, position);
    }
  }

  private putFile(key: string, position: FilePosition): void {
    this.written.set(key, essenceOf(position));
    this.put(key, position);
  }

  private *snapshot(spoolSequence: number): Generator<StatePiece> {
    yield [FACTS_KEY, this.facts];
    yield [SPOOL_KEY, spoolSequence];
    yield* this.filePieces();
    yield* this.options.pipeline.pieces();
  }

  /** The piece that was read last counts for its file before the source knows that it was taken. */
  private *filePieces(): Generator<readonly [key: string, position: FilePosition]> {
    for (const { sourceId, position } of this.options.positions()) {
      yield [this.fileKey(sourceId), this.latest.get(sourceId) ?? position];
    }
  }

  private put(key: string, value: unknown): void {
    // Deleted first, so that the order of the keys is that of their last change.
    this.changes.delete(key);
    this.changes.set(key, { status: 'put', value });
  }

  private fileKey(sourceId: string): string {
    return `${FILE_PREFIX}${this.facts.run}/${sourceId}`;
  }
}

/** The last record of the spool that the entries of a checkpoint vouch for; those above were never sent. */
export function spoolSequenceOf(entries: ReadonlyMap<string, unknown>): number {
  return Number(entries.get(SPOOL_KEY) ?? 0);
}

/** What makes a position worth writing: where the file is, what it is known by, and how far it was read. */
function essenceOf({ path, state, offsetBytes, identity }: FilePosition): string {
  return JSON.stringify([path, state, offsetBytes, identity]);
}

function otherNamespace(known: RunFacts, namespace: string): SpanbridgeError {
  return new SpanbridgeError(
    SDK_ERROR_CODES.CHECKPOINT_MISMATCH,
    `The checkpoint was written under the namespace "${known.namespace}", and this run has "${namespace}": the same ` +
      'records would get other ids. Use the same --namespace, or another checkpoint directory.',
  );
}
