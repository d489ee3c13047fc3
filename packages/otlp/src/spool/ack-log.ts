import { join } from 'node:path';
import { encodeFrames, type AckState } from './ack-state.js';
import { type NumberRange } from './interval-set.js';
import { errorCode, writeFully, type SpoolFiles } from './spool-files.js';

/** The files of FORMAT.md; both are read, one is written. */
export const ACKS_NAME = 'acks';

/** A snapshot on its way. */
export const ACKS_NEXT_NAME = 'acks.next';

/** A snapshot is due when the file has this size, or twice that of the last snapshot: writing stays in proportion. */
const LOG_BYTES_MIN = 1024 * 1024;

/** Frames that the disk refuses wait up to this; then the next write is a snapshot, which holds them all. */
const WAITING_BYTES_MAX = 64 * 1024;

/** What {@link AckLog} needs. */
export interface AckLogOptions {
  readonly files: SpoolFiles;
  readonly directory: string;
  /** What was read and what is added; the log writes it and never changes it. */
  readonly state: AckState;
  readonly warn: (kind: string, message: string) => void;
  /** A damaged file that must be kept: moved here before the first snapshot takes its name. */
  readonly keepDamagedAs: string | undefined;
  /** Bytes of the file that is there. */
  readonly sizeBytes: number;
}

/** Whether it is on disk, or on the medium. */
export type AckWriteResult = { readonly status: 'done' } | { readonly status: 'failed'; readonly code: string };

/**
 * The file of acknowledgements. Calls of the async methods must not overlap. What a process writes goes to a file that
 * it began itself, with a snapshot: bytes of an earlier process may never have reached the medium.
 */
export class AckLog {
  private handle: number | undefined;
  private position: number;
  private snapshotBytes = 0;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  /** Only a new file will do: the one that is there is not to be trusted, or lacks what did not wait. */
  private needsSnapshot = false;
  private isSynced: boolean;
  private damagedName: string | undefined;

  constructor(private readonly options: AckLogOptions) {
    this.position = options.sizeBytes;
    this.isSynced = options.sizeBytes === 0;
    this.damagedName = options.keepDamagedAs;
  }

  /** Bytes on disk. */
  get sizeBytes(): number {
    return this.position;
  }

  /** Takes up what the state already has, to be written next. */
  note(name: string, ranges: readonly NumberRange[]): void {
    for (const frame of encodeFrames(name, ranges)) {
      this.waiting.push(frame);
      this.waitingBytes += frame.byteLength;
    }
    if (this.waitingBytes <= WAITING_BYTES_MAX) return;
    this.takeWaiting();
    this.needsSnapshot = true;
  }

  /** Writes what was noted, so that it survives the process. */
  async write(): Promise<AckWriteResult> {
    if (this.waitingBytes === 0 && !this.needsSnapshot) return { status: 'done' };
    const isLong = this.position > Math.max(LOG_BYTES_MIN, 2 * this.snapshotBytes);
    const { handle } = this;
    if (handle === undefined || this.needsSnapshot || isLong) return this.attempt(() => this.writeSnapshot());
    return this.attempt(() => this.writeFrames(handle));
  }

  /** Writes what was noted and puts it on the medium. */
  async makeDurable(): Promise<AckWriteResult> {
    if (this.handle === undefined && !this.isSynced) this.needsSnapshot = true;
    const written = await this.write();
    const { handle } = this;
    if (written.status === 'failed' || this.isSynced || handle === undefined) return written;
    return this.attempt(() => this.syncFrames(handle));
  }

  close(): void {
    if (this.handle !== undefined) this.options.files.closeSync(this.handle);
    this.handle = undefined;
  }

  private async writeFrames(handle: number): Promise<void> {
    const frames = this.takeWaiting();
    const bytes = Buffer.concat(frames);
    this.isSynced = false;
    try {
      await writeFully(this.options.files, handle, bytes, this.position);
    } catch (error) {
      // The next write begins with the same frames at the same place, and so covers what this one has left.
      this.waiting.unshift(...frames);
      this.waitingBytes += bytes.byteLength;
      throw error;
    }
    this.position += bytes.byteLength;
  }

  private async syncFrames(handle: number): Promise<void> {
    try {
      await this.options.files.sync(handle);
      this.isSynced = true;
    } catch (error) {
      // The system may have dropped the bytes and say "synced" the next time.
      this.needsSnapshot = true;
      throw error;
    }
  }

  private async writeSnapshot(): Promise<void> {
    const { files, directory, state } = this.options;
    const nextPath = join(directory, ACKS_NEXT_NAME);
    // The state holds what was waiting. What is noted from here on waits again, whether the snapshot has it or not.
    this.takeWaiting();
    this.needsSnapshot = true;
    const bytes = state.encode();
    await unlinkIfThere(files, nextPath);
    const handle = files.openSync(nextPath, 'create');
    try {
      await writeFully(files, handle, bytes, 0);
      await files.sync(handle);
      await this.keepDamaged();
      await files.rename(nextPath, join(directory, ACKS_NAME));
      await files.syncDirectory(directory);
    } catch (error) {
      files.closeSync(handle);
      await unlinkIfThere(files, nextPath).catch(() => undefined);
      throw error;
    }
    this.close();
    this.handle = handle;
    this.position = bytes.byteLength;
    this.snapshotBytes = bytes.byteLength;
    this.isSynced = true;
    this.needsSnapshot = false;
  }

  private takeWaiting(): readonly Buffer[] {
    const frames = this.waiting;
    this.waiting = [];
    this.waitingBytes = 0;
    return frames;
  }

  private async keepDamaged(): Promise<void> {
    if (this.damagedName === undefined) return;
    const { files, directory } = this.options;
    await files.rename(join(directory, ACKS_NAME), join(directory, this.damagedName));
    this.damagedName = undefined;
  }

  private async attempt(action: () => Promise<void>): Promise<AckWriteResult> {
    try {
      await action();
      return { status: 'done' };
    } catch (error) {
      const code = errorCode(error);
      const path = join(this.options.directory, ACKS_NAME);
      this.options.warn('acks', `Acknowledgements cannot be written to "${path}" (${code}) and are kept in memory.`);
      return { status: 'failed', code };
    }
  }
}

async function unlinkIfThere(files: SpoolFiles, path: string): Promise<void> {
  try {
    await files.unlink(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
