import fc from 'fast-check';
import { CircuitBreaker, type Admission, type BreakerTicket } from '../../src/delivery/circuit-breaker.js';

const POLICY = {
  initialBackoffMs: 1_000,
  backoffMaxMs: 30_000,
  retryForMs: Infinity,
  random: () => 0.5,
  recoveryRequestsMax: 2,
};

const DOWN = { retryAfterMs: undefined, isPause: false };

function ticketOf(admission: Admission): BreakerTicket {
  if (admission.action !== 'send') throw new Error(`not let through: ${admission.action}`);
  return admission.ticket;
}

/** A breaker whose first request failed at 0; its first probe may start at 500. */
function opened(policy: Partial<typeof POLICY> = {}): CircuitBreaker {
  const breaker = new CircuitBreaker({ ...POLICY, ...policy });
  breaker.fail(ticketOf(breaker.admit(0)), { ...DOWN, nowMs: 0 });
  return breaker;
}

it('while the destination works all requests start', () => {
  const breaker = new CircuitBreaker(POLICY);
  const tickets = Array.from({ length: 100 }, () => ticketOf(breaker.admit(5)));
  for (const ticket of tickets) breaker.succeed(ticket, 6);
  expect(tickets.every((ticket) => !ticket.isProbe)).toBe(true);
  expect(breaker.isOpen).toBe(false);
});

it('after a failure nothing starts until the interval has passed, then one probe', () => {
  const breaker = opened();
  expect(breaker.isOpen).toBe(true);
  expect(breaker.admit(100)).toEqual({ action: 'wait', delayMs: 400, isDown: true });
  expect(breaker.admit(500)).toEqual({ action: 'send', ticket: { startedMs: 500, isProbe: true } });
  expect(breaker.admit(501)).toEqual({ action: 'wait-for-probe' });
  expect(breaker.admit(90_000)).toEqual({ action: 'wait-for-probe' });
  expect(breaker.isOpen).toBe(true);
});

it('each failed probe makes the next interval longer, up to the longest', () => {
  const breaker = opened();
  const delaysMs: number[] = [];
  let nowMs = 500;
  for (let probes = 0; probes < 8; probes++) {
    breaker.fail(ticketOf(breaker.admit(nowMs)), { ...DOWN, nowMs });
    const admission = breaker.admit(nowMs);
    const delayMs = admission.action === 'wait' ? admission.delayMs : 0;
    delaysMs.push(delayMs);
    nowMs += delayMs;
  }
  expect(delaysMs).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
});

it('requests that were under way when it opened do not lengthen the interval', () => {
  const breaker = new CircuitBreaker(POLICY);
  const tickets = [0, 1, 2, 3].map((startedMs) => ticketOf(breaker.admit(startedMs)));
  for (const [index, ticket] of tickets.entries()) breaker.fail(ticket, { ...DOWN, nowMs: 100 + index });
  expect(breaker.admit(200)).toEqual({ action: 'wait', delayMs: 400, isDown: true });
});

it('after a good probe a few requests start in the first second, then all', () => {
  const breaker = opened();
  breaker.succeed(ticketOf(breaker.admit(500)), 600);
  expect(breaker.isOpen).toBe(false);
  ticketOf(breaker.admit(600));
  ticketOf(breaker.admit(700));
  expect(breaker.admit(800)).toEqual({ action: 'wait', delayMs: 800, isDown: false });
  expect(Array.from({ length: 50 }, () => breaker.admit(1_600).action)).toEqual(Array(50).fill('send'));
});

it('a success of a request that was under way does not replace the probe, but the intervals begin anew', () => {
  const breaker = new CircuitBreaker(POLICY);
  const slow = ticketOf(breaker.admit(0));
  breaker.fail(ticketOf(breaker.admit(0)), { ...DOWN, nowMs: 0 });
  breaker.fail(ticketOf(breaker.admit(500)), { ...DOWN, nowMs: 500 });
  breaker.succeed(slow, 700);
  expect(breaker.isOpen).toBe(true);
  expect(breaker.admit(1_000)).toEqual({ action: 'wait', delayMs: 500, isDown: true });
  breaker.fail(ticketOf(breaker.admit(1_500)), { ...DOWN, nowMs: 1_500 });
  expect(breaker.admit(1_500)).toEqual({ action: 'wait', delayMs: 500, isDown: true });
});

