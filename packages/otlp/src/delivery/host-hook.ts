import type { Clock } from './clock.js';
import type { OneTimeWarnings } from './one-time-warnings.js';

/** Failures in a row after which a hook is left alone for a while: it is broken, and calling it costs time. */
const FAILURES_MAX = 10;

/** How long it is left alone, and the least time between two messages about it. */
const REST_MS = 60_000;

/**
 * A function of the host that must not harm us: what it throws is told at most once a minute, and after ten failures in
 * a row it is not called for a minute.
 */
export class HostHook<Args extends readonly unknown[], R = void> {
  private failures = 0;
  private restsUntilMs = -Infinity;
  private toldMs = -Infinity;

  constructor(
    private readonly name: string,
    private readonly hook: (...args: Args) => R,
    private readonly context: { readonly clock: Clock; readonly warnings: OneTimeWarnings },
  ) {}

  /** Calls the function of the host, unless it rests; undefined when it rests or throws. Never throws. */
  call(...args: Args): R | undefined {
    if (this.failures >= FAILURES_MAX) {
      if (this.context.clock.now() < this.restsUntilMs) return undefined;
      this.failures = 0;
    }
    try {
      const result = this.hook(...args);
      this.failures = 0;
      return result;
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  private fail(error: unknown): void {
    const { clock, warnings } = this.context;
    const nowMs = clock.now();
    this.failures += 1;
    this.restsUntilMs = nowMs + REST_MS;
    if (nowMs - this.toldMs < REST_MS) return;
    this.toldMs = nowMs;
    warnings.rearm(this.name);
    warnings.tell(this.name, `the function ${this.name} of the application threw: ${messageOf(error)}.`);
  }
}

/**
 * A function of the host that has to be called every time, however often it throws: what it throws is told once. For
 * one that the host has not given, a function that does nothing.
 */
export function createGuardedCall<Args extends readonly unknown[]>(
  name: string,
  hook: ((...args: Args) => void) | undefined,
  warnings: OneTimeWarnings,
): (...args: Args) => void {
  if (hook === undefined) return () => undefined;
  return (...args) => {
    try {
      hook(...args);
    } catch (error) {
      warnings.tell(name, `the function ${name} of the application threw: ${messageOf(error)}.`);
    }
  };
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'something that has no text';
  }
}
