import type { Clock } from '../../src/delivery/clock.js';

/** A clock that stands still until it is moved; sleeps end when their time has come. */
export interface ManualClock extends Clock {
  /** Moves the time on, sleep by sleep, and lets what waits for each run on before the next. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

export function createManualClock(): ManualClock {
  let nowMs = 0;
  let sleepers: Sleeper[] = [];
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const end = (): void => {
          signal.removeEventListener('abort', end);
          sleepers = sleepers.filter((other) => other !== sleeper);
          resolve();
        };
        const sleeper: Sleeper = { untilMs: nowMs + ms, wake: end };
        sleepers.push(sleeper);
        signal.addEventListener('abort', end, { once: true });
        if (signal.aborted) end();
      }),
    async advance(ms) {
      const endMs = nowMs + ms;
      await settleTurns();
      for (let steps = 0; steps < 100_000; steps++) {
        const next = sleepers.reduce((least, { untilMs }) => Math.min(least, untilMs), Infinity);
        if (next > endMs) break;
        nowMs = Math.max(nowMs, next);
        const due = sleepers.filter(({ untilMs }) => untilMs <= nowMs);
        sleepers = sleepers.filter(({ untilMs }) => untilMs > nowMs);
        for (const { wake } of due) wake();
        await settleTurns();
      }
      nowMs = endMs;
      await settleTurns();
    },
  };
}

/** Lets everything run that is ready to: some turns of the event loop, no time. */
export async function settleTurns(turns = 30): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}
