import { SYSTEM_CLOCK } from './tail-clock.js';
import { type KnownSource, TAIL_DEFAULTS, type TailItem, type TailOptions } from './tail-options.js';
import { type TailDuty, TailPace } from './tail-pace.js';
import { type ReadPiece, TailRun } from './tail-run.js';
import { TailWatch } from './tail-watch.js';

/**
 * Files that are being followed. Iterate it once; leaving the iteration closes all files.
 *
 * A piece counts as taken when the next item is asked for, and `positions` moves then. Nothing is read before it is
 * asked for; but files are looked at and opened while the consumer is busy, so that one which is rotated and deleted
 * meanwhile can still be read.
 */
export interface FileTail extends AsyncIterable<TailItem> {
  [Symbol.asyncIterator](): AsyncGenerator<TailItem, void, undefined>;
  /** How far every known text has been taken, for a checkpoint; those that are gone too, as long as they are known. */
  positions(): readonly KnownSource[];
  /** Bytes that were there at the last look and have not been read; of compressed files it is not known, and 0. */
  unreadBytes(): number;
}

/**
 * Follows files by name and glob, line by line, through rotation, truncation, copies and compression. Looking at the
 * files, every `pollIntervalMs`, is what decides; `idle` comes as often when there is nothing new. A last line
 * without its newline stays unread. Nothing is thrown once it runs: what goes wrong is told through `onEvent`.
 */
export function tailFiles(options: TailOptions): FileTail {
  return new FollowedFiles(options);
}

/** The iteration: what is due is done, then a file is read, then the consumer has its turn. */
class FollowedFiles implements FileTail {
  private readonly run: TailRun;
  private readonly pace: TailPace;
  private readonly watch: TailWatch;
  private readonly signal: AbortSignal | undefined;
  private readonly isWatching: boolean;

  constructor(options: TailOptions) {
    const { pollIntervalMs, discoveryIntervalMs } = { ...TAIL_DEFAULTS, ...options };
    this.run = new TailRun(options);
    this.pace = new TailPace({ pollIntervalMs, discoveryIntervalMs, clock: options.clock ?? SYSTEM_CLOCK });
    this.watch = new TailWatch(() => {
      this.pace.touch();
    });
    this.signal = options.signal;
    this.isWatching = options.watch ?? true;
  }

  positions(): readonly KnownSource[] {
    return this.run.positions();
  }

  unreadBytes(): number {
    return this.run.unreadBytes();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TailItem, void, undefined> {
    const stop = (): void => {
      this.pace.stayAwake();
    };
    this.signal?.addEventListener('abort', stop, { once: true });
    try {
      while (!this.isAborted()) {
        const duty = this.pace.due();
        await this.tend(duty);
        const read = await this.readUntilDue();
        if (this.isAborted()) return;
        if (read !== undefined) yield* this.handOut(read);
        else if (duty !== 'nothing') yield { kind: 'idle' };
        else await this.pace.pause();
      }
    } finally {
      this.signal?.removeEventListener('abort', stop);
      this.watch.close();
      await this.run.close();
    }
  }

  /** Does what is due. */
  private async tend(duty: TailDuty): Promise<void> {
    if (duty === 'nothing') return;
    this.pace.begin();
    try {
      const touched = this.watch.takeTouched();
      if (duty === 'look') await this.run.look(touched);
      else {
        const matched = await this.run.search();
        if (this.isWatching) this.watch.watchBeside(matched);
      }
    } catch (error) {
      this.run.warn(error);
    }
    this.pace.finish(duty);
  }

  /** Reads files in turn until one gives lines; undefined when none does, or something is due. */
  private async readUntilDue(): Promise<ReadPiece | undefined> {
    while (!this.isAborted() && this.run.canRead()) {
      const read = await this.run.readNext();
      if (read !== undefined) return read;
      if (this.pace.due() !== 'nothing') return undefined;
    }
    return undefined;
  }

  /** Hands a piece out, and looks at files until the next item is asked for: then the piece has been taken. */
  private async *handOut(read: ReadPiece): AsyncGenerator<TailItem, void, undefined> {
    let isWanted = false;
    const looking = this.lookUntil(() => isWanted);
    try {
      yield read.piece;
    } finally {
      isWanted = true;
      this.pace.wake();
      await looking;
    }
    read.source.taken = read.cursor;
  }

  private async lookUntil(isWanted: () => boolean): Promise<void> {
    while (!isWanted() && !this.isAborted()) {
      await this.pace.pause();
      if (!isWanted() && !this.isAborted()) await this.tend(this.pace.due());
    }
  }

  private isAborted(): boolean {
    return this.signal?.aborted === true;
  }
}
