import { type FSWatcher, watch } from 'node:fs';
import { dirname, join } from 'node:path';

/** Directories that are watched at most; files elsewhere are seen by looking. Each costs a handle of the system. */
const WATCHED_MAX = 128;

/** Touched paths that are kept until the next look; beyond, the search for new files will see them. */
const TOUCHED_MAX = 10_000;

/** Lets the system say which files were touched. It may miss some, or fail: it only brings the next look forward. */
export class TailWatch {
  private readonly watchers = new Map<string, FSWatcher>();
  private touched = new Set<string>();

  constructor(private readonly onTouch: () => void) {}

  /** Watches the directories of these paths, and no others. */
  watchBeside(paths: readonly string[]): void {
    const directories = new Set([...new Set(paths.map((path) => dirname(path)))].slice(0, WATCHED_MAX));
    for (const directory of [...this.watchers.keys()]) if (!directories.has(directory)) this.unwatch(directory);
    for (const directory of directories) if (!this.watchers.has(directory)) this.watchOne(directory);
  }

  /** The paths that were touched since this was asked last. */
  takeTouched(): Iterable<string> {
    const { touched } = this;
    this.touched = new Set();
    return touched;
  }

  /** Says that a path is to be looked at. */
  touch(path: string): void {
    if (this.touched.size < TOUCHED_MAX) this.touched.add(path);
  }

  /** Ends watching. */
  close(): void {
    for (const directory of [...this.watchers.keys()]) this.unwatch(directory);
  }

  private watchOne(directory: string): void {
    try {
      const watcher = watch(directory, { persistent: false }, (_event, name) => {
        if (name !== null) this.touch(join(directory, name));
        this.onTouch();
      });
      watcher.on('error', () => {
        this.unwatch(directory);
      });
      this.watchers.set(directory, watcher);
    } catch {
      // The directory is not there, or the system watches no more of them. Looking goes on.
    }
  }

  private unwatch(directory: string): void {
    this.watchers.get(directory)?.close();
    this.watchers.delete(directory);
  }
}
