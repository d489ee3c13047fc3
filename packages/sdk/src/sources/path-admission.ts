import { isGzip, isZstd } from './compression.js';
import { causeText, quotePath, systemErrorCode } from './errors.js';
import { type FileStat, isSameFile, lookAtDescriptor } from './file-identity.js';
import { type FollowedCompression } from './file-position.js';
import { FINGERPRINT_BYTES } from './fingerprint.js';
import { type Candidate, compareWithTwin, findFormer } from './former-source.js';
import { readGzipHead } from './gzip-text.js';
import { findLastLine } from './last-line.js';
import { closeQuietly, openForReading, readRange } from './positioned-read.js';
import { type TailState, tellTruncated } from './source-changes.js';
import { START, type TailCursor } from './tail-cursor.js';
import { TailSource } from './tail-source.js';

/** Looks without a change after which a compressed file counts as written to its end. */
export const SETTLED_LOOKS = 3;

/**
 * Looks that a file which equals a known one, without taking its place, is held back: a copy is followed by the
 * truncation of the original, which takes a script milliseconds.
 */
const HELD_LOOKS = 4;

/** The same for a file that keeps changing, such as a large copy that is being made. */
const HELD_LOOKS_MAX = 50;

/** How a path came to be looked at. */
export interface AdmissionReason {
  /** A pattern leads to it. Otherwise only what is missing is looked for in it. */
  readonly isMatched: boolean;
  /** It was there when following began. */
  readonly isInitial: boolean;
  /** The source that the path led to before. */
  readonly predecessor: TailSource | undefined;
}

/** A file that is not followed yet: it is looked at again. */
interface WaitingFile {
  readonly file: FileStat;
  readonly quietLooks: number;
  readonly looks: number;
  readonly reason: AdmissionReason;
  readonly isIgnored: boolean;
  /** The source whose text this file begins with, as far as it goes. */
  readonly beginningOf: TailSource | undefined;
}

/** What is to be done with a file. */
type Verdict =
  | { readonly kind: 'wait'; readonly beginningOf?: TailSource }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'known'; readonly source: TailSource; readonly isCopy: boolean }
  | { readonly kind: 'passed'; readonly source: TailSource }
  | { readonly kind: 'new' };

/** Options of {@link PathAdmission}. */
export interface PathAdmissionOptions {
  readonly startAt: 'start' | 'end';
  readonly filesMax: number;
  readonly lineBytesMax: number;
}

/** Decides of a file that has no source whether it is one that was known, and takes it in. */
export class PathAdmission {
  private readonly waiting = new Map<string, WaitingFile>();

  constructor(
    private readonly state: TailState,
    private readonly options: PathAdmissionOptions,
  ) {}

  /** Paths of files that are to be looked at again soon. */
  get waitingPaths(): readonly string[] {
    return [...this.waiting].filter(([, { isIgnored }]) => !isIgnored).map(([path]) => path);
  }

  /** Says that a path leads to nothing, or to a file that is known. */
  forget(path: string): void {
    this.waiting.delete(path);
  }

  /** Takes the file in that a path leads to, or notes that it has to wait. */
  async admit(path: string, file: FileStat, reason: AdmissionReason): Promise<void> {
    const waiting = this.noteLook(path, file, reason);
    if (waiting.isIgnored) return;
    const descriptor = await this.open(path);
    if (descriptor === undefined) return;
    let isKept = false;
    try {
      const opened = await lookAtDescriptor(descriptor);
      if (isSameFile(opened, file)) isKept = await this.decide({ path, descriptor, file: opened }, waiting);
      this.state.report.clear(`open ${path}`);
    } catch (error) {
      this.warnUnreadable(path, error);
    } finally {
      if (!isKept) await closeQuietly(descriptor);
    }
  }

  private noteLook(path: string, file: FileStat, reason: AdmissionReason): WaitingFile {
    const before = this.waiting.get(path);
    const first = { file, quietLooks: 0, looks: 1, reason, isIgnored: false, beginningOf: undefined };
    if (before === undefined || !isSameFile(before.file, file)) return first;
    const isQuiet = before.file.sizeBytes === file.sizeBytes && before.file.mtimeNs === file.mtimeNs;
    return {
      file,
      quietLooks: isQuiet ? before.quietLooks + 1 : 0,
      looks: before.looks + 1,
      reason: { ...before.reason, isMatched: reason.isMatched },
      isIgnored: before.isIgnored && isQuiet,
      beginningOf: before.beginningOf,
    };
  }

  private async open(path: string): Promise<number | undefined> {
    try {
      return await openForReading(path);
    } catch (error) {
      this.warnUnreadable(path, error);
      return undefined;
    }
  }

  private warnUnreadable(path: string, error: unknown): void {
    // Between the look and this it may have been renamed or deleted.
    if (systemErrorCode(error) === 'ENOENT') return;
    const message = `${quotePath(path)} cannot be read (${causeText(error)}). It is tried again.`;
    this.state.report.warn(`open ${path}`, message);
  }

  /** True: the descriptor has an owner. */
  private async decide(found: Pick<Candidate, 'path' | 'descriptor' | 'file'>, waiting: WaitingFile): Promise<boolean> {
    const { path, descriptor } = found;
    const head = await readRange(descriptor, 0, FINGERPRINT_BYTES);
    const compression: FollowedCompression = isGzip(head) ? 'gzip' : 'none';
    const candidate: Candidate = { ...found, compression, head };
    const verdict = isZstd(head) ? this.refuse(path) : await this.judge(candidate, waiting);
    this.waiting.delete(path);
    switch (verdict.kind) {
      case 'wait':
        this.waiting.set(path, { ...waiting, beginningOf: verdict.beginningOf ?? waiting.beginningOf });
        return false;
      case 'ignore':
        this.waiting.set(path, { ...waiting, isIgnored: true });
        return false;
      case 'known':
        await this.resume(verdict.source, candidate, verdict.isCopy);
        return true;
      case 'passed':
      case 'new':
        return this.begin(candidate, waiting, verdict.kind === 'passed' ? verdict.source : undefined);
    }
  }

