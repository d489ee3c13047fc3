import { type FileStat, lookAtDescriptor, lookAtPath, type PathLook } from './file-identity.js';
import { type PathAdmission, SETTLED_LOOKS } from './path-admission.js';
import { findSiblings } from './path-finder.js';
import { isSibling, judgeSize } from './rotation.js';
import { displace, giveUp, lose, restart, type TailState } from './source-changes.js';
import { quotePath } from './errors.js';
import { type TailSource } from './tail-source.js';

/** Paths that are looked at together; more would only wait for one another in Node's pool of threads. */
const TOGETHER_MAX = 64;

/** Looks after the last change at which a file is still looked at each time. */
const BUSY_LOOKS = 10;

/** Looks without a change after which a deleted file is closed: 4 s when looks are 200 ms apart. It takes up room. */
const DELETED_LOOKS = 20;

/**
 * The same for a file that is read to its end and has a name that no pattern leads to: five minutes. Its writer may
 * hold it open, and write a line now and then until it opens the new file.
 */
const UNMATCHED_LOOKS = 1_500;

/** Looks without a change after which compressed data that break off are taken for damaged. */
export const BROKEN_LOOKS = 25;

/** A file that a look found and that is not known, with the source that its path led to before. */
interface UnknownFile {
  readonly path: string;
  readonly file: FileStat;
  readonly predecessor: TailSource | undefined;
}

/** Looks at what paths lead to, and says what follows from it for the sources. Each look is the truth of its moment. */
export class PathLooks {
  private matched: ReadonlySet<string> = new Set();
  private displaced: TailSource[] = [];
  private unknown: UnknownFile[] = [];
  private isInitial = true;

  constructor(
    private readonly state: TailState,
    private readonly admission: PathAdmission,
  ) {}

  /** Paths that change, or were touched lately, or whose files wait for something. */
  busyPaths(touched: Iterable<string>): readonly string[] {
    const paths = new Set([...this.admission.waitingPaths, ...touched]);
    for (const source of this.state.index.inFiles) {
      if (source.place === 'path' && this.isBusy(source)) paths.add(source.path);
    }
    return [...paths].sort();
  }

  /** Looks at all paths that are matched now, and at those of all known files. */
  async lookAtAll(matched: readonly string[]): Promise<void> {
    this.matched = new Set(matched);
    const paths = new Set(matched);
    for (const source of this.state.index.inFiles) if (source.place === 'path') paths.add(source.path);
    await this.lookAt([...paths].sort());
    await this.searchLost();
    if (this.isInitial) this.state.index.endRestoring();
    this.isInitial = false;
    for (const source of this.state.index.searched) this.countSearch(source);
  }

  /** Looks at some paths, and at the open files that have none. */
  async lookAt(paths: readonly string[]): Promise<void> {
    for (const [path, look] of await lookAtPaths(paths)) await this.observe(path, look);
    await this.settleDisplaced();
    for (const source of this.state.files.pathless) await this.lookAtPathless(source);
    await this.admitUnknown();
  }

  /**
   * Takes in files that are not known, after all that are: whether one is a copy depends on what became of the other.
   * For the same reason those come first whose number is known from a checkpoint.
   */
  private async admitUnknown(): Promise<void> {
    const { unknown, isInitial } = this;
    this.unknown = [];
    const isKnown = ({ file }: UnknownFile): boolean => isInitial && this.state.index.lostFrom(file).length > 0;
    for (const { path, file, predecessor } of [...unknown.filter(isKnown), ...unknown.filter((one) => !isKnown(one))]) {
      // Two names of one file: the first has taken it in.
      if (this.state.index.inFile(file)?.isIn(file) === true) continue;
      await this.admission.admit(path, file, { isMatched: this.matched.has(path), isInitial, predecessor });
    }
  }

