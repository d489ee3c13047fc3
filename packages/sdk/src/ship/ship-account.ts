import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Ledger } from '@spanbridge/core';
import { type SpanOutcome, toTracesData } from '@spanbridge/otlp';
import type { DeadLetterFile } from './dead-letter.js';
import type { ShipEvent, ShipResult } from './ship-options.js';

/** Options of a {@link ShipAccount}. */
export interface ShipAccountOptions {
  readonly ledger: Ledger;
  readonly onEvent: (event: ShipEvent) => void;
  readonly deadLetter: DeadLetterFile | undefined;
  /** Told of every span that was accepted, for reading back. */
  readonly onAccepted?: ((span: ReadableSpan) => void) | undefined;
}

/** Writes down what became of each span: the ledger, the dead letters, and what is told of it. */
export class ShipAccount {
  /** The last thing that a backend or a connection said of a span that did not arrive. */
  lastError: string | undefined;
  private isRefusalTold = false;

  constructor(private readonly options: ShipAccountOptions) {}

  /** Notes the one outcome of a span, or of several. */
  settle(outcome: SpanOutcome, span?: ReadableSpan): void {
    const { ledger, onAccepted } = this.options;
    switch (outcome.status) {
      case 'accepted':
        ledger.add('accepted');
        if (span !== undefined) onAccepted?.(span);
        return;
      case 'refused':
        ledger.add('refused', 1, `status ${outcome.httpStatus}`);
        return;
      case 'suppressed':
        // It was counted when it left the table; one that was never sent is no marker that anybody can find.
        ledger.add('markers', -1);
        return;
      case 'unsent':
        ledger.add('unsent', 1, outcome.reason);
        this.lastError = outcome.reason;
        return;
    }
  }

  /** Tells that a destination refused a span, and keeps the span in the dead letters. */
  noteRefusal(span: ReadableSpan, outcome: SpanOutcome & { readonly status: 'refused' }): void {
    const { onEvent, deadLetter } = this.options;
    const { httpStatus: status, reason } = outcome;
    onEvent({ type: 'refused', status, reason, span });
    deadLetter?.write({ type: 'refused', status, reason, tracesData: toTracesData([span]) });
    if (deadLetter !== undefined || this.isRefusalTold) return;
    this.isRefusalTold = true;
    const message = `The backend refused a span (status ${status}): ${reason}. Further refusals are only counted.`;
    onEvent({ type: 'warning', message });
  }

  /** Says so when the ledger does not add up. */
  check(): void {
    for (const imbalance of this.options.ledger.imbalances()) {
      this.options.onEvent({ type: 'warning', message: `The ledger does not add up: ${imbalance}. This is a bug.` });
    }
  }

  /** The counts by reason. */
  reasons(): ShipResult['reasons'] {
    const { ledger } = this.options;
    return {
      ignored: ledger.reasonsOf('ignored'),
      rejected: ledger.reasonsOf('rejected'),
      refused: ledger.reasonsOf('refused'),
      unsent: ledger.reasonsOf('unsent'),
    };
  }
}
