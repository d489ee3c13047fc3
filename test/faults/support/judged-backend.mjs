// The oracle and the backend in front of it, in this process, and what a run waits for.
import { loadTypeScript } from './load-typescript.mjs';
import { createWorkload, truthOf } from './workload.mjs';

const { createOracle } = loadTypeScript('support/oracle/oracle.ts');
const { startFaultBackend } = loadTypeScript('support/fault-backend/fault-backend.ts');

/** Without a span that is new for this long after the faults have ended, the shipper is stuck. */
export const WEDGED_AFTER_MS = 30_000;

/** Without a request for this long, the shipper has nothing more to say. */
export const QUIET_AFTER_MS = 3_000;

const POLL_MS = 100;

/** Milliseconds later. */
export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A backend that judges what it gets by the truth of a workload. */
export async function startJudgedBackend(workloadOptions, { linesOut, ...options } = {}) {
  const workload = createWorkload(workloadOptions);
  const oracle = createOracle({ truth: truthOf(workload, linesOut) });
  const backend = await startFaultBackend({ oracle, ...options });
  return { workload, oracle, backend };
}

/**
 * Waits until `expected` different spans are there and no request has come for `quietMs`, or until no new span has come
 * for `wedgedMs`. Answers which of both it was.
 */
export async function untilQuiet(oracle, expected, { quietMs = QUIET_AFTER_MS, wedgedMs = WEDGED_AFTER_MS } = {}) {
  const beganMs = performance.now();
  for (;;) {
    await sleep(POLL_MS);
    const nowMs = performance.now();
    const isQuiet = nowMs - Math.max(oracle.lastRequestMs ?? 0, beganMs) >= quietMs;
    const isComplete = oracle.distinct >= expected;
    if (isComplete && isQuiet) return { isWedged: false };
    if (!isComplete && nowMs - Math.max(oracle.lastNewMs ?? 0, beganMs) >= wedgedMs) return { isWedged: true };
  }
}
