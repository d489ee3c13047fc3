import { resolve } from 'node:path';
import { causeText, quotePath } from './errors.js';
import { type Frame } from './frame.js';
import { OpenFiles } from './open-files.js';
import { PathAdmission } from './path-admission.js';
import { PathFinder } from './path-finder.js';
import { BROKEN_LOOKS, PathLooks } from './path-looks.js';
import { ReadQueue } from './read-queue.js';
import { lookAtDescriptor } from './file-identity.js';
import { lose, restart, type TailState } from './source-changes.js';
import { SourceIndex } from './source-index.js';
import { type ReadTurn } from './read-turn.js';
import { SourceReader } from './source-reader.js';
import { type KnownSource, TAIL_DEFAULTS, type TailOptions, type TailPiece } from './tail-options.js';
import { type TailCursor } from './tail-cursor.js';
import { TailReport } from './tail-report.js';
import { TailSource } from './tail-source.js';

/** Lines that were read, and the source whose cursor stands behind them. */
export interface ReadPiece {
  readonly piece: TailPiece;
  readonly source: TailSource;
  readonly cursor: TailCursor;
}

/** The files of one run of following: looks at them, searches for new ones, reads them in turn. */
export class TailRun {
  private readonly state: TailState;
  private readonly finder: PathFinder;
  private readonly looks: PathLooks;
  private readonly reader: SourceReader;
  private readonly touched = new Set<string>();
  private idCount = 0;

  constructor(options: TailOptions) {
    const settings = { ...TAIL_DEFAULTS, ...options };
    const report = new TailReport(options.onEvent);
    const files = new OpenFiles(settings.handlesMax, (source) => lose(this.state, source));
    const nextId = (): string => `f${++this.idCount}`;
    this.state = { index: new SourceIndex(), files, queue: new ReadQueue(), report, nextId };
    this.finder = new PathFinder({
      patterns: options.patterns,
      exclude: options.exclude ?? [],
      cwd: resolve(options.cwd ?? '.'),
      onWarning: (message) => {
        report.warn(message, message);
      },
    });
    this.looks = new PathLooks(this.state, new PathAdmission(this.state, settings));
    this.reader = new SourceReader(files, settings);
    for (const position of options.positions ?? []) {
      this.state.index.addRestored(TailSource.restore(nextId(), position));
    }
  }

  /** Searches for files and looks at all of them; answers what the patterns lead to. */
  async search(): Promise<readonly string[]> {
    const matched = await this.finder.find();
    await this.looks.lookAtAll(matched);
    return matched;
  }

  /** Looks at the files that changed lately, and at these. */
  async look(touched: Iterable<string>): Promise<void> {
    const paths = this.looks.busyPaths([...touched, ...this.touched]);
    this.touched.clear();
    await this.looks.lookAt(paths);
  }

  /** Answers whether a file can be read now. */
  canRead(): boolean {
    return this.state.queue.hasReady();
  }

  /** Says of something that it went wrong while nothing could be thrown. */
  warn(error: unknown): void {
    const message = `Looking at files failed: ${causeText(error)}. It is tried again.`;
    this.state.report.warn(message, message);
  }

  /** Reads the next file in turn; undefined when it gave no line, or none is left. */
  async readNext(): Promise<ReadPiece | undefined> {
    const source = this.state.queue.take();
    if (source === undefined) return undefined;
    if (this.reader.isBusyFor(source)) {
      this.state.queue.add(source);
      return undefined;
    }
    const before = source.cursor;
    const turn = await this.reader.read(source);
    source.isFailing = turn.status === 'failed';
    const frames = await this.settleTurn(source, turn);
    if (source.cursor === before && frames.length === 0) return undefined;
    this.state.index.noteHead(source);
    const { id: sourceId, path, isAtEnd, cursor } = source;
    const position = source.position(cursor);
    return { source, cursor, piece: { kind: 'piece', sourceId, path, frames, position, isAtEnd } };
  }

  /** How far every known text was taken. */
  positions(): readonly KnownSource[] {
    return [...this.state.index.sources].map((source) => ({ sourceId: source.id, position: source.position() }));
  }

  /** Bytes that were there at the last look and have not been read. A last line that is not complete counts as read. */
  unreadBytes(): number {
    let bytes = 0;
    for (const source of this.state.index.inFiles) bytes += source.isAtEnd ? 0 : (source.unreadBytes ?? 0);
    return bytes;
  }

  /** Closes all files. */
  async close(): Promise<void> {
    await this.reader.letGo();
    await this.state.files.closeAll();
  }

  /** Does what follows from a turn, and answers the frames of it. */
  private async settleTurn(source: TailSource, turn: ReadTurn): Promise<readonly Frame[]> {
    const { queue, report } = this.state;
    switch (turn.status) {
      case 'read':
        report.clear(`read ${source.path}`);
        if (turn.isAtEnd) await this.end(source);
        else queue.add(source);
        return turn.frames;
      case 'broken':
        return this.settleBroken(source, turn.detail);
      case 'changed':
        await this.settleChanged(source);
        return [];
      case 'compressed':
        this.state.index.withdraw(source);
        await this.state.files.close(source);
        this.touched.add(source.path);
        return [];
      case 'elsewhere':
        this.touched.add(source.path);
        return [];
      case 'failed':
        report.warn(
          `read ${source.path}`,
          `${quotePath(source.path)} cannot be read on (${turn.detail}). It is tried again.`,
        );
        return [];
    }
  }

  private async end(source: TailSource): Promise<void> {
    source.isAtEnd = true;
    if (source.compression !== 'gzip') return;
    source.state = 'complete';
    await this.state.files.close(source);
    this.state.report.tell({ type: 'finished', path: source.path, detail: 'The compressed file was read to its end.' });
  }

  /** Compressed data that end too early are read again when they have changed, until they have been quiet for long. */
  private async settleBroken(source: TailSource, detail: string): Promise<readonly Frame[]> {
    source.isAtEnd = true;
    if (source.quietLooks < BROKEN_LOOKS) return [];
    await this.end(source);
    return [{ kind: 'damaged', line: source.cursor.line, detail }];
  }

  private async settleChanged(source: TailSource): Promise<void> {
    const descriptor = this.state.files.descriptorOf(source);
    if (descriptor === undefined) return;
    // What the last look saw was the new text already.
    source.sizeBytes = source.provenSizeBytes;
    restart(this.state, source, await lookAtDescriptor(descriptor));
  }
}
