import type { LogRecord } from '@spanbridge/otlp';
import type { RunningSpanLogs, StopFate } from './running-span-logs.js';

/**
 * The way of the stops that an earlier run has left, for runs that send no log records of their own: it is opened when
 * the first is met. Where nobody knows where they go, they stay where they are, which is told once.
 */
export class LateLogs implements Pick<RunningSpanLogs, 'deliver' | 'finish' | 'counts'> {
  private logs: RunningSpanLogs | undefined;
  private isUnknown = false;

  /** @param open - throws where there is nowhere to send to */
  constructor(
    private readonly open: () => RunningSpanLogs,
    private readonly warn: (message: string) => void,
  ) {}

  /** Sends a stop. */
  async deliver(stop: LogRecord): Promise<StopFate> {
    const logs = this.opened();
    return logs === undefined ? 'unsent' : logs.deliver(stop);
  }

  /** Gives up what does not arrive in time. */
  async finish(timeoutMs: number): Promise<void> {
    await this.logs?.finish(timeoutMs);
  }

  /** What became of the stops; undefined when there were none. */
  counts(): ReturnType<RunningSpanLogs['counts']> {
    return this.logs?.counts();
  }

  private opened(): RunningSpanLogs | undefined {
    if (this.logs !== undefined || this.isUnknown) return this.logs;
    try {
      this.logs = this.open();
    } catch (error) {
      this.isUnknown = true;
      const why = error instanceof Error ? error.message : String(error);
      this.warn(`Stops of running spans, which an earlier run has left, stay in the spool. ${why}`);
    }
    return this.logs;
  }
}
