import { join } from 'node:path';
import { causeText, quotePath } from '../../sources/errors.js';
import { type Checkpoint, type CheckpointOptions, type CheckpointValue, type CommitResult } from './checkpoint-api.js';
import { NODE_FILES } from './checkpoint-files.js';
import { removeOldLogs, setAside } from './clean-up.js';
import { DeltaLog } from './delta-log.js';
import { type EntryLine } from './entry-lines.js';
import { type LogPosition } from './file-header.js';
import { logName, recover, unusable, type Recovery } from './recovery.js';
import { publishNewSlot, writeNewSlot, type SlotState } from './slots.js';

/** 4 MiB are read in a few ms at the start, and a snapshot every 4 MiB of changes is not felt. */
const LOG_BYTES_MAX_DEFAULT = 4 * 1024 * 1024;

/** While snapshots fail the log grows on; beyond this it could not be read back, and commits fail. */
const LOG_BYTES_LIMIT = 1024 ** 3;

/** Its changes may build upon those that are not there. */
const WAITED_IN_VAIN = 'An earlier commit failed, and this one waited behind it.';

/**
 * Opens the checkpoint of a directory and reads it. Throws a `SpanbridgeError`: `CHECKPOINT_VERSION` when a newer
 * version wrote it (nothing is touched), `CHECKPOINT_UNUSABLE` when the directory cannot be used.
 */
export async function openCheckpoint(options: CheckpointOptions): Promise<Checkpoint> {
  const { directory, warn, files = NODE_FILES, logBytesMax = LOG_BYTES_MAX_DEFAULT } = options;
  await files.createDirectory(directory).catch((error: unknown) => {
    throw unusable(directory, error);
  });
  const recovery = await recover({ files, directory });
  tellDamage(recovery, directory, warn);
  // Damaged slots are of no use to anybody. Damaged logs still hold commits; they stay until there is a snapshot.
  await setAside({ files, directory }, recovery.damagedSlots);
  return new StoredCheckpoint({ directory, warn, files, logBytesMax }, recovery);
}

function tellDamage(recovery: Recovery, directory: string, warn: (message: string) => void): void {
  const names = [...recovery.damagedSlots, ...recovery.damagedLogs].join(', ');
  const kept = names === '' ? '' : ` Damaged files are kept as *.corrupt: ${names}.`;
  const of = `The checkpoint in ${quotePath(directory)}`;
  if (recovery.origin === 'lost') {
    warn(`${of} could not be read at all. Everything starts from the beginning; nothing is skipped.${kept}`);
  } else if (recovery.origin === 'fallback') {
    warn(`${of} has lost its newest snapshot. The one before and the logs were read; the rest is done again.${kept}`);
  } else if (names !== '') {
    warn(`${of} is damaged. It was read up to the damage; what came later is done again.${kept}`);
  }
}

/** One commit while it waits for its turn. */
interface Commit {
  readonly lines: readonly EntryLine[];
  /** The whole map; undefined when no snapshot was due. */
  readonly entries: readonly EntryLine[] | undefined;
  readonly isSynced: boolean;
  /** How many commits had failed when it was called. */
  readonly failures: number;
}

/** Exactly two elements, whatever the caller hands in: a line of another length is not read back. */
function putLine([key, value]: readonly [key: string, value: CheckpointValue]): EntryLine {
  return [key, value];
}

class StoredCheckpoint implements Checkpoint {
  private queue: Promise<unknown> = Promise.resolve();
  /**
   * None before the first snapshot of this process: what another process has left may stand in the memory of the system
   * alone, behind a sync that failed, and must not be built upon.
   */
  private log: DeltaLog | undefined;
  /** What the first snapshot covers of the log that was found. */
  private readonly foundPosition: LogPosition | undefined;
  private slot: SlotState | undefined;
  private generationMax: number;
  private damagedLogs: readonly string[];
  /** Length of the log beyond which a snapshot is due. */
  private snapshotDueBytes: number;
  private snapshotsWaiting = 0;
  private snapshotsFailed = 0;
  private failures = 0;
  private isClosed = false;
  private found: Checkpoint['restored'];

  constructor(
    private readonly options: Required<CheckpointOptions>,
    recovery: Recovery,
  ) {
    this.found = { origin: recovery.origin, entries: recovery.entries };
    this.slot = recovery.slot;
    this.generationMax = recovery.generationMax;
    this.damagedLogs = recovery.damagedLogs;
    this.snapshotDueBytes = options.logBytesMax;
    this.foundPosition = recovery.position;
  }

  get restored(): Checkpoint['restored'] {
    return this.found;
  }