  private isBusy(source: TailSource): boolean {
    if (!this.matched.has(source.path)) return true;
    // One that waits for its turn is known to have more. If it is not open either, the next search is soon enough.
    const isWaiting = source.isQueued && this.state.files.descriptorOf(source) === undefined;
    if (source.quietLooks < BUSY_LOOKS && !isWaiting) return true;
    return source.compression === 'gzip' && source.state !== 'complete';
  }

  /** Takes in what one path leads to. */
  private async observe(path: string, look: PathLook): Promise<void> {
    const { index, report } = this.state;
    const holder = index.atPath(path);
    if (look.status === 'refused') {
      report.warn(`look ${path}`, `${quotePath(path)} cannot be looked at (${look.detail}). It is tried again.`);
      return;
    }
    if (look.status === 'absent' || look.stat.kind !== 'file') {
      this.admission.forget(path);
      if (holder !== undefined) this.displace(holder);
      return;
    }
    if (holder?.isIn(look.stat) === true) {
      await this.noteSize(holder, look.stat);
      return;
    }
    if (holder !== undefined) this.displace(holder);
    await this.observeOther(path, look.stat, holder);
  }

  /** A path leads to a file that it did not lead to before. */
  private async observeOther(path: string, file: FileStat, holder: TailSource | undefined): Promise<void> {
    const { index } = this.state;
    const known = index.inFile(file);
    if (known !== undefined && !known.isIn(file)) {
      // The number was given to a new file, so the old one was closed and is no more.
      this.displaced = this.displaced.filter((source) => source !== known);
      await lose(this.state, known);
    } else if (known !== undefined) {
      if (known.place === 'path' && (await leadsTo(known.path, known))) return;
      await this.move(known, path, file);
      return;
    }
    this.unknown.push({ path, file, predecessor: holder });
  }

  /** A known file has another name. */
  private async move(source: TailSource, path: string, file: FileStat): Promise<void> {
    const { index, report } = this.state;
    const from = source.path;
    const { sizeBytes, mtimeNs, provenSizeBytes } = source;
    this.admission.forget(path);
    index.leavePath(source);
    source.settle(path, file);
    // The size is compared below.
    Object.assign(source, { sizeBytes, mtimeNs, provenSizeBytes });
    index.addInFile(source);
    if (from !== path) report.tell({ type: 'rotated', path, detail: `It was ${quotePath(from)} before.` });
    await this.noteSize(source, file);
  }

  private displace(source: TailSource): void {
    displace(this.state, source);
    this.displaced.push(source);
  }

  /** Compares what a source is with what a look at its file says. */
  private async noteSize(source: TailSource, file: FileStat): Promise<void> {
    if (source.compression === 'gzip') {
      await this.noteCompressedSize(source, file);
      return;
    }
    switch (judgeSize(source, file)) {
      case 'unchanged':
        source.quietLooks++;
        // Reading it failed, or its path led elsewhere for a moment.
        if (!source.isAtEnd) this.state.queue.add(source);
        await this.letRest(source);
        return;
      case 'truncated':
        restart(this.state, source, file);
        return;
      case 'shortened':
        this.tellShortened(source, file);
        source.longLine = undefined;
        this.noteChange(source, file);
        return;
      case 'changed':
        this.noteChange(source, file);
    }
  }

  private noteChange(source: TailSource, file: FileStat): void {
    source.noteSize(file);
    source.quietLooks = 0;
    source.isHeadDue = true;
    this.state.queue.add(source);
  }

  private tellShortened(source: TailSource, file: FileStat): void {
    const lostBytes = source.sizeBytes - file.sizeBytes;
    const detail = `${lostBytes} bytes at its end were taken away before they were read.`;
    this.state.report.tell({ type: 'truncated', path: source.path, detail, lostBytes });
  }

