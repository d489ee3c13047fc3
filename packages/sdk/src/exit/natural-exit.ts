import type { ExitProcess, ExitTarget } from './signal-exit.js';

/** What a {@link NaturalExit} is made of. */
export interface NaturalExitOptions {
  readonly target: ExitTarget;
  readonly process: Pick<ExitProcess, 'on' | 'removeListener'>;
  readonly timeoutMs: number;
}

/** The least time for a shutdown after a flush that took all of the deadline: it writes to the disk. */
const SHUTDOWN_MS_MIN = 100;

/**
 * Delivers spans when a program has nothing left to do, and puts away what waits when it calls `process.exit` or fails.
 *
 * When the event loop is empty it flushes. The program may have more to do then, in its own `beforeExit`; so only when
 * the loop is empty again and no span has come is tracing shut down. Both together take no longer than the deadline.
 */
export class NaturalExit {
  private flushed: { readonly taken: number; readonly startedMs: number } | undefined;
  private isBusy = false;

  constructor(private readonly options: NaturalExitOptions) {}

  start(): void {
    this.options.process.on('beforeExit', this.onBeforeExit);
    this.options.process.on('exit', this.onExit);
  }

  stop(): void {
    this.options.process.removeListener('beforeExit', this.onBeforeExit);
    this.options.process.removeListener('exit', this.onExit);
  }

  private readonly onBeforeExit = (): void => {
    if (this.isBusy) return;
    const { target, timeoutMs } = this.options;
    const { taken, pending } = target.counts();
    if (this.flushed?.taken === taken) {
      if (pending === 0 && !target.needsShutdown) return;
      const leftMs = timeoutMs - (performance.now() - this.flushed.startedMs);
      this.stopListening();
      this.hold(target.shutdown(Math.max(leftMs, SHUTDOWN_MS_MIN)));
      return;
    }
    this.flushed = { taken, startedMs: performance.now() };
    if (taken > 0 || pending > 0 || target.needsShutdown) this.hold(this.flush());
  };

  private async flush(): Promise<void> {
    try {
      await this.options.target.forceFlush(this.options.timeoutMs);
    } catch {
      // The deadline has passed. Waiting once more, at the shutdown, would only make it longer.
      this.options.target.flushSync();
    }
  }

  private readonly onExit = (): void => {
    this.options.target.flushSync();
  };

  private stopListening(): void {
    this.options.process.removeListener('beforeExit', this.onBeforeExit);
  }

  /** Keeps the process until the work is done, and one turn more, so that `beforeExit` is sure to come again. */
  private hold(work: Promise<void>): void {
    this.isBusy = true;
    const done = (): void => {
      setImmediate(() => {
        this.isBusy = false;
      });
    };
    work.then(done, done);
  }
}
