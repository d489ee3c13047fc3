/** Callers that wait until there is room again. */
export class RoomWaiters {
  private neededBytes = 0;
  private readonly waiting = new Set<() => void>();

  /** @param freeBytes - asked whenever something may have changed */
  constructor(private readonly freeBytes: () => number) {}

  /** Whether somebody was turned away for want of room that is still not there. */
  get isWanted(): boolean {
    return this.neededBytes > this.freeBytes();
  }

  /** Takes note of an append that was turned away. */
  want(bytes: number): void {
    this.neededBytes = bytes;
  }

  /** Resolves when what was turned away last fits, when the signal aborts, or on {@link wakeAll}. */
  wait(signal?: AbortSignal): Promise<void> {
    if (!this.isWanted || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        this.waiting.delete(finish);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      this.waiting.add(finish);
      signal?.addEventListener('abort', finish, { once: true });
    });
  }

  /** Lets those go on whose append fits now. */
  wake(): void {
    if (!this.isWanted) this.wakeAll();
  }

  wakeAll(): void {
    this.neededBytes = 0;
    for (const finish of [...this.waiting]) finish();
  }
}
