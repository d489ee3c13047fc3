import { inodeKey } from './file-identity.js';
import { type FileIdentity } from './file-position.js';
import { fingerprintOf } from './fingerprint.js';
import { KeyGroups } from './key-groups.js';
import { type TailSource } from './tail-source.js';

/** How many sources that are gone are remembered. */
export interface GoneLimits {
  readonly goneMax: number;
  readonly gonePerPathMax: number;
}

/**
 * A checkpoint must stay small enough to be written often, so there is an end to what is remembered in all; and what
 * comes back under a path was rotated lately.
 */
const GONE_LIMITS: GoneLimits = { goneMax: 100_000, gonePerPathMax: 16 };

type InFile = Pick<FileIdentity, 'device' | 'inode'>;

/** All known sources: by path, by the number of their file, and by what they begin with. */
export class SourceIndex {
  private readonly all = new Set<TailSource>();
  private readonly paths = new Map<string, TailSource>();
  private readonly files = new Map<string, TailSource>();
  private readonly lostFiles = new KeyGroups<string, TailSource>();
  private readonly heads = new KeyGroups<string, TailSource>();
  private readonly headLengths = new KeyGroups<number, TailSource>();
  private readonly gone = new KeyGroups<string, TailSource>();
  private readonly missing = new KeyGroups<string, TailSource>();

  private readonly restored = new Map<string, TailSource>();

  constructor(private readonly limits: GoneLimits = GONE_LIMITS) {}

  /** Every source, those that are gone among them. */
  get sources(): Iterable<TailSource> {
    return this.all;
  }

  /** Sources that are in a file. */
  get inFiles(): Iterable<TailSource> {
    return this.files.values();
  }

  /** How many sources are in a file. */
  get inFilesCount(): number {
    return this.files.size;
  }

  /** Sources that are nowhere and still searched for. */
  get searched(): readonly TailSource[] {
    return [...this.missing.values];
  }

  /** What a path led to at the last look. */
  atPath(path: string): TailSource | undefined {
    return this.paths.get(path);
  }

  /** The source that is in the file with this number. */
  inFile(file: InFile): TailSource | undefined {
    return this.files.get(inodeKey(file));
  }

  /** Sources that are nowhere now and were in a file with this number. */
  lostFrom(file: InFile): readonly TailSource[] {
    return this.lostFiles.of(inodeKey(file));
  }

  /** Answers whether a source is in no file, for sure. */
  isLost(source: TailSource): boolean {
    return this.lostFiles.has(source);
  }

  /** The source that a path led to before, if it was known from a checkpoint or is lost. */
  formerAt(path: string): TailSource | undefined {
    return this.missing.of(path).at(-1) ?? this.restored.get(path) ?? this.gone.of(path).at(-1);
  }

  /** Sources whose text begins like these bytes, as far as it was read, the newest first. */
  beginningLike(head: Buffer): readonly TailSource[] {
    const lengths = [...this.headLengths.usedKeys].filter((length) => length > 0 && length <= head.length);
    const keys = lengths.map((length) => headKey(fingerprintOf(head.subarray(0, length))));
    return keys.flatMap((key) => this.heads.of(key)).reverse();
  }

  /** Takes in a source that is in a file, which it was before too or has been found in. */
  addInFile(source: TailSource): void {
    this.lostFiles.delete(source);
    this.gone.delete(source);
    this.missing.delete(source);
    this.all.add(source);
    this.files.set(source.key, source);
    if (source.place === 'path') this.paths.set(source.path, source);
    this.noteHead(source);
  }

  /** Takes in a source that a checkpoint knows. */
  addRestored(source: TailSource): void {
    this.restored.set(source.path, source);
    this.addLost(source);
  }

  /** Says that everything that was there at the beginning has been looked at. */
  endRestoring(): void {
    this.restored.clear();
  }

  /** Says that the path of a source leads to it no longer. */
  leavePath(source: TailSource): void {
    if (this.paths.get(source.path) === source) this.paths.delete(source.path);
  }

  /** Says that a source is not in its file any more. */
  leaveFile(source: TailSource): void {
    this.leavePath(source);
    if (this.files.get(source.key) === source) this.files.delete(source.key);
  }

  /** Forgets a source of which nothing has been read. */
  withdraw(source: TailSource): void {
    this.leaveFile(source);
    this.forget(source);
  }

  /** Takes in a source that is in no file: it is searched for, or, if it is gone already, only remembered. */
  addLost(source: TailSource): void {
    this.leaveFile(source);
    source.place = 'nowhere';
    this.all.add(source);
    this.lostFiles.put(source.key, source);
    this.noteHead(source);
    if (source.state === 'gone') this.remember(source);
    else this.missing.put(source.path, source);
  }

  /** Says that a source is searched no longer; it is known again should it come back. */
  giveUp(source: TailSource): void {
    this.missing.delete(source);
    this.remember(source);
  }

  /** Keeps up with a text whose known beginning grew. */
  noteHead(source: TailSource): void {
    const { head } = source.cursor;
    this.heads.put(headKey(head), source);
    this.headLengths.put(head.lengthBytes, source);
  }

  private remember(source: TailSource): void {
    const { goneMax, gonePerPathMax } = this.limits;
    this.gone.put(source.path, source);
    const ofPath = this.gone.of(source.path);
    if (ofPath.length > gonePerPathMax) this.forget(ofPath[0]);
    if (this.gone.size > goneMax) this.forget(this.gone.oldest);
  }

  private forget(source: TailSource | undefined): void {
    if (source === undefined) return;
    this.gone.delete(source);
    this.lostFiles.delete(source);
    this.heads.delete(source);
    this.headLengths.delete(source);
    this.all.delete(source);
  }
}

function headKey(head: { readonly sha256: string; readonly lengthBytes: number }): string {
  return `${head.lengthBytes}:${head.sha256}`;
}
