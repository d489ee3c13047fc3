/** Lets loops wait for news. A promise that was asked for before the news is sure to get them. */
export class Wakeup {
  private readonly waiting = new Set<() => void>();

  /** Resolves with the next {@link Wakeup.notify}. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.add(resolve);
    });
  }

  /** Resolves with the next news, or when the signal aborts. */
  async nextOrAborted(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted === true) return;
    const wake = (): void => {
      this.notify();
    };
    signal?.addEventListener('abort', wake, { once: true });
    await this.next();
    signal?.removeEventListener('abort', wake);
  }

  /** Wakes all that wait. */
  notify(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const wake of waiting) wake();
  }
}