  private refuse(path: string): Verdict {
    const remedy = 'Files that are followed are plain or gzip. Ship it without following.';
    this.state.report.warn(`zstd ${path}`, `${quotePath(path)} is compressed with zstd and not read. ${remedy}`);
    return { kind: 'ignore' };
  }

  private async judge(stored: Candidate, waiting: WaitingFile): Promise<Verdict> {
    const isGzipped = stored.compression === 'gzip';
    const { beginningOf, reason } = waiting;
    if (isGzipped) {
      const whole = this.state.index.lostFrom(stored.file).find((source) => isReadWhole(source, stored.file));
      if (whole !== undefined) return { kind: 'known', source: whole, isCopy: false };
      if (waiting.quietLooks < SETTLED_LOOKS) return { kind: 'wait' };
    }
    const candidate = isGzipped ? { ...stored, head: await readGzipHead(stored.descriptor) } : stored;
    const former = await findFormer(this.state, candidate, (source) => {
      this.noteOtherText(source);
    });
    if (former?.kind === 'drained') return { kind: 'wait' };
    if (former?.kind === 'known') return former;
    if (beginningOf?.isTruncated === true && beginningOf.place === 'nowhere') {
      return { kind: 'passed', source: beginningOf };
    }
    if (former?.kind !== 'twin' || reason.isInitial || isHeldLongEnough(waiting, isGzipped)) return { kind: 'new' };
    const comparison = await compareWithTwin(this.state, former.source, candidate);
    if (comparison === 'different') return { kind: 'new' };
    return comparison === 'whole' ? { kind: 'wait' } : { kind: 'wait', beginningOf: former.source };
  }

  /** The file of a source was written anew while nobody looked. */
  private noteOtherText(source: TailSource): void {
    if (source.state === 'gone') return;
    source.isTruncated = true;
    tellTruncated(this.state, source);
  }

  private async resume(source: TailSource, candidate: Candidate, isCopy: boolean): Promise<void> {
    const { index, files, queue, report } = this.state;
    const from = source.path;
    const isWhole = isReadWhole(source, candidate.file);
    index.leaveFile(source);
    await files.close(source);
    source.compression = candidate.compression;
    source.settle(candidate.path, candidate.file);
    if (!isWhole) source.state = 'followed';
    index.addInFile(source);
    await files.adopt(source, candidate.descriptor);
    if (!isWhole) queue.add(source);
    const goesOn = `Reading goes on behind byte ${source.cursor.offsetBytes} of its text.`;
    if (isCopy) {
      report.tell({ type: 'copied', path: candidate.path, detail: `It holds what ${quotePath(from)} held. ${goesOn}` });
    } else if (from !== candidate.path) {
      report.tell({ type: 'rotated', path: candidate.path, detail: `It was ${quotePath(from)} before. ${goesOn}` });
    } else report.tell({ type: 'opened', path: from, detail: goesOn });
  }

  private async begin(candidate: Candidate, waiting: WaitingFile, passed: TailSource | undefined): Promise<boolean> {
    const { index, files, queue, report, nextId } = this.state;
    const { path, file, compression } = candidate;
    if (!waiting.reason.isMatched) return false;
    if (index.inFilesCount >= this.options.filesMax) {
      report.warn('filesMax', `More than ${this.options.filesMax} files are matched. The others are not followed.`);
      return false;
    }
    const former = index.formerAt(path);
    const isAtEnd = passed !== undefined || (waiting.reason.isInitial && this.isStartedAtEnd(former));
    const cursor = isAtEnd && compression === 'none' ? await this.findEnd(candidate) : START;
    const source = new TailSource({ id: nextId(), path, file, compression, cursor });
    source.place = 'path';
    source.predecessor = waiting.reason.predecessor ?? former;
    if (isAtEnd && compression === 'gzip') source.state = 'complete';
    index.addInFile(source);
    await files.adopt(source, candidate.descriptor);
    if (source.state !== 'complete') queue.add(source);
    this.tellBeginning(source, passed);
    return true;
  }

  private isStartedAtEnd(former: TailSource | undefined): boolean {
    return this.options.startAt === 'end' && former === undefined;
  }

  private findEnd(candidate: Candidate): Promise<TailCursor> {
    const { lineBytesMax } = this.options;
    return findLastLine(candidate.descriptor, { sizeBytes: candidate.file.sizeBytes, lineBytesMax });
  }

  private tellBeginning(source: TailSource, passed: TailSource | undefined): void {
    const { path, cursor } = source;
    const begins = `Reading begins at byte ${cursor.offsetBytes}.`;
    if (passed === undefined) this.state.report.tell({ type: 'opened', path, detail: begins });
    else {
      const detail = `It holds what was read of ${quotePath(passed.path)} before that was truncated. ${begins}`;
      this.state.report.tell({ type: 'copied', path, detail });
    }
  }
}

function isHeldLongEnough(waiting: WaitingFile, isGzipped: boolean): boolean {
  const quietLooksMax = HELD_LOOKS + (isGzipped ? SETTLED_LOOKS : 0);
  return waiting.quietLooks >= quietLooksMax || waiting.looks >= HELD_LOOKS_MAX;
}

/** Answers whether a compressed file was read to its end and has not changed since. */
function isReadWhole(source: TailSource, file: FileStat): boolean {
  return source.state === 'complete' && source.isIn(file) && source.sizeBytes === file.sizeBytes;
}
