/** A clock that stands still until it is moved; its shape is that of the sender's clock. */
export interface VirtualClock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How many sleep at this moment. */
  readonly sleepers: number;
  /** Moves the time on by `ms`, and wakes who has slept long enough, one after the other. */
  advance(ms: number): Promise<void>;
  /**
   * Answers what `work` answers. As long as it is not done, the time moves to where the first sleeper wakes, whenever
   * there is one. Throws when that takes more than `steps` moves, or five real seconds without one.
   */
  runUntil<Result>(work: Promise<Result>, steps?: number): Promise<Result>;
}

interface Sleeper {
  readonly wakeMs: number;
  readonly wake: () => void;
}

const STEPS_DEFAULT = 10_000;

/** Real time in which sockets of the loopback have to have moved on. */
const IDLE_MAX_MS = 5_000;

/** Turns of the event loop after which promises that wait for nothing have settled. */
const SETTLING_TURNS = 10;

/** Creates a clock that stands at 0. */
export function createVirtualClock(): VirtualClock {
  return new SteppedClock();
}

class SteppedClock implements VirtualClock {
  private nowMs = 0;
  private readonly sleeping = new Set<Sleeper>();

  readonly now = (): number => this.nowMs;

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const sleeper: Sleeper = {
        wakeMs: this.nowMs + ms,
        wake: () => {
          this.sleeping.delete(sleeper);
          signal.removeEventListener('abort', sleeper.wake);
          resolve();
        },
      };
      this.sleeping.add(sleeper);
      signal.addEventListener('abort', sleeper.wake, { once: true });
      if (signal.aborted) sleeper.wake();
    });

  get sleepers(): number {
    return this.sleeping.size;
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.nowMs + ms;
    await settle();
    for (let next = this.first(); next !== undefined && next.wakeMs <= endMs; next = this.first()) {
      this.wake(next);
      await settle();
    }
    this.nowMs = endMs;
  }

  async runUntil<Result>(work: Promise<Result>, steps = STEPS_DEFAULT): Promise<Result> {
    const state = { isDone: false };
    const finish = (): void => {
      state.isDone = true;
    };
    void work.then(finish, finish);
    let movedMs = performance.now();
    for (let moves = 0; !state.isDone;) {
      await nextTurn();
      if (performance.now() - movedMs > IDLE_MAX_MS) throw new Error('Nothing has moved for five seconds.');
      const next = this.first();
      if (next === undefined) continue;
      if (moves++ >= steps) throw new Error(`Not done after ${steps} moves of the clock.`);
      this.wake(next);
      movedMs = performance.now();
    }
    return work;
  }

  private first(): Sleeper | undefined {
    let first: Sleeper | undefined;
    for (const sleeper of this.sleeping) if (first === undefined || sleeper.wakeMs < first.wakeMs) first = sleeper;
    return first;
  }

  private wake(sleeper: Sleeper): void {
    this.nowMs = Math.max(this.nowMs, sleeper.wakeMs);
    sleeper.wake();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLING_TURNS; turn++) await nextTurn();
}