  /** A compressed file is read when it has stopped changing. */
  private async noteCompressedSize(source: TailSource, file: FileStat): Promise<void> {
    const isUnchanged = source.sizeBytes === file.sizeBytes && source.mtimeNs === file.mtimeNs;
    source.quietLooks = isUnchanged ? source.quietLooks + 1 : 0;
    source.noteSize(file);
    // A checkpoint does not know the time of the last change; the size has to do.
    if (!isUnchanged && source.state === 'complete') source.state = 'followed';
    if (source.state !== 'complete') {
      if (source.quietLooks === SETTLED_LOOKS || source.quietLooks === BROKEN_LOOKS) this.state.queue.add(source);
      return;
    }
    await this.letRest(source);
  }

  /** Lets go of a file that has left the patterns, was read to its end and has been quiet. */
  private async letRest(source: TailSource): Promise<void> {
    if (
      source.place !== 'path' ||
      this.matched.has(source.path) ||
      !source.isAtEnd ||
      source.quietLooks < UNMATCHED_LOOKS
    )
      return;
    const lostBytes = source.unreadBytes ?? 0;
    const said = lostBytes > 0 ? `; its last ${lostBytes} bytes are no whole line` : '';
    this.state.report.tell({
      type: 'finished',
      path: source.path,
      detail: `No pattern leads to it any more, and it was read to its end${said}.`,
      ...(lostBytes > 0 ? { lostBytes } : {}),
    });
    await lose(this.state, source);
    source.state = 'gone';
    this.state.index.giveUp(source);
  }

  private async lookAtPathless(source: TailSource): Promise<void> {
    const descriptor = this.state.files.descriptorOf(source);
    if (descriptor === undefined) return;
    const file = await lookAtDescriptor(descriptor);
    await this.noteSize(source, file);
    const looks = file.isDeleted ? DELETED_LOOKS : UNMATCHED_LOOKS;
    if (source.place === 'handle' && source.isAtEnd && source.quietLooks >= looks) await lose(this.state, source);
  }

  /** Looks beside the files that have lost their path: rotation leaves them there under another name. */
  private async settleDisplaced(): Promise<void> {
    if (this.displaced.length === 0) return;
    const { index } = this.state;
    const unplaced = this.displaced.filter((source) => source.place !== 'path');
    for (const [path, look] of await lookAtPaths(await findSiblings(unplaced.map((source) => source.path)))) {
      // Files that are not known are left to the next search: it takes in what the patterns lead to.
      if (look.status === 'present' && index.inFile(look.stat)?.isIn(look.stat) === true) {
        await this.observe(path, look);
      }
    }
    const { displaced } = this;
    this.displaced = [];
    for (const source of displaced)
      if (source.place === 'nowhere' && !index.isLost(source)) await lose(this.state, source);
  }

  /** Looks for sources that are nowhere in the files beside where they were, which patterns need not lead to. */
  private async searchLost(): Promise<void> {
    const { index } = this.state;
    if (index.searched.length === 0) return;
    for (const [path, look] of await lookAtPaths(await findSiblings(index.searched.map(({ path: at }) => at)))) {
      if (look.status !== 'present' || look.stat.kind !== 'file' || this.matched.has(path)) continue;
      if (index.inFile(look.stat) === undefined) await this.observe(path, look);
    }
    await this.admitUnknown();
  }

  /** Gives a source up after some searches, but not while a file beside it may turn out to hold its text. */
  private countSearch(source: TailSource): void {
    if (this.admission.waitingPaths.some((path) => isSibling(source.path, path))) return;
    source.searchesLeft--;
    if (source.searchesLeft <= 0) giveUp(this.state, source);
  }
}

async function leadsTo(path: string, source: TailSource): Promise<boolean> {
  const look = await lookAtPath(path);
  return look.status === 'present' && source.isIn(look.stat);
}

async function lookAtPaths(paths: readonly string[]): Promise<readonly (readonly [string, PathLook])[]> {
  const looks: (readonly [string, PathLook])[] = [];
  for (let from = 0; from < paths.length; from += TOGETHER_MAX) {
    const some = paths.slice(from, from + TOGETHER_MAX);
    looks.push(...(await Promise.all(some.map(async (path) => [path, await lookAtPath(path)] as const))));
  }
  return looks;
}
