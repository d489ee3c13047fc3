import { ProxyTracerProvider, type TracerProvider } from '@opentelemetry/api';
import { ExporterAccount, type ExporterLedger, type LogExporterLedger } from '@spanbridge/otlp';
import type { ExitTarget } from '../exit/signal-exit.js';
import type { SpanbridgeTracerProvider } from '../provider/spanbridge-tracer-provider.js';
import type { Registration } from './register-options.js';

/** What a registration does beside its provider. */
export interface RegistrationWork {
  /** Whether there are files, such as a spool, to be closed when the process ends. */
  readonly hasFiles: boolean;
  readonly shutdownTimeoutMs: number;
  /** Ends the delivery of what earlier processes have left in crash files, which has this long to finish. */
  endRecovery(timeoutMs: number): Promise<void>;
}

/** A registration that delivers spans. */
export class ActiveRegistration implements Registration, ExitTarget {
  private stopWatching: () => void = () => undefined;

  constructor(
    readonly provider: SpanbridgeTracerProvider,
    private readonly work: RegistrationWork,
  ) {}

  /** Spans in flight are to be ended, and files to be closed. */
  get needsShutdown(): boolean {
    return this.work.hasFiles || this.provider.counts().open > 0;
  }

  /** Takes note of how to stop watching for the end of the process, which a shutdown does. */
  watchedBy(stop: () => void): void {
    this.stopWatching = stop;
  }

  readonly forceFlush = (timeoutMs?: number): Promise<void> => this.provider.forceFlush(timeoutMs);

  readonly shutdown = async (timeoutMs: number = this.work.shutdownTimeoutMs): Promise<void> => {
    const startedMs = performance.now();
    await this.provider.shutdown(timeoutMs);
    const leftMs = timeoutMs - (performance.now() - startedMs);
    await this.work.endRecovery(Math.max(leftMs, 0));
    this.stopWatching();
  };

  flushSync(): void {
    this.provider.flushSync();
  }

  readonly ledger = (): ExporterLedger => this.provider.ledger();

  readonly logLedger = (): LogExporterLedger | undefined => this.provider.logLedger();

  counts(): { readonly taken: number; readonly pending: number } {
    const { queued, inFlight } = this.provider.ledger();
    const logs = this.provider.logLedger() ?? { queued: 0, inFlight: 0 };
    const pending = queued + inFlight + logs.queued + logs.inFlight;
    return { taken: this.provider.counts().started, pending };
  }
}

/** The registration when tracing is disabled: it makes no spans and starts nothing. */
export class DisabledRegistration implements Registration {
  /** Without a provider behind it, the proxy of the API makes spans that record nothing. */
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- both lines of the API have it, and no other no-op
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

  logLedger(): undefined {
    // There are no log records without spans.
  }
}
