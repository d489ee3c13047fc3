// Writes the lines of a workload from within the script, and remembers when each was out: what the producer does in a
// process of its own, for runs that ask how old a line was when something happened to it.
import { closeSync, constants, openSync, writeSync } from 'node:fs';

const TICK_MS = 10;

/** Lines of one write at most. */
const CHUNK_LINES_MAX = 100;

export class LineWriter {
  /** `path` is a file, or a named pipe that is kept open for both ends so that its reader may come and go. */
  constructor({ path, workload, rate, isPipe = false }) {
    this.workload = workload;
    this.rate = rate;
    // Opened for reading too, a pipe keeps what is in it when its reader dies.
    const flags = isPipe
      ? constants.O_RDWR | constants.O_NONBLOCK
      : constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
    this.descriptor = openSync(path, flags, 0o600);
    /** Line number → milliseconds of `performance.now()` at which it was out. */
    this.outMs = [];
    this.isDone = false;
    this.lines = workload.lines();
    this.pending = Buffer.alloc(0);
    this.pendingLines = 0;
    /** When a pipe that had been full took something again: its reader had begun to read. */
    this.unblockedMs = [];
    this.isBlocked = false;
  }

  get linesOut() {
    return this.outMs.length;
  }

  /** Begins to write; resolves when everything is out. */
  start() {
    this.startedMs = performance.now();
    this.finished = new Promise((resolve, reject) => {
      this.timer = setInterval(() => {
        try {
          if (this.writeDue()) return;
          this.stop();
          resolve();
        } catch (error) {
          this.stop();
          reject(error);
        }
      }, TICK_MS);
    });
    return this.finished;
  }

  stop() {
    clearInterval(this.timer);
    this.isDone = true;
  }

  close() {
    this.stop();
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
  }

  /** Writes what is due; answers whether anything is left. */
  writeDue() {
    const due = ((performance.now() - this.startedMs) * this.rate) / 1000;
    while (this.linesOut < due) {
      if (this.pending.length === 0 && !this.prepare(due - this.linesOut)) return false;
      if (!this.flush()) return true;
    }
    return true;
  }

  /** Takes the next lines; answers whether there are any. */
  prepare(count) {
    const texts = [];
    while (texts.length < Math.min(count, CHUNK_LINES_MAX)) {
      const { value, done } = this.lines.next();
      if (done) break;
      texts.push(value);
    }
    this.pending = Buffer.from(texts.join(''));
    this.pendingLines = texts.length;
    return texts.length > 0;
  }

  /** Writes what was prepared; answers false when a pipe is full, and the rest then goes out later. */
  flush() {
    try {
      const written = writeSync(this.descriptor, this.pending);
      this.pending = this.pending.subarray(written);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      this.isBlocked = true;
      return false;
    }
    if (this.isBlocked) this.unblockedMs.push(performance.now());
    this.isBlocked = false;
    if (this.pending.length > 0) return false;
    const nowMs = performance.now();
    for (let line = 0; line < this.pendingLines; line += 1) this.outMs.push(nowMs);
    return true;
  }
}
