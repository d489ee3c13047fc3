import type { Ledger, LedgerColumns } from '@spanbridge/core/diagnostics';

/** The summary line of `ship --json`: the last line on stdout. All names are fixed and all are integers. */
export interface ShipSummary extends LedgerColumns {
  readonly type: 'summary';
  readonly files: number;
  readonly bytesRead: number;
  readonly durationMs: number;
}

/** Makes the summary of a run out of its ledger, with the names in their fixed order. */
export function createSummary(
  ledger: Ledger,
  run: { readonly files: number; readonly bytesRead: number; readonly durationMs: number },
): ShipSummary {
  const { files, bytesRead, durationMs } = run;
  return { type: 'summary', files, ...ledger.columns(), bytesRead, durationMs: Math.round(durationMs) };
}
