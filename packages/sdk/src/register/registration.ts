import { ProxyTracerProvider, type TracerProvider } from '@opentelemetry/api';
import { ExporterAccount, type ExporterLedger } from '@spanbridge/otlp';
import type { ExitTarget } from '../exit/signal-exit.js';
import type { SpanbridgeTracerProvider } from '../provider/spanbridge-tracer-provider.js';
import type { Registration } from './register-options.js';

/** A registration that delivers spans. */
export class ActiveRegistration implements Registration, ExitTarget {
  private stopWatching: () => void = () => undefined;

  constructor(
    readonly provider: SpanbridgeTracerProvider,
    /** Whether a spool is to be closed, or spans in flight are to be ended, when the process ends. */
    readonly needsShutdown: boolean,
  ) {}

  /** Takes note of how to stop watching for the end of the process, which a shutdown does. */
  watchedBy(stop: () => void): void {
    this.stopWatching = stop;
  }

  forceFlush(timeoutMs?: number): Promise<void> {
    return this.provider.forceFlush(timeoutMs);
  }

  async shutdown(timeoutMs?: number): Promise<void> {
    await this.provider.shutdown(timeoutMs);
    this.stopWatching();
  }

  flushSync(): void {
    this.provider.flushSync();
  }

  ledger(): ExporterLedger {
    return this.provider.ledger();
  }

  counts(): { readonly taken: number; readonly pending: number } {
    const { taken, queued, inFlight } = this.provider.ledger();
    return { taken, pending: queued + inFlight };
  }
}

/** The registration when tracing is disabled: it makes no spans and starts nothing. */
export class DisabledRegistration implements Registration {
  /** Without a provider behind it, the proxy of the API makes spans that record nothing. */
  readonly provider: TracerProvider = new ProxyTracerProvider();

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  ledger(): ExporterLedger {
    return new ExporterAccount().snapshot({ queued: 0, inFlight: 0, cutValues: 0 });
  }
}
