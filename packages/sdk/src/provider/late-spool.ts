import {
  openSpool,
  type OverflowAppendResult,
  type OverflowDestination,
  type OverflowEntry,
  type OverflowStore,
  type Spool,
  type SpoolDrop,
} from '@spanbridge/otlp';
import { isSpanbridgeError } from '@spanbridge/core';
import { readEarlyEntries, writeEarlyEntries } from './early-entries.js';

/** Processes that share one spool directory by name: each takes the next free sibling. */
const SIBLINGS_MAX = 16;

/** What a {@link LateSpool} is made of. */
export interface LateSpoolOptions {
  readonly directory: string;
  readonly destination: string;
  /** What it keeps, in messages. Default `spans`. */
  readonly nouns?: 'spans' | 'log records';
  readonly onDrop: (drop: SpoolDrop) => void;
  /** Told how many of them earlier processes have left. */
  readonly onOpen: (pendingSpans: number) => void;
  readonly warn: (message: string) => void;
}

const NOT_OPEN: OverflowAppendResult = { status: 'failed', detail: 'The spool cannot be opened.' };

/**
 * A spool that is opened while the program already runs, since opening one waits for the disk. What comes before waits;
 * what must be kept at once (`appendSync`) is put beside the spool, and the next start takes it in.
 *
 * Several processes of one program are given one directory. The first uses it; the others use its siblings `.2` to
 * `.16`. Each opens what an earlier process has left in the one that it gets.
 */
export class LateSpool implements OverflowStore {
  private spool: Spool | undefined;
  private readonly opening: Promise<Spool | undefined>;

  constructor(private readonly options: LateSpoolOptions) {
    this.opening = this.open();
  }

  /** Resolves when the spool is open, or cannot be opened. */
  async ready(): Promise<void> {
    await this.opening;
  }

  async append(entries: readonly OverflowEntry[]): Promise<OverflowAppendResult> {
    const spool = await this.opening;
    return spool === undefined ? NOT_OPEN : spool.append(entries);
  }

  appendSync(entries: readonly OverflowEntry[]): OverflowAppendResult {
    if (this.spool !== undefined) return this.spool.appendSync(entries);
    try {
      writeEarlyEntries(this.options.directory, entries);
      return { status: 'appended' };
    } catch (error) {
      return { status: 'failed', detail: String(error) };
    }
  }

  async sync(): Promise<unknown> {
    const spool = await this.opening;
    return spool?.sync();
  }

  destination(name: string): OverflowDestination {
    const opened = async (): Promise<OverflowDestination | undefined> => (await this.opening)?.destination(name);
    const pendingSpans = (): number => this.spool?.destination(name).pendingSpans ?? 0;
    return {
      get pendingSpans() {
        return pendingSpans();
      },
      take: async (limits) => (await opened())?.take(limits),
      ack: async (sequences) => (await opened())?.ack(sequences),
      release: (sequences) => this.spool?.destination(name).release(sequences),
    };
  }

  async close(): Promise<void> {
    const spool = await this.opening;
    await spool?.close();
  }

  private async open(): Promise<Spool | undefined> {
    const { directory, destination, nouns = 'spans', onDrop, onOpen, warn } = this.options;
    const trouble = `${nouns === 'spans' ? 'Spans' : 'Log records'} that cannot be sent are not kept`;
    for (let sibling = 1; sibling <= SIBLINGS_MAX; sibling += 1) {
      const path = sibling === 1 ? directory : `${directory}.${sibling}`;
      try {
        this.spool = await openSpool({ directory: path, destinations: [destination], onDrop, warn });
        if (sibling === 1) await takeIn(directory, this.spool);
        onOpen(this.spool.destination(destination).pendingSpans);
        return this.spool;
      } catch (error) {
        if (isSpanbridgeError(error) && error.code === 'DIRECTORY_LOCKED') continue;
        warn(`${trouble}: ${error instanceof Error ? error.message : String(error)}`);
        return undefined;
      }
    }
    warn(`${trouble}: "${directory}" and ${SIBLINGS_MAX - 1} siblings are all in use.`);
    return undefined;
  }
}

/** Moves what was kept beside the spool into it. Taken in twice, after a crash, it is sent twice, byte for byte. */
async function takeIn(directory: string, spool: Spool): Promise<void> {
  for await (const early of readEarlyEntries(directory)) {
    const { status } = await spool.append(early.entries);
    if (status !== 'appended') return;
    const synced = await spool.sync();
    if (synced.status === 'synced') await early.forget();
  }
}
