import { Outage } from '../../src/delivery/outage.js';

const POLICY = { initialBackoffMs: 1_000, backoffMaxMs: 30_000, retryForMs: 30_000, random: () => 0.5 };

const failAt = (outage: Outage, startedMs: number, nowMs: number): string =>
  outage.fail({ startedMs, nowMs, attempts: 1, retryAfterMs: undefined }).action;

it('an outage begins with the attempt that failed first', () => {
  const outage = new Outage(POLICY);
  expect(outage.isOn).toBe(false);
  expect(failAt(outage, 100_000, 110_000)).toBe('wait');
  expect(outage.isOn).toBe(true);
  expect(failAt(outage, 120_000, 129_999)).toBe('wait');
  expect(failAt(outage, 120_000, 130_000)).toBe('give-up');
});

it('a success ends it, and idle time does not count', () => {
  const outage = new Outage(POLICY);
  failAt(outage, 0, 29_000);
  outage.succeed();
  expect(outage.isOn).toBe(false);
  expect(failAt(outage, 1_000_000, 1_010_000)).toBe('wait');
});
