import type { OtlpEncoding } from '../codec/encoding.js';
import type { LogRecord } from '../codec/log-record.js';
import { BATCH_LIMITS_DEFAULT, cutBatches, type BatchLimits } from './batch.js';
import { halve } from './bisect.js';
import { encodeLogsQuietly, logFaultOf, sizeOfLog } from './log-overflow.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import { partialOutcomes } from './partial-success.js';
import type { Persistence, PersistentPost, SenderEnd } from './persistent-post.js';
import { ACCEPTED, type SpanOutcome } from './span-outcome.js';

/** Options of a {@link LogDelivery}. */
export interface LogDeliveryOptions {
  readonly encoding: OtlpEncoding;
  readonly batchLimits: BatchLimits;
  readonly post: PersistentPost;
  readonly warnings: OneTimeWarnings;
}

/**
 * Turns log records into requests, and the answers into one outcome for each record. A record that alone is larger than
 * 4 MiB is refused: unlike a span, it has no values that could be cut without changing what it says.
 */
export class LogDelivery {
  constructor(private readonly options: LogDeliveryOptions) {}

  /** Delivers records in their order, one request after the other, and answers their outcomes in the same order. */
  async deliver(
    records: readonly LogRecord[],
    persistence: Persistence = 'until-decided',
  ): Promise<readonly SpanOutcome[]> {
    const parcels = records.map((record): Parcel => ({ record, outcome: undefined }));
    const valid = parcels.filter((parcel) => this.isSendable(parcel));
    for (const batch of cutBatches(valid, this.options.batchLimits, ({ record }) => sizeOfLog(record))) {
      const isOver = await this.deliverParts(batch, persistence);
      // Who sends once has another plan for the rest; and records that follow must not overtake those of before.
      if (isOver) break;
    }
    return parcels.map(({ outcome }) => outcome ?? UNSENT);
  }

  /** Sends a batch and, as long as parts of it are turned down, the halves of these; true when it was given up. */
  private async deliverParts(batch: readonly Parcel[], persistence: Persistence): Promise<boolean> {
    const waiting: (readonly Parcel[])[] = [batch];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const end = await this.sendPart(part, persistence);
      if (end.action === 'give-up') {
        settleAll(part, { status: 'unsent', reason: end.detail });
        return true;
      }
      const halves = end.action === 'split' ? halve(part) : undefined;
      // The first half comes off the stack first, so records keep their order.
      if (halves !== undefined) waiting.push(halves[1], halves[0]);
      else this.settle(part, end);
    }
    return false;
  }

  private async sendPart(part: readonly Parcel[], persistence: Persistence): Promise<SenderEnd> {
    const body = encodeLogsQuietly(
      part.map(({ record }) => record),
      this.options.encoding,
    );
    if (body === undefined) return { action: 'split', httpStatus: 0, detail: 'Not sent: it cannot be encoded.' };
    if (body.length > BATCH_LIMITS_DEFAULT.batchBytesMax) return TOO_LARGE;
    return this.options.post.send(body, persistence);
  }

  private settle(part: readonly Parcel[], end: Exclude<SenderEnd, { action: 'give-up' }>): void {
    const { warnings } = this.options;
    switch (end.action) {
      case 'accept':
        if (end.warning !== undefined) warnings.tell('receiver-warning', end.warning);
        settleAll(part, ACCEPTED);
        return;
      case 'accept-some': {
        const outcomes = partialOutcomes(part.length, end.rejectedSpans, end.message, 'logs');
        for (const [index, parcel] of part.entries()) parcel.outcome = outcomes[index];
        warnings.tell('partial-success', `the backend turned down ${end.rejectedSpans} log records. ${end.message}`);
        return;
      }
      case 'split':
      case 'refuse':
        warnings.tell(`refused-${end.httpStatus}`, `log records were refused. ${end.detail}`);
        settleAll(part, { status: 'refused', httpStatus: end.httpStatus, reason: end.detail });
    }
  }

  private isSendable(parcel: Parcel): boolean {
    const fault = logFaultOf(parcel.record);
    if (fault === undefined) return true;
    this.options.warnings.tell('invalid-record', `a log record was not sent: ${fault}`);
    parcel.outcome = { status: 'refused', httpStatus: 0, reason: `Not sent: ${fault}.` };
    return false;
  }
}

/** A record on its way, and what became of it. */
interface Parcel {
  readonly record: LogRecord;
  outcome: SpanOutcome | undefined;
}

const TOO_LARGE: SenderEnd = { action: 'split', httpStatus: 413, detail: 'The request is larger than 4 MiB.' };

const UNSENT: SpanOutcome = { status: 'unsent', reason: 'What came before it could not be sent.' };

function settleAll(part: readonly Parcel[], outcome: SpanOutcome): void {
  for (const parcel of part) parcel.outcome = outcome;
}
