import { type CheckpointFile, type CheckpointFiles } from './checkpoint-files.js';
import { type EntryLine } from './entry-lines.js';
import { encodeHeader, type LogPosition } from './file-header.js';
import { encodeRecord } from './record-frame.js';

/** Options of a {@link DeltaLog}. */
export interface DeltaLogOptions {
  readonly files: CheckpointFiles;
  /** The file is made when the first commit is written; it must not exist. */
  readonly path: string;
  /** Directory of the path; synced once, when the first commit has to be durable. */
  readonly directory: string;
  readonly generation: number;
  /** What the header notes: how much of the previous log the slot of this generation covers. */
  readonly continues: LogPosition | undefined;
}

/**
 * The writing end of `log.<generation>`: one record for each commit, in order; calls must not overlap. A log that
 * another process has begun is never continued.
 *
 * Once `isTrusted` is false, what would be read back is not known any more, and nothing must be appended.
 */
export class DeltaLog {
  private file: CheckpointFile | undefined;
  private length = 0;
  private recordCount = 0;
  private trusted = true;
  private hasUnsynced = false;
  private isDirectorySynced = false;

  constructor(private readonly options: DeltaLogOptions) {}

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
    const file = (this.file ??= await this.create());
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
    try {
      await this.file?.sync();
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

  private async create(): Promise<CheckpointFile> {
    try {
      return await this.options.files.open(this.options.path, 'create');
    } catch (error) {
      // The name may be there by now, and then every later attempt would fail too; the next generation has another.
      this.distrust();
      throw error;
    }
  }

  private async cutTail(file: CheckpointFile): Promise<void> {
    await file.truncate(this.length).catch(() => {
      this.distrust();
    });
  }
}
