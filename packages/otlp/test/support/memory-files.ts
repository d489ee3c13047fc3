import { basename, dirname } from 'node:path';
import { type DirectoryLock } from '../../src/spool/directory-lock.js';
import { type SpoolSurroundings } from '../../src/spool/spool.js';
import { type DirectoryEntry, type SpoolFiles } from '../../src/spool/spool-files.js';

/** A call of the file system, as a fault sees it. */
export interface FileCall {
  readonly name: keyof SpoolFiles;
  /** The last part of the path. */
  readonly file: string;
}

/**
 * What is wrong with the file system: the code that a call fails with, or undefined. A write may leave the first
 * `leaves` bytes behind.
 */
export type FileFault = (call: FileCall) => string | { readonly code: string; readonly leaves: number } | undefined;

type Change =
  { readonly position: number; readonly bytes: Buffer } | { readonly position: number; readonly bytes: undefined };

interface Inode {
  content: Buffer;
  /** What is on the medium. */
  durable: Buffer;
  /** What was changed since the last sync; `bytes` undefined: cut at `position`. */
  changes: Change[];
}

type NameChange = (names: Map<string, Inode>) => void;

/**
 * A file system in memory that knows what is on the medium and what is not. `afterPowerLoss` makes of it what a loss of
 * power leaves: any part of what was not synced.
 */
export class MemoryFiles implements SpoolFiles {
  /** Fails calls; undefined lets them pass. */
  fault: FileFault | undefined;
  readonly calls: FileCall[] = [];
  private names = new Map<string, Inode>();
  private durableNames = new Map<string, Inode>();
  private nameChanges: NameChange[] = [];
  private readonly handles = new Map<number, { readonly path: string; readonly inode: Inode }>();
  private nextHandle = 3;

  /** Handles that are open. */
  get openHandles(): readonly string[] {
    return [...this.handles.values()].map(({ path }) => basename(path));
  }

  /** The names and contents of all files, as a process sees them. */
  contents(): ReadonlyMap<string, Buffer> {
    return new Map([...this.names].map(([path, { content }]) => [basename(path), content]));
  }

  /** Puts a file there, on the medium. */
  put(path: string, content: Uint8Array): void {
    const inode: Inode = { content: Buffer.from(content), durable: Buffer.from(content), changes: [] };
    this.names.set(path, inode);
    this.durableNames.set(path, inode);
  }

  /**
   * What is there after a loss of power: `choose` decides for each change that was not synced; a constant 0 loses all.
   */
  afterPowerLoss(choose: (max: number) => number): MemoryFiles {
    const names = new Map(this.durableNames);
    for (const change of this.nameChanges) if (choose(2) === 1) change(names);
    const after = new MemoryFiles();
    for (const [path, inode] of names) after.put(path, contentAfterLoss(inode, choose));
    return after;
  }

  /** A process that was killed leaves everything that it has written. */
  afterKill(): MemoryFiles {
    const after = new MemoryFiles();
    after.names = this.names;
    after.durableNames = this.durableNames;
    after.nameChanges = this.nameChanges;
    return after;
  }

