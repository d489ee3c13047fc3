import { type CheckpointFile, type CheckpointFiles } from './checkpoint-files.js';
import { type EntryLine } from './entry-lines.js';
import { encodeHeader, type LogPosition } from './file-header.js';
import { encodeRecord } from './record-frame.js';

/** Where a {@link DeltaLog} begins to write. */
export interface DeltaLogOptions {
  readonly files: CheckpointFiles;
  readonly path: string;
  /** Directory of the path; synced once, when the first commit has to be durable. */
  readonly directory: string;
  readonly generation: number;
  /** What a new log notes in its header. */
  readonly continues: LogPosition | undefined;
  /** Whether the file is there. It is cut to `lengthBytes` when the first commit is written, not before. */
  readonly exists: boolean;
  /** Bytes of whole records with the header; 0 when the header has to be written first. */
  readonly lengthBytes: number;
  /** Number of whole records. */
  readonly recordCount: number;
}

/**
 * The writing end of `log.<generation>`: one record for each commit, in order; calls must not overlap.
 *
 * Once `isTrusted` is false, what would be read back is not known any more, and nothing must be appended.
 */
export class DeltaLog {
  private file: CheckpointFile | undefined;
  private exists: boolean;
  private length: number;
  private recordCount: number;
  private trusted = true;
  /** Also true at first for a log that is continued: an earlier process may have ended between writing and syncing. */
  private hasUnsynced: boolean;
  private isDirectorySynced = false;

  constructor(private readonly options: DeltaLogOptions) {
    this.exists = options.exists;
    this.length = options.lengthBytes;
    this.recordCount = options.recordCount;
    this.hasUnsynced = options.exists;
  }

  /** Whether records may be appended. */
  get isTrusted(): boolean {
    return this.trusted;
  }

  /** Bytes of the header and of all whole records. */
  get lengthBytes(): number {
    return this.length;
  }

  /** The end of the log, as the header of the next one notes it; undefined when nothing was ever written. */
  get position(): LogPosition | undefined {
    return this.length === 0 ? undefined : { generation: this.options.generation, lengthBytes: this.length };
  }

  /** Gives the log up: what is in it may be superseded, or is not what was written. */
  distrust(): void {
    this.trusted = false;
  }

  /** Writes one commit. Rejects with the error of the system or of `JSON.stringify`; the earlier records stay. */
  async append(lines: readonly EntryLine[]): Promise<void> {
    const { generation, continues } = this.options;
    const record = await encodeRecord(lines, { generation, sequence: this.recordCount });
    const file = await this.open();
    const isNew = this.length === 0;
    const bytes = isNew ? Buffer.concat([encodeHeader({ kind: 'log', generation, continues }), record]) : record;
    this.hasUnsynced = true;
    try {
      await file.write(bytes, this.length);
    } catch (error) {
      await this.cutTail(file);
      throw error;
    }
    this.length += bytes.length;
    this.recordCount += 1;
  }

  /** Resolves when all records are on the disk. After a rejection the log is not trusted. */
  async sync(): Promise<void> {
    if (!this.hasUnsynced) return;
    const file = await this.open();
    try {
      await file.sync();
      if (!this.isDirectorySynced) await this.options.files.syncDirectory(this.options.directory);
    } catch (error) {
      // The system may have thrown the pages away and will call the next sync a success.
      this.distrust();
      throw error;
    }
    this.hasUnsynced = false;
    this.isDirectorySynced = true;
  }

  /** Releases the file. Never rejects. */
  async close(): Promise<void> {
    const file = this.file;
    this.file = undefined;
    await file?.close().catch(() => undefined);
  }

  private async open(): Promise<CheckpointFile> {
    if (this.file !== undefined) return this.file;
    const { files, path } = this.options;
    const file = await files.open(path, this.exists ? 'existing' : 'create');
    this.file = file;
    // Cuts off the torn end that an earlier process has left; until now nothing was changed.
    if (this.exists) await this.cutTail(file);
    this.exists = true;
    if (!this.trusted) throw new Error(`The log "${path}" could not be cut to its whole records.`);
    return file;
  }

  private async cutTail(file: CheckpointFile): Promise<void> {
    await file.truncate(this.length).catch(() => {
      this.distrust();
    });
  }
}
