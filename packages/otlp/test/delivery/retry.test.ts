import { decideRetry, type RetryPolicy } from '../../src/delivery/retry.js';

const POLICY: RetryPolicy = { initialBackoffMs: 1_000, backoffMaxMs: 30_000, retryForMs: 60_000, random: () => 0.5 };

function decide(parts: {
  attempts?: number;
  failingForMs?: number;
  retryAfterMs?: number;
  random?: () => number;
}): unknown {
  const { attempts = 1, failingForMs = 0, retryAfterMs, random = POLICY.random } = parts;
  return decideRetry({ attempts, failingForMs, retryAfterMs }, { ...POLICY, random });
}

it.each([
  [1, 500],
  [2, 1_000],
  [3, 2_000],
  [6, 15_000],
  [7, 15_000],
  [2_000, 15_000],
])('the wait after attempt %d is half of its upper end when the dice say one half: %d ms', (attempts, delayMs) => {
  expect(decide({ attempts })).toEqual({ action: 'wait', delayMs });
});

it('a wait is never shorter than 100 ms', () => {
  expect(decide({ random: () => 0 })).toEqual({ action: 'wait', delayMs: 100 });
});

it('a hundred waits are spread', () => {
  const waits = Array.from({ length: 100 }, (_, index) => {
    const decision = decideRetry(
      { attempts: 6, failingForMs: 0, retryAfterMs: undefined },
      { ...POLICY, random: () => index / 100 },
    );
    return decision.action === 'wait' ? decision.delayMs : 0;
  });
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  const variance = waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / waits.length;
  expect(Math.sqrt(variance) / mean).toBeGreaterThan(0.1);
});

it('a wait that the receiver named is kept, and stretched by at most a tenth', () => {
  expect(decide({ retryAfterMs: 30_000, random: () => 0 })).toEqual({ action: 'wait', delayMs: 30_000 });
  expect(decide({ retryAfterMs: 30_000, random: () => 1 })).toEqual({ action: 'wait', delayMs: 33_000 });
});

it('a named wait that ends after the limit is not worth waiting for', () => {
  expect(decide({ retryAfterMs: 30_000, failingForMs: 40_000 })).toEqual({ action: 'give-up' });
});

it('the last wait ends with the limit', () => {
  expect(decide({ attempts: 9, failingForMs: 59_000 })).toEqual({ action: 'wait', delayMs: 1_000 });
});

it('nothing is waited for once the limit has passed', () => {
  expect(decide({ failingForMs: 60_000 })).toEqual({ action: 'give-up' });
});

it('without a limit the waits never end', () => {
  const policy = { ...POLICY, retryForMs: Infinity };
  const situation = { attempts: 9_999, failingForMs: 1e12, retryAfterMs: 3_600_000 };
  expect(decideRetry(situation, { ...policy, random: () => 0 })).toEqual({ action: 'wait', delayMs: 3_600_000 });
});
