import { type FileStat } from './file-identity.js';
import { type OpenFiles } from './open-files.js';
import { type ReadQueue } from './read-queue.js';
import { type SourceIndex } from './source-index.js';
import { type TailReport } from './tail-report.js';
import { sourceAtStart, type TailSource } from './tail-source.js';

/** What the parts of following files share. */
export interface TailState {
  readonly index: SourceIndex;
  readonly files: OpenFiles;
  readonly queue: ReadQueue;
  readonly report: TailReport;
  /** A name for a new source. */
  readonly nextId: () => string;
}

/**
 * The path of a source leads to it no longer. If it is open it is read to its end; else it is nowhere, unless another
 * path is found.
 */
export function displace(state: TailState, source: TailSource): void {
  state.index.leavePath(source);
  source.quietLooks = 0;
  if (state.files.descriptorOf(source) === undefined) {
    source.place = 'nowhere';
    return;
  }
  source.place = 'handle';
  if (source.compression === 'none' || source.state !== 'complete') state.queue.add(source);
}

/** The file of a source has another text now, which is read from its start. Only a copy can hold what it had. */
export function restart(state: TailState, source: TailSource, file: FileStat): void {
  const { index, files, queue } = state;
  const next = sourceAtStart(state.nextId(), source.path, file);
  next.place = source.place;
  next.compression = source.compression;
  files.handOver(source, next);
  queue.drop(source);
  source.isTruncated = true;
  source.longLine = undefined;
  index.addLost(source);
  index.addInFile(next);
  queue.add(next);
  tellTruncated(state, source);
}

/** Tells that the file of a source has another text. */
export function tellTruncated(state: TailState, source: TailSource): void {
  const { path, cursor } = source;
  const detail = `It is no longer the text of which ${cursor.offsetBytes} bytes were read. It is read from its start.`;
  state.report.tell({ type: 'truncated', path, detail });
}

/** A source is in no file any more: it is searched for. */
export async function lose(state: TailState, source: TailSource): Promise<void> {
  state.queue.drop(source);
  source.longLine = undefined;
  source.isAtEnd = true;
  await state.files.close(source);
  state.index.addLost(source);
}

/** A source was searched for in vain. It is told with what was lost, and remembered in case it comes back. */
export function giveUp(state: TailState, source: TailSource): void {
  const { unreadBytes } = source;
  source.state = 'gone';
  state.index.giveUp(source);
  if (unreadBytes === 0 && source.isTruncated) return;
  const said =
    unreadBytes === undefined
      ? 'how much of it was not read is not known'
      : unreadBytes === 0
        ? 'all of it was read'
        : `${unreadBytes} bytes were not read`;
  state.report.tell({
    type: 'gone',
    path: source.path,
    detail: `The file cannot be found any more; ${said}.`,
    ...(unreadBytes === undefined || unreadBytes === 0 ? {} : { lostBytes: unreadBytes }),
  });
}
