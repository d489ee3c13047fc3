import { type CheckpointFiles } from './checkpoint-files.js';
import { type CheckpointOrigin } from './recovery.js';

/**
 * What a key stands for: anything that JSON can say. -0 comes back as 0, NaN and undefined as null: encode them as text
 * if they matter. Lone surrogates and keys named `__proto__` come back exactly.
 */
export type CheckpointValue = unknown;

/** The changes of one commit. The removals come first: a key in both is put. */
export interface CheckpointChanges {
  readonly put: Iterable<readonly [key: string, value: CheckpointValue]>;
  readonly remove: Iterable<string>;
}

/**
 * What became of a commit. `generation` counts the snapshots so far.
 *
 * `failed`: what was committed before is untouched, and the next commit may succeed. The changes are the caller's to
 * offer again, together with later ones. After a crash a failed commit may turn out to be there, but as a whole.
 */
export type CommitResult =
  | { readonly status: 'committed'; readonly generation: number }
  | { readonly status: 'failed'; readonly detail: string };

/** Options of `openCheckpoint`. */
export interface CheckpointOptions {
  /** Made if missing, for its owner alone. One process at a time: the caller holds the lock. */
  readonly directory: string;
  /** Gets whole sentences about damage, and about snapshots that could not be written (the first of a row). */
  readonly warn: (message: string) => void;
  /**
   * A snapshot is due when the log is longer than this and than the last snapshot, so that what is written stays
   * proportional to what changes. Default 4 MiB.
   */
  readonly logBytesMax?: number;
  /** The calls to the file system; for tests. */
  readonly files?: CheckpointFiles;
}

/** A small durable map from keys to JSON values with atomic commits of many keys. It keeps no copy of the map. */
export interface Checkpoint {
  /**
   * What was found: all keys, in the order of their last put.
   *
   * `fresh`: nothing was there. `restored`: all that was committed, up to damage of the log if `warn` was told of any.
   * `fallback`: the newest snapshot was damaged, and the older one and the logs were read instead; the last commits may
   * be missing. `lost`: nothing could be read.
   */
  readonly restored: { readonly origin: CheckpointOrigin; readonly entries: ReadonlyMap<string, CheckpointValue> };
  /** Frees the memory of `restored.entries` once the caller has taken them over. */
  forgetRestored(): void;
  /**
   * Writes changes, all or nothing and in the order of the calls. Never rejects. Resolved as `committed` they are on
   * the disk; with `sync: false` they survive the end of the process, but the loss of power only after a later commit
   * without it. A commit of nothing is good for that: it syncs what earlier ones have written.
   *
   * Both iterables are read before this returns; the values must not be changed in place until it resolves. When a
   * snapshot is due, `snapshot` is called before this returns and gives the whole map with these changes in it, in the
   * order of the last puts. If one commit fails, those that were waiting behind it fail too.
   */
  commit(
    changes: CheckpointChanges,
    snapshot: () => Iterable<readonly [key: string, value: CheckpointValue]>,
    options?: { readonly sync?: boolean },
  ): Promise<CommitResult>;
  /** Finishes what was begun, syncs it and releases the files. Later commits fail. */
  close(): Promise<void>;
}