it('a wait that the receiver named is kept and at most a tenth longer', () => {
  for (const [dice, delayMs] of [
    [0, 30_000],
    [0.999, 32_997],
  ] as const) {
    const breaker = new CircuitBreaker({ ...POLICY, random: () => dice });
    breaker.fail(ticketOf(breaker.admit(0)), { nowMs: 0, retryAfterMs: 30_000, isPause: false });
    expect(breaker.admit(0)).toEqual({ action: 'wait', delayMs, isDown: true });
  }
});

it('a named wait of a request that was under way is not undercut by a good probe', () => {
  const breaker = new CircuitBreaker({ ...POLICY, random: () => 0 });
  const late = ticketOf(breaker.admit(0));
  breaker.fail(ticketOf(breaker.admit(0)), { ...DOWN, nowMs: 0 });
  const probe = ticketOf(breaker.admit(100));
  breaker.fail(late, { nowMs: 150, retryAfterMs: 30_000, isPause: false });
  breaker.succeed(probe, 200);
  expect(breaker.admit(250)).toEqual({ action: 'wait', delayMs: 29_900, isDown: true });
  expect(breaker.admit(30_150).action).toBe('send');
});

it('a destination that somebody has to mend is probed once a minute', () => {
  const breaker = new CircuitBreaker({ ...POLICY, random: () => 0 });
  breaker.fail(ticketOf(breaker.admit(0)), { nowMs: 0, retryAfterMs: undefined, isPause: true });
  expect(breaker.admit(0)).toEqual({ action: 'wait', delayMs: 60_000, isDown: true });
});

it('a run that is going to end does not wait a minute for it', () => {
  const breaker = new CircuitBreaker({ ...POLICY, retryForMs: 30_000 });
  breaker.fail(ticketOf(breaker.admit(0)), { nowMs: 0, retryAfterMs: undefined, isPause: true });
  expect(breaker.admit(0)).toEqual({ action: 'wait', delayMs: 500, isDown: true });
});

it('it gives up when the time without any success is over', () => {
  const breaker = opened({ retryForMs: 2_000 });
  const probe = ticketOf(breaker.admit(500));
  expect(breaker.fail(probe, { ...DOWN, nowMs: 1_999 })).toBe('go-on');
  expect(breaker.fail(ticketOf(breaker.admit(2_000)), { ...DOWN, nowMs: 2_000 })).toBe('give-up');
});

it('whatever happens, there is at most one probe under way, and never a request before a named wait is over', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 40_000 }),
    what: fc.constantFrom('ask', 'ask', 'succeed', 'fail', 'busy'),
    which: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.double({ min: 0, max: 0.99, noNaN: true }), (steps, dice) => {
      const breaker = new CircuitBreaker({ ...POLICY, random: () => dice });
      const underWay: BreakerTicket[] = [];
      let nowMs = 0;
      let notBeforeMs = 0;
      for (const { afterMs, what, which } of steps) {
        nowMs += afterMs;
        const admission = what === 'ask' ? breaker.admit(nowMs) : undefined;
        if (admission?.action === 'send') {
          expect(nowMs).toBeGreaterThanOrEqual(notBeforeMs);
          underWay.push(admission.ticket);
          expect(underWay.filter((ticket) => ticket.isProbe).length).toBeLessThanOrEqual(1);
        }
        if (what === 'ask' || underWay.length === 0) continue;
        const [ticket] = underWay.splice(which % underWay.length, 1);
        if (ticket === undefined) continue;
        if (what === 'succeed') breaker.succeed(ticket, nowMs);
        else breaker.fail(ticket, { nowMs, retryAfterMs: what === 'busy' ? 5_000 : undefined, isPause: false });
        if (what === 'busy') notBeforeMs = Math.max(notBeforeMs, nowMs + 5_000);
      }
    }),
  );
});
