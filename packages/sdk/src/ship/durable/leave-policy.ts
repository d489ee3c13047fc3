import { isDynamicPattern } from 'tinyglobby';
import { SETTLE_DEFAULT_MS } from '../ship-defaults.js';
import type { ShipOptions } from '../ship-options.js';

/**
 * When a span leaves whose start and end are known:
 * `at-once` one source that is read in its order · `watermark` several sources, once all have passed its end ·
 * `quiet` stdin, once the records and the clock have passed its end · `at-end` with the end of the input.
 */
export type SettleRule = 'at-once' | 'watermark' | 'quiet' | 'at-end';

/** What the options of a run mean for when spans leave and when they become durable. */
export interface LeavePolicy {
  readonly settle: SettleRule;
  readonly settleMs: number;
  /** Silence after which an unfinished span leaves; 0 = never. */
  readonly pendingTimeoutMs: number;
  /** The same for spans without any lifecycle record. */
  readonly implicitTimeoutMs: number;
  /** Longest time between two commits while there is something to commit. */
  readonly commitIntervalMs: number;
  /** After a crash the same bytes could be read again and would give the same finished spans. */
  readonly canReadAgain: boolean;
  /** Read to the end also when all backends are given up: what is not read now is lost, and the disk takes it. */
  readonly readsOn: boolean;
  /** Spans that may wait for the fastest backend before reading pauses. */
  readonly waitingSpansMax: number;
}

/** Silence after which a span without an end leaves while files are followed: longer than most programs are silent. */
const PENDING_TIMEOUT_DEFAULT_MS = 3_600_000;

/** The same for spans of which only records inside them are known: their lifecycle will hardly come any more. */
const IMPLICIT_TIMEOUT_MS = 60_000;

/** How often a followed file becomes durable; what is read again after a crash. */
const FILE_COMMIT_INTERVAL_MS = 200;

/** The same for stdin, which cannot be read again: how much of it a crash can cost. */
const STDIN_COMMIT_INTERVAL_MS = 50;

/** A file waits on its own disk, so it is read no further than this ahead of the fastest backend. */
const WAITING_SPANS_MAX = 8_192;

/** Derives the policy of a run from its options. Pure. */
export function leavePolicy(
  options: Pick<ShipOptions, 'inputs' | 'follow' | 'settleMs' | 'pendingTimeoutMs'>,
): LeavePolicy {
  const { follow = false, settleMs = SETTLE_DEFAULT_MS, inputs } = options;
  const isStdin = inputs.includes('-');
  const isSingle = inputs.length === 1 && (isStdin || !isDynamicPattern(inputs[0] ?? ''));
  const settle = settleRule({ isEndless: follow, isSingle, isStdin });
  return {
    settle,
    settleMs,
    pendingTimeoutMs: options.pendingTimeoutMs ?? (follow ? PENDING_TIMEOUT_DEFAULT_MS : 0),
    implicitTimeoutMs: follow ? IMPLICIT_TIMEOUT_MS : 0,
    commitIntervalMs: isStdin ? STDIN_COMMIT_INTERVAL_MS : FILE_COMMIT_INTERVAL_MS,
    // Where spans wait for one another, which of them have left is part of what they say.
    canReadAgain: !isStdin && settle === 'at-once',
    readsOn: isStdin,
    waitingSpansMax: isStdin ? Number.POSITIVE_INFINITY : WAITING_SPANS_MAX,
  };
}

function settleRule(run: {
  readonly isEndless: boolean;
  readonly isSingle: boolean;
  readonly isStdin: boolean;
}): SettleRule {
  if (run.isEndless) return run.isSingle ? 'at-once' : 'watermark';
  return run.isStdin ? 'quiet' : 'at-end';
}
