import { ExporterAccount, type ExporterLedger } from '@spanbridge/otlp';
import type { FinalTaker } from './final-taker.js';

/** Takes spans that go nowhere, as the exporter `none` wants it. They are no loss, and not counted. */
export class NothingTaker implements FinalTaker {
  add(): void {
    // Nobody wants it.
  }

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  flushSync(): void {
    // Nothing waits.
  }

  ledger(): ExporterLedger {
    return new ExporterAccount().snapshot({ queued: 0, inFlight: 0, cutValues: 0 });
  }
}
