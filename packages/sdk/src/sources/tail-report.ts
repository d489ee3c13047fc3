import { type TailEvent } from './tail-options.js';

/** Causes that are remembered as told: beyond, the oldest may be told again. */
const TOLD_MAX = 10_000;

/** Tells what happens to files. What the listener throws stays with it: reading goes on. */
export class TailReport {
  private readonly told = new Set<string>();

  constructor(private readonly onEvent: ((event: TailEvent) => void) | undefined) {}

  /** Tells one event. */
  tell(event: TailEvent): void {
    try {
      this.onEvent?.(event);
    } catch {
      // It is told for information only.
    }
  }

  /** Warns once for each cause. */
  warn(cause: string, message: string): void {
    if (this.told.has(cause)) return;
    const [oldest] = this.told;
    if (this.told.size >= TOLD_MAX && oldest !== undefined) this.told.delete(oldest);
    this.told.add(cause);
    this.tell({ type: 'warning', message });
  }

  /** Says that a cause is no more, so that it is told when it comes again. */
  clear(cause: string): void {
    this.told.delete(cause);
  }
}
