import type { ExporterLedger } from '../../src/delivery/exporter-ledger.js';

/** Every span that was taken is in one column. */
export function expectBalance(ledger: ExporterLedger): void {
  const { taken, recovered, accepted, refused, suppressed, dropped, spooled, queued, inFlight } = ledger;
  expect(accepted + refused + suppressed + dropped + spooled + queued + inFlight).toBe(taken + recovered);
}
