import { EventEmitter } from 'node:events';
import type { ExitProcess, ExitTarget } from '../../src/exit/signal-exit.js';

/** What is told of the calls, in their order. */
export class FakeTarget implements ExitTarget {
  readonly calls: string[] = [];
  taken = 1;
  pending = 1;
  needsShutdown = false;
  flushFails = false;
  /** Ends the shutdown under way. */
  finish: () => void = () => undefined;

  counts(): { taken: number; pending: number } {
    return { taken: this.taken, pending: this.pending };
  }

  forceFlush(timeoutMs: number): Promise<void> {
    this.calls.push(`flush ${timeoutMs}`);
    if (this.flushFails) return Promise.reject(new Error('too late'));
    this.pending = 0;
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    this.calls.push('shutdown');
    return new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  flushSync(): void {
    this.calls.push('flushSync');
  }
}

/** A process whose end is noted. */
export class FakeProcess extends EventEmitter implements ExitProcess {
  readonly kills: string[] = [];

  constructor(readonly pid = 42) {
    super();
  }

  kill(pid: number, signal: string): void {
    this.kills.push(`${pid} ${signal}`);
  }
}

/** Lets promises and immediates that wait take their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}
