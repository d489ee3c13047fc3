import { ExporterAccount, type DropReason, type ExporterLedger, type ExportOutcome } from './exporter-ledger.js';

/** Why log records were lost: for the reasons of spans, or because their lifetime was over before they were sent. */
export type LogDropReason = DropReason | 'expired';

/** What became of a log record, for the hook of the host. */
export type LogOutcome =
  Exclude<ExportOutcome, { status: 'dropped' }> | { readonly status: 'dropped'; readonly reason: LogDropReason };

/**
 * The account of a log exporter at one moment. At any time
 * `taken + recovered = accepted + refused + dropped + spooled + queued + inFlight`.
 */
export interface LogExporterLedger extends Pick<
  ExporterLedger,
  'taken' | 'recovered' | 'accepted' | 'refused' | 'dropped' | 'spooled' | 'queued' | 'inFlight'
> {
  readonly droppedByReason: Readonly<Record<LogDropReason, number>>;
}

/** Counts what becomes of the records of one exporter: as for spans, and those that expired. */
export class LogAccount {
  /** The columns that log records share with spans. */
  readonly common = new ExporterAccount();
  /** Records whose lifetime was over. */
  expired = 0;

  /** Counts one final outcome. */
  settle(outcome: LogOutcome): void {
    if (outcome.status !== 'dropped') this.common.settle(outcome);
    else if (outcome.reason === 'expired') this.expired += 1;
    else this.common.droppedByReason[outcome.reason] += 1;
  }

  /** A copy; what only others know is handed in. */
  snapshot(others: Pick<LogExporterLedger, 'queued' | 'inFlight'>): LogExporterLedger {
    const { taken, recovered, accepted, refused, spooled, dropped, droppedByReason } = this.common;
    return {
      taken,
      recovered,
      accepted,
      refused,
      dropped: dropped + this.expired,
      droppedByReason: { ...droppedByReason, expired: this.expired },
      spooled,
      ...others,
    };
  }
}
