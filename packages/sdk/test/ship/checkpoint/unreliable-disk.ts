import { basename } from 'node:path';
import { type CheckpointFile, type CheckpointFiles } from '../../../src/ship/checkpoint/checkpoint-files.js';

/** What is thrown by the call at which the process ends, and by every call after it. */
const PROCESS_ENDED = Object.assign(new Error('the process has ended'), { code: 'ENDED' });

/** What happens at the n-th call, counted from 0. */
export type DiskEvent =
  | { readonly type: 'end'; readonly call: number }
  | { readonly type: 'fail'; readonly call: number; readonly code: 'ENOSPC' | 'EIO' };

/** What is left when the process has ended: everything it wrote (`kill`), or only what it synced for sure (`power`). */
export type EndMode = 'kill' | 'power';

type Write =
  | { readonly type: 'write'; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly size: number };

type NameChange = (names: Map<string, Inode>) => void;

/** Devices write sectors; a torn write leaves any subset of them. */
const SECTOR_BYTES = 512;

class Inode {
  /** What programs read. */
  content: Buffer;
  /** What the device holds. */
  durable: Buffer;
  unsynced: Write[] = [];

  constructor(content: Buffer) {
    this.content = content;
    this.durable = content;
  }

  apply(write: Write): void {
    this.content = applied(this.content, write);
    this.unsynced.push(write);
  }

  sync(): void {
    for (const write of this.unsynced) this.durable = applied(this.durable, write);
    this.unsynced = [];
  }

  /** A failed sync: some of it arrives, the rest never will, and no later call says so. */
  syncInVain(random: () => number): void {
    for (const write of this.unsynced) if (random() < 0.5) this.durable = applied(this.durable, write);
    this.unsynced = [];
  }

  /** Any subset of what was not synced has arrived, in sectors. */
  afterPowerLoss(random: () => number): Buffer {
    let content = this.durable;
    for (const write of this.unsynced.flatMap(sectors)) if (random() < 0.5) content = applied(content, write);
    return content;
  }
}

/**
 * A directory in memory that keeps apart what programs see and what the device holds, for names and for contents. It
 * loses whatever was not synced, fails at chosen calls, and ends the process at a chosen call.
 */
export class UnreliableDisk implements CheckpointFiles {
  private names = new Map<string, Inode>();
  private durableNames = new Map<string, Inode>();
  private unsyncedNames: NameChange[] = [];
  private calls = 0;
  private hasEnded = false;

  constructor(
    private readonly events: readonly DiskEvent[],
    private readonly random: () => number,
  ) {}

  /** Whether the process has ended; whatever the store answers from then on, nobody hears it. */
  get isEnded(): boolean {
    return this.hasEnded;
  }

  /** How many calls were made. */
  get callCount(): number {
    return this.calls;
  }

  /**
   * Ends the process, and gives the disk as the next one finds it. What a killed process wrote is all there to be read,
   * but what it did not sync may still be lost with the power later.
   */
  after(mode: EndMode, events: readonly DiskEvent[]): UnreliableDisk {
    this.hasEnded = true;
    const next = new UnreliableDisk(events, this.random);
    if (mode === 'kill') {
      next.names = this.names;
      next.durableNames = this.durableNames;
      next.unsyncedNames = this.unsyncedNames;
      return next;
    }
    const names = new Map(this.durableNames);
    for (const change of this.unsyncedNames) if (this.random() < 0.5) change(names);
    const left = new Map<Inode, Inode>();
    for (const inode of names.values()) left.set(inode, new Inode(inode.afterPowerLoss(this.random)));
    for (const [name, inode] of names) next.names.set(name, left.get(inode) ?? inode);
    next.durableNames = new Map(next.names);
    return next;
  }

  async createDirectory(): Promise<void> {
    await this.call();
  }

  async list(): Promise<readonly string[]> {
    await this.call();
    return [...this.names.keys()];
  }

