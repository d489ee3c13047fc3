import { type TailSource } from './tail-source.js';

/** The sources that have something to read, in turn: each gives one piece and then stands behind the others. */
export class ReadQueue {
  private queued: TailSource[] = [];

  /** Answers whether a source can be taken out. */
  hasReady(): boolean {
    return this.queued.some((source) => !source.isBlocked());
  }

  /** Puts a source behind the others, if it is not among them. */
  add(source: TailSource): void {
    source.isAtEnd = false;
    if (source.isQueued) return;
    source.isQueued = true;
    this.queued.push(source);
  }

  /** Takes a source out, if it is in. */
  drop(source: TailSource): void {
    if (!source.isQueued) return;
    source.isQueued = false;
    this.queued = this.queued.filter((other) => other !== source);
  }

  /** Takes the first source out that need not wait for another file. */
  take(): TailSource | undefined {
    const index = this.queued.findIndex((source) => !source.isBlocked());
    if (index < 0) return undefined;
    const [source] = this.queued.splice(index, 1);
    if (source !== undefined) source.isQueued = false;
    return source;
  }
}
