import { type FileStat, lookAtPath } from '../../src/sources/file-identity.js';
import { OpenFiles } from '../../src/sources/open-files.js';
import { ReadQueue } from '../../src/sources/read-queue.js';
import { type TailState } from '../../src/sources/source-changes.js';
import { SourceIndex } from '../../src/sources/source-index.js';
import { fingerprintOf } from '../../src/sources/fingerprint.js';
import { type TailEvent } from '../../src/sources/tail-options.js';
import { TailReport } from '../../src/sources/tail-report.js';
import { type TailCursor } from '../../src/sources/tail-cursor.js';
import { TailSource } from '../../src/sources/tail-source.js';

/** What the parts of following files share, and the events that they told. */
export interface WatchedState extends TailState {
  readonly events: readonly TailEvent[];
}

/** The state of a run in which nothing has happened; its files are closed after the test. */
export function useTailState(): (handlesMax?: number) => WatchedState {
  const opened: OpenFiles[] = [];
  afterEach(async () => {
    for (const files of opened.splice(0)) await files.closeAll();
  });
  return (handlesMax = 512) => {
    const events: TailEvent[] = [];
    const files = new OpenFiles(handlesMax, () => Promise.resolve());
    opened.push(files);
    let count = 0;
    return {
      index: new SourceIndex(),
      files,
      queue: new ReadQueue(),
      report: new TailReport((event) => events.push(event)),
      nextId: () => `f${++count}`,
      events,
    };
  };
}

/** What a look at a file says that is there. */
export async function statOf(path: string): Promise<FileStat> {
  const look = await lookAtPath(path);
  if (look.status !== 'present') throw new Error(`${path} is ${look.status}.`);
  return look.stat;
}

/** The cursor behind a text that has been read. */
export function cursorBehind(text: string): TailCursor {
  const bytes = Buffer.from(text);
  return {
    offsetBytes: bytes.length,
    line: text.split('\n').length,
    head: fingerprintOf(bytes.subarray(0, 1_024)),
    tail: fingerprintOf(bytes.subarray(-1_024)),
  };
}

/** A source in a file that is there, with its text read up to `read`. */
export async function placedSource(state: TailState, path: string, read = ''): Promise<TailSource> {
  const file = await statOf(path);
  const cursor = cursorBehind(read);
  const source = new TailSource({ id: state.nextId(), path, file, compression: 'none', cursor });
  source.place = 'path';
  source.isAtEnd = true;
  state.index.addInFile(source);
  return source;
}

/** A source in a file that does not exist. */
export function inventedSource(id: string, path = `/gone/${id}`, read = ''): TailSource {
  const file: FileStat = {
    kind: 'file',
    device: '1',
    inode: id,
    birthtimeNs: '1',
    mtimeNs: '1',
    sizeBytes: Buffer.byteLength(read),
    isDeleted: false,
  };
  return new TailSource({ id, path, file, compression: 'none', cursor: cursorBehind(read) });
}
