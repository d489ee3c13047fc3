import { once } from 'node:events';
import { createDeadline } from '../../src/transport/deadline.js';

it('a deadline that passes names the timeout', async () => {
  const deadline = createDeadline(1, undefined);
  expect(deadline.cause()).toBeUndefined();
  await once(deadline.signal, 'abort');
  expect(deadline.cause()).toBe('timeout');
});

it('a signal that aborts, before or later, stops it', () => {
  const controller = new AbortController();
  const later = createDeadline(1e9, controller.signal);
  expect(later.signal.aborted).toBe(false);
  controller.abort();
  expect([later.signal.aborted, later.cause()]).toEqual([true, 'stopped']);
  const before = createDeadline(1e9, controller.signal);
  expect([before.signal.aborted, before.cause()]).toEqual([true, 'stopped']);
  later.clear();
  before.clear();
});

it('once cleared it hears nothing more', () => {
  const controller = new AbortController();
  const deadline = createDeadline(1e9, controller.signal);
  deadline.clear();
  controller.abort();
  expect(deadline.signal.aborted).toBe(false);
});
