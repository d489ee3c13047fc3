import { SYSTEM_CLOCK, type Clock, warnOfOtel } from '@spanbridge/otlp';

/** The least time between two messages of one kind. */
const SILENCE_MS = 60_000;

/** Failures in a row after which something of the host is left alone for as long: it is broken, and costs time. */
const FAILURES_MAX = 10;

/** Options of {@link Faults}. */
export interface FaultsOptions {
  /** Who speaks, such as `ProvisionalSpanProcessor`. */
  readonly component: string;
  /** Default: `diag.warn` of the OTel API. */
  readonly warn?: ((message: string) => void) | undefined;
  readonly clock?: Clock | undefined;
}

interface Kind {
  toldMs: number;
  failuresInRow: number;
  restsUntilMs: number;
}

/** What goes wrong where nothing may be thrown: counted, told once a minute for each kind, and kept from happening. */
export class Faults {
  /** How often something was caught. */
  count = 0;
  private readonly kinds = new Map<string, Kind>();
  private readonly clock: Clock;

  constructor(private readonly options: FaultsOptions) {
    this.clock = options.clock ?? SYSTEM_CLOCK;
  }

  /** Runs something of ours that is not expected to throw. */
  guard(kind: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      this.note(kind, error);
    }
  }

  /** Runs something of the host; after ten failures in a row it is not run for a minute. */
  guardHost(kind: string, run: () => void): void {
    const known = this.kinds.get(kind);
    if (known !== undefined && known.failuresInRow >= FAILURES_MAX) {
      if (this.clock.now() < known.restsUntilMs) return;
      known.failuresInRow = 0;
    }
    try {
      run();
      if (known !== undefined) known.failuresInRow = 0;
    } catch (error) {
      this.note(kind, error);
    }
  }

  /** Counts what was caught, and tells it unless something of its kind was told within the last minute. */
  note(kind: string, error: unknown): void {
    this.count += 1;
    const nowMs = this.clock.now();
    const known = this.kinds.get(kind) ?? { toldMs: -Infinity, failuresInRow: 0, restsUntilMs: -Infinity };
    this.kinds.set(kind, known);
    known.failuresInRow += 1;
    known.restsUntilMs = nowMs + SILENCE_MS;
    if (nowMs - known.toldMs < SILENCE_MS) return;
    known.toldMs = nowMs;
    this.tell(`${kind}: ${messageOf(error)}. The application is not affected; further cases are counted.`);
  }

  private tell(message: string): void {
    const { component, warn = warnOfOtel } = this.options;
    try {
      warn(`${component}: ${message}`);
    } catch {
      // There is nobody left to tell.
    }
  }
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'something that has no text';
  }
}