  async list(): Promise<readonly DirectoryEntry[]> {
    await this.passAsync('list', '');
    return [...this.names]
      .map(([path, { content }]) => ({ name: basename(path), kind: 'file' as const, sizeBytes: content.byteLength }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  openSync(path: string, use: 'create' | 'change' | 'read'): number {
    this.pass('openSync', path);
    const known = this.names.get(path);
    if (use === 'create' && known !== undefined) throw fault('EEXIST');
    if (use !== 'create' && known === undefined) throw fault('ENOENT');
    const inode = known ?? { content: Buffer.alloc(0), durable: Buffer.alloc(0), changes: [] };
    if (known === undefined) this.changeNames((names) => names.set(path, inode));
    this.nextHandle += 1;
    this.handles.set(this.nextHandle, { path, inode });
    return this.nextHandle;
  }

  closeSync(handle: number): void {
    if (!this.handles.delete(handle)) throw fault('EBADF');
  }

  async read(handle: number, position: number, lengthBytes: number): Promise<Buffer> {
    const { path, inode } = this.of(handle);
    await this.passAsync('read', path);
    return Buffer.from(inode.content.subarray(position, position + lengthBytes));
  }

  async write(handle: number, bytes: Uint8Array, position: number): Promise<number> {
    await Promise.resolve();
    return this.writeAs('write', handle, bytes, position);
  }

  writeSync(handle: number, bytes: Uint8Array, position: number): number {
    return this.writeAs('writeSync', handle, bytes, position);
  }

  truncateSync(handle: number, sizeBytes: number): void {
    const { path, inode } = this.of(handle);
    this.pass('truncateSync', path);
    apply(inode, { position: sizeBytes, bytes: undefined });
  }

  async sync(handle: number): Promise<void> {
    await Promise.resolve();
    this.syncAs('sync', handle);
  }

  syncSync(handle: number): void {
    this.syncAs('syncSync', handle);
  }

  async rename(from: string, to: string): Promise<void> {
    await this.passAsync('rename', from);
    const inode = this.names.get(from);
    if (inode === undefined) throw fault('ENOENT');
    this.changeNames((names) => {
      names.delete(from);
      names.set(to, inode);
    });
  }

  async unlink(path: string): Promise<void> {
    await this.passAsync('unlink', path);
    if (!this.names.has(path)) throw fault('ENOENT');
    this.changeNames((names) => names.delete(path));
  }

  async syncDirectory(): Promise<void> {
    await Promise.resolve();
    this.syncNamesAs('syncDirectory');
  }

  syncDirectorySync(): void {
    this.syncNamesAs('syncDirectorySync');
  }

  private writeAs(name: 'write' | 'writeSync', handle: number, bytes: Uint8Array, position: number): number {
    const { path, inode } = this.of(handle);
    const failure = this.failureOf(name, path);
    const leaves = typeof failure === 'object' ? failure.leaves : 0;
    const written = failure === undefined ? bytes : bytes.subarray(0, leaves);
    if (written.byteLength > 0) apply(inode, { position, bytes: Buffer.from(written) });
    if (failure !== undefined) throw fault(typeof failure === 'object' ? failure.code : failure);
    return written.byteLength;
  }

  private syncAs(name: 'sync' | 'syncSync', handle: number): void {
    const { path, inode } = this.of(handle);
    const failure = this.failureOf(name, path);
    if (failure === undefined) {
      for (const change of inode.changes) inode.durable = changed(inode.durable, change);
    }
    // A failed sync marks its pages as clean: the next one does not write them either.
    inode.changes = [];
    if (failure !== undefined) throw fault(typeof failure === 'object' ? failure.code : failure);
  }

  private syncNamesAs(name: 'syncDirectory' | 'syncDirectorySync'): void {
    this.pass(name, '');
    this.durableNames = new Map(this.names);
    this.nameChanges = [];
  }

  private changeNames(change: NameChange): void {
    change(this.names);
    this.nameChanges.push(change);
  }

  private of(handle: number): { readonly path: string; readonly inode: Inode } {
    const found = this.handles.get(handle);
    if (found === undefined) throw fault('EBADF');
    return found;
  }

  private async passAsync(name: keyof SpoolFiles, path: string): Promise<void> {
    await Promise.resolve();
    this.pass(name, path);
  }

  private pass(name: keyof SpoolFiles, path: string): void {
    const failure = this.failureOf(name, path);
    if (failure !== undefined) throw fault(typeof failure === 'object' ? failure.code : failure);
  }

  private failureOf(name: keyof SpoolFiles, path: string): ReturnType<FileFault> {
    const call = { name, file: basename(path) };
    this.calls.push(call);
    return this.fault?.(call);
  }
}

/** Surroundings in which nothing else has the directory open. */
export function surroundingsOf(files: SpoolFiles): SpoolSurroundings {
  const lock: DirectoryLock = { release: () => Promise.resolve() };
  return { files, lock: () => Promise.resolve(lock) };
}

/** A fault for the n-th call (from 1) of those that `matches`, and for no other. */
export function faultAt(count: number, code: string, matches: (call: FileCall) => boolean): FileFault {
  let seen = 0;
  return (call) => {
    if (!matches(call)) return undefined;
    seen += 1;
    return seen === count ? code : undefined;
  };
}

function fault(code: string): Error {
  return Object.assign(new Error(`${code}, by the test`), { code });
}

function apply(inode: Inode, change: Change): void {
  inode.content = changed(inode.content, change);
  inode.changes.push(change);
}

function changed(content: Buffer, { position, bytes }: Change): Buffer {
  if (bytes === undefined) {
    const cut = Buffer.alloc(position);
    content.copy(cut, 0, 0, position);
    return cut;
  }
  const grown = Buffer.alloc(Math.max(content.byteLength, position + bytes.byteLength));
  content.copy(grown);
  bytes.copy(grown, position);
  return grown;
}

/** Each change is there, or not, or only its beginning, or only its length. */
function contentAfterLoss({ durable, changes }: Inode, choose: (max: number) => number): Buffer {
  let content = durable;
  for (const change of changes) {
    const fate = choose(4);
    if (fate === 0) continue;
    if (fate === 1 || change.bytes === undefined) content = changed(content, change);
    else if (fate === 2) {
      content = changed(content, { ...change, bytes: change.bytes.subarray(0, choose(change.bytes.byteLength)) });
    } else content = changed(content, { position: change.position, bytes: Buffer.alloc(change.bytes.byteLength) });
  }
  return content;
}

/** The directory that spools in memory are opened in. */
export const MEMORY_DIRECTORY = dirname('/memory/x');
