import { BatchTimer } from '../../src/delivery/batch-timer.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';

function scene() {
  const clock = createManualClock();
  const end = new AbortController();
  const dueMs: number[] = [];
  const timer = new BatchTimer({ clock, delayMs: 50, signal: end.signal, onDue: () => dueMs.push(clock.now()) });
  return { clock, end, dueMs, timer };
}

it('runs from the first call, and again after it was due', async () => {
  const { clock, dueMs, timer } = scene();
  timer.arm();
  await clock.advance(30);
  timer.arm();
  expect(timer.isArmed).toBe(true);
  await clock.advance(30);
  expect(timer.isArmed).toBe(false);
  timer.arm();
  await clock.advance(100);
  expect(dueMs).toEqual([50, 110]);
});

it('is due at once when the signal aborts', async () => {
  const { end, dueMs, timer } = scene();
  timer.arm();
  end.abort();
  await settleTurns();
  expect(dueMs).toEqual([0]);
});
