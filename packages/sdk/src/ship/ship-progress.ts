import type { ShipProgress } from './ship-options.js';

/** Least time between two calls of `onProgress`. */
const PROGRESS_INTERVAL_MS = 200;

/** Tells how far a run has come, a few times a second. */
export class ProgressTeller {
  private toldAtMs = 0;

  constructor(
    private readonly onProgress: ((progress: ShipProgress) => void) | undefined,
    private readonly progressOf: () => ShipProgress,
  ) {}

  /** Tells it if the last time is long enough ago. */
  tellNowAndThen(elapsedMs: number): void {
    if (this.onProgress !== undefined && elapsedMs - this.toldAtMs >= PROGRESS_INTERVAL_MS) this.tell();
  }

  /** Tells it now. */
  tell(): void {
    const progress = this.progressOf();
    this.toldAtMs = progress.elapsedMs;
    this.onProgress?.(progress);
  }
}