  forgetRestored(): void {
    this.found = { origin: this.found.origin, entries: new Map() };
  }

  commit(...[changes, snapshot, options]: Parameters<Checkpoint['commit']>): Promise<CommitResult> {
    if (this.isClosed) return Promise.resolve({ status: 'failed', detail: 'The checkpoint is closed.' });
    let commit: Commit;
    try {
      commit = {
        lines: [...Array.from(changes.remove, (key) => [key] as const), ...Array.from(changes.put, putLine)],
        entries: this.isSnapshotDue() ? Array.from(snapshot(), putLine) : undefined,
        isSynced: options?.sync ?? true,
        failures: this.failures,
      };
    } catch (error) {
      // Nothing was written, but what waits behind may build upon these changes.
      this.failures += 1;
      return Promise.resolve({ status: 'failed', detail: causeText(error) });
    }
    if (commit.entries !== undefined) this.snapshotsWaiting += 1;
    const result = this.queue.then(() => this.run(commit));
    this.queue = result;
    return result;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.queue;
    if (this.log?.isTrusted === true) await this.log.sync().catch(() => undefined);
    await this.log?.close();
  }

  private isSnapshotDue(): boolean {
    if (this.snapshotsWaiting > 0) return false;
    return this.usableLog === undefined || this.usableLog.lengthBytes > this.snapshotDueBytes;
  }

  private get usableLog(): DeltaLog | undefined {
    return this.log?.isTrusted === true && this.log.lengthBytes <= LOG_BYTES_LIMIT ? this.log : undefined;
  }

  private async run(commit: Commit): Promise<CommitResult> {
    try {
      if (commit.failures !== this.failures) throw new Error(WAITED_IN_VAIN);
      await this.write(commit);
      return { status: 'committed', generation: this.slot?.generation ?? 0 };
    } catch (error) {
      this.failures += 1;
      return { status: 'failed', detail: causeText(error) };
    } finally {
      if (commit.entries !== undefined) this.snapshotsWaiting -= 1;
    }
  }

  private async write({ lines, entries, isSynced }: Commit): Promise<void> {
    const log = this.usableLog;
    if (log === undefined) {
      if (entries === undefined) throw new Error('The log cannot be continued. The next commit writes a snapshot.');
      await this.writeSnapshot(entries);
      return;
    }
    if (lines.length > 0) await log.append(lines);
    if (isSynced) await log.sync();
    if (entries !== undefined) await this.trySnapshot(entries, log);
  }

  /** The commit is already in the log, so that it does not depend on the snapshot. */
  private async trySnapshot(entries: readonly EntryLine[], log: DeltaLog): Promise<void> {
    try {
      await this.writeSnapshot(entries);
      this.snapshotsFailed = 0;
    } catch (error) {
      // Not at once again: on a full disk each attempt would write the whole map in vain.
      this.snapshotDueBytes = log.lengthBytes + this.options.logBytesMax;
      this.snapshotsFailed += 1;
      if (this.snapshotsFailed > 1) return;
      this.warn(
        `A snapshot of the checkpoint in ${quotePath(this.options.directory)} could not be written: ` +
          `${causeText(error)}. Its log goes on growing until there is room. Later failures are not told.`,
      );
    }
  }

  private warn(message: string): void {
    try {
      this.options.warn(message);
    } catch {
      // What the callback does is no reason to call a commit failed.
    }
  }

  private async writeSnapshot(entries: readonly EntryLine[]): Promise<void> {
    const { files, directory, logBytesMax } = this.options;
    const previous = this.slot;
    const name = previous?.name === 'checkpoint.a' ? 'checkpoint.b' : 'checkpoint.a';
    const generation = (this.generationMax += 1);
    const continues = this.log === undefined ? this.foundPosition : this.usableLog?.position;
    const bodyBytes = await writeNewSlot({ files, directory }, { generation, entries });
    // From here on the new slot may be what is read, and the log of the old one is not read any more.
    this.log?.distrust();
    await publishNewSlot({ files, directory }, name);
    this.slot = { name, generation, bodyBytes };
    await this.log?.close();
    this.log = new DeltaLog({ files, directory, path: join(directory, logName(generation)), generation, continues });
    this.snapshotDueBytes = Math.max(logBytesMax, bodyBytes);
    await this.cleanUp(previous?.generation ?? 0);
  }

  private async cleanUp(generationMin: number): Promise<void> {
    const damagedLogs = this.damagedLogs;
    this.damagedLogs = [];
    await setAside(this.options, damagedLogs);
    await removeOldLogs(this.options, generationMin);
  }
}