  async read(path: string, bytesMax = Infinity): Promise<Buffer> {
    // Reading does not fail here: damaged media have tests of their own.
    if (this.hasEnded) throw PROCESS_ENDED;
    return Promise.resolve(Buffer.from(this.inodeAt(path).content.subarray(0, bytesMax)));
  }

  async open(path: string, mode: 'create' | 'existing'): Promise<CheckpointFile> {
    const name = basename(path);
    const inode = mode === 'existing' ? this.inodeAt(path) : new Inode(Buffer.alloc(0));
    const change: NameChange = (names) => names.set(name, inode);
    if (mode === 'create' && this.names.has(name)) throw Object.assign(new Error('EEXIST'), { code: 'EEXIST' });
    // The call may fail or end the process after the name was made.
    await this.call(() => {
      if (mode === 'create' && this.random() < 0.5) this.changeNames(change);
    });
    if (mode === 'create') this.changeNames(change);
    return this.file(inode);
  }

  async rename(from: string, to: string): Promise<void> {
    const inode = this.inodeAt(from);
    const change: NameChange = (names) => {
      names.delete(basename(from));
      names.set(basename(to), inode);
    };
    // The call may fail or end the process after it was done.
    await this.call(() => {
      if (this.random() < 0.5) this.changeNames(change);
    });
    this.changeNames(change);
  }

  async remove(path: string): Promise<void> {
    await this.call();
    this.changeNames((names) => names.delete(basename(path)));
  }

  async syncDirectory(): Promise<void> {
    await this.call(() => {
      for (const change of this.unsyncedNames) if (this.random() < 0.5) change(this.durableNames);
      this.unsyncedNames = [];
    });
    for (const change of this.unsyncedNames) change(this.durableNames);
    this.unsyncedNames = [];
  }

  private file(inode: Inode): CheckpointFile {
    return {
      write: async (bytes, offset) => {
        const copy = Buffer.from(bytes);
        await this.call(() => {
          const part = copy.subarray(0, Math.floor(this.random() * (copy.length + 1)));
          inode.apply({ type: 'write', offset, bytes: part });
        });
        inode.apply({ type: 'write', offset, bytes: copy });
      },
      truncate: async (size) => {
        await this.call();
        inode.apply({ type: 'truncate', size });
      },
      sync: async () => {
        await this.call(() => {
          inode.syncInVain(this.random);
        });
        inode.sync();
      },
      close: () => Promise.resolve(),
    };
  }

  /** Counts a call; does half of it and throws when something happens at it. */
  private async call(doHalf: () => void = () => undefined): Promise<void> {
    await Promise.resolve();
    if (this.hasEnded) throw PROCESS_ENDED;
    const event = this.events.find(({ call }) => call === this.calls);
    this.calls += 1;
    if (event === undefined) return;
    doHalf();
    if (event.type === 'fail') throw Object.assign(new Error(`${event.code}: at call ${event.call}`), event);
    this.hasEnded = true;
    throw PROCESS_ENDED;
  }

  private changeNames(change: NameChange): void {
    change(this.names);
    this.unsyncedNames.push(change);
  }

  private inodeAt(path: string): Inode {
    const inode = this.names.get(basename(path));
    if (inode === undefined) throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    return inode;
  }
}

function applied(content: Buffer, write: Write): Buffer {
  if (write.type === 'truncate') {
    return Buffer.concat([content.subarray(0, write.size)], write.size);
  }
  const size = Math.max(content.length, write.bytes.length === 0 ? 0 : write.offset + write.bytes.length);
  const result = Buffer.concat([content], size);
  write.bytes.copy(result, write.offset);
  return result;
}

function sectors(write: Write): readonly Write[] {
  if (write.type === 'truncate') return [write];
  const parts: Write[] = [];
  for (let start = 0; start < write.bytes.length;) {
    const end = Math.min(write.bytes.length, start + SECTOR_BYTES - ((write.offset + start) % SECTOR_BYTES));
    parts.push({ type: 'write', offset: write.offset + start, bytes: write.bytes.subarray(start, end) });
    start = end;
  }
  return parts;
}
