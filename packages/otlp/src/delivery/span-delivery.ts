import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeTraces } from '../codec/encode-traces.js';
import type { OtlpEncoding } from '../codec/encoding.js';
import { BATCH_LIMITS_DEFAULT, type BatchLimits, cutBatches } from './batch.js';
import { halve } from './bisect.js';
import type { OneTimeWarnings } from './one-time-warnings.js';
import { cutLongValues } from './oversized-span.js';
import { partialOutcomes } from './partial-success.js';
import type { Persistence, PersistentPost, SenderEnd } from './persistent-post.js';
import { findSpanFault } from './span-fault.js';
import { ACCEPTED, SUPPRESSED, type SpanOutcome } from './span-outcome.js';
import { estimateSpanBytes } from './span-size.js';
import type { Verdict } from './verdict.js';
import { isWithdrawable, isWithdrawn } from './withdrawable-span.js';

/** Options of a {@link SpanDelivery}. */
export interface SpanDeliveryOptions {
  readonly encoding: OtlpEncoding;
  readonly batchLimits: BatchLimits;
  readonly post: PersistentPost;
  readonly warnings: OneTimeWarnings;
}

/** How often the values of a span over 4 MiB are cut before it counts as one that cannot be made smaller. */
const CUTS_MAX = 4;

/** What a cut leaves free: sizes of values are counted a little too small. */
const CUT_SLACK_BYTES = 4_096;

/** Turns spans into requests, and the answers into one outcome for each span. */
export class SpanDelivery {
  /** Values that were cut because their span was larger than a request. */
  cutValues = 0;

  constructor(private readonly options: SpanDeliveryOptions) {}

  /** Delivers spans in their order, one request after the other, and answers their outcomes in the same order. */
  async deliver(
    spans: readonly ReadableSpan[],
    persistence: Persistence = 'until-decided',
  ): Promise<readonly SpanOutcome[]> {
    const parcels = spans.map((span): Parcel => ({ span, outcome: undefined }));
    const valid = parcels.filter((parcel) => this.isSendable(parcel));
    for (const batch of cutBatches(valid, this.options.batchLimits, sizeOfParcel)) {
      await this.deliverParts(batch, persistence);
    }
    return outcomesOf(parcels);
  }

  /**
   * Delivers spans that are within the limits of one request, as {@link deliver} does. The common case, in which all
   * are valid and taken, costs no object for any span.
   */
  async deliverBatch(spans: readonly ReadableSpan[], persistence: Persistence): Promise<readonly SpanOutcome[]> {
    // Spans that may be withdrawn while they wait are looked at again before each attempt.
    if (spans.some(isWithdrawable)) return this.deliver(spans, persistence);
    const body = areSendable(spans) ? this.encode(spans) : undefined;
    if (body === undefined || body.length > BATCH_LIMITS_DEFAULT.batchBytesMax) return this.deliver(spans, persistence);
    const end = await this.options.post.send(body, persistence);
    const parcels = end.action === 'accept' ? [] : spans.map((span): Parcel => ({ span, outcome: undefined }));
    if (end.action !== 'accept') await this.deliverParts(parcels, persistence, end);
    else if (end.warning !== undefined) this.options.warnings.tell('receiver-warning', end.warning);
    return end.action === 'accept' ? new Array<SpanOutcome>(spans.length).fill(ACCEPTED) : outcomesOf(parcels);
  }

  /** Sends a batch and, as long as parts of it are turned down for what they hold, the halves of these. */
  private async deliverParts(batch: readonly Parcel[], persistence: Persistence, batchEnd?: SenderEnd): Promise<void> {
    const waiting: (readonly Parcel[])[] = [batch];
    let known = batchEnd;
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const end = known ?? (await this.sendPart(part, persistence));
      known = undefined;
      // Those that were withdrawn meanwhile are out of it.
      const sent = part.filter(({ outcome }) => outcome === undefined);
      const halves = end.action === 'split' ? halve(sent) : undefined;
      // The first half comes off the stack first, so spans keep their order.
      if (halves !== undefined) waiting.push(halves[1], halves[0]);
      else if (end.action !== 'nothing-left') this.settle(sent, end);
    }
  }

  private async sendPart(part: readonly Parcel[], persistence: Persistence): Promise<PartEnd> {
    const { post } = this.options;
    const body = this.encode(part.map((parcel) => parcel.span));
    if (body === undefined) return { action: 'split', httpStatus: 0, detail: 'Not sent: it cannot be encoded.' };
    if (body.length <= BATCH_LIMITS_DEFAULT.batchBytesMax) {
      return post.sendNext(this.withoutWithdrawn(part, body), persistence);
    }
    // Sizes were estimated, so a batch can turn out too large.
    const [parcel] = part;
    if (part.length > 1 || parcel === undefined) return TOO_LARGE;
    const cut = this.cutToFit(parcel.span, body.length);
    return cut === undefined ? UNCUTTABLE : post.send(cut, persistence);
  }

  /** The request of a part before each attempt: the same bytes, unless spans were withdrawn since. */
  private withoutWithdrawn(part: readonly Parcel[], first: Uint8Array): () => Uint8Array | undefined {
    let body: Uint8Array | undefined = first;
    const withdrawable = part.filter(({ span }) => isWithdrawable(span));
    if (withdrawable.length === 0) return () => body;
    return () => {
      const gone = withdrawable.filter(({ span, outcome }) => outcome === undefined && isWithdrawn(span));
      if (gone.length === 0) return body;
      settleAll(gone, SUPPRESSED);
      const rest = part.filter(({ outcome }) => outcome === undefined);
      body = rest.length === 0 ? undefined : this.encode(rest.map(({ span }) => span));
      return body;
    };
  }

  /** A request of one span that is under 4 MiB after its longest values were cut; undefined when that is not enough. */
  private cutToFit(original: ReadableSpan, sizeBytes: number): Uint8Array | undefined {
    const limitBytes = BATCH_LIMITS_DEFAULT.batchBytesMax;
    let span = original;
    // In JSON a character can take six bytes: each byte of a value that is cut makes the request so much smaller.
    const expansion = Math.max(sizeBytes / (encodeQuietly([span], 'protobuf')?.length ?? sizeBytes), 1);
    let excessBytes = (sizeBytes - limitBytes + CUT_SLACK_BYTES) / expansion;
    for (let cuts = 0; cuts < CUTS_MAX; cuts++) {
      const cut = cutLongValues(span, excessBytes);
      const body = cut === undefined ? undefined : this.encode([cut.span]);
      if (cut === undefined || body === undefined) return undefined;
      this.cutValues += cut.cutValues;
      if (body.length <= limitBytes) {
        this.options.warnings.tell('cut-values', 'a span was larger than 4 MiB; its longest values were cut.');
        return body;
      }
      span = cut.span;
      excessBytes = (body.length - limitBytes + CUT_SLACK_BYTES) / expansion;
    }
    return undefined;
  }

  private encode(spans: readonly ReadableSpan[]): Uint8Array | undefined {
    return encodeQuietly(spans, this.options.encoding);
  }

  private settle(part: readonly Parcel[], end: SenderEnd): void {
    const { warnings } = this.options;
    switch (end.action) {
      case 'accept':
        if (end.warning !== undefined) warnings.tell('receiver-warning', end.warning);
        settleAll(part, ACCEPTED);
        return;
      case 'accept-some':
        this.settlePartly(part, end);
        return;
      case 'split':
      case 'refuse':
        warnings.tell(`refused-${end.httpStatus}`, `spans were refused. ${end.detail}`);
        settleAll(part, { status: 'refused', httpStatus: end.httpStatus, reason: end.detail });
        return;
      case 'give-up':
        settleAll(part, { status: 'unsent', reason: end.detail });
    }
  }

  private settlePartly(part: readonly Parcel[], end: Extract<Verdict, { action: 'accept-some' }>): void {
    const outcomes = partialOutcomes(part.length, end.rejectedSpans, end.message);
    part.forEach((parcel, index) => {
      parcel.outcome = outcomes[index] ?? ACCEPTED;
    });
    this.options.warnings.tell('partial-success', `the backend turned down ${end.rejectedSpans} spans. ${end.message}`);
  }

  private isSendable(parcel: Parcel): boolean {
    const fault = faultOf(parcel.span);
    if (fault === undefined) return true;
    this.options.warnings.tell('invalid-span', `a span was not sent: ${fault}`);
    parcel.outcome = { status: 'refused', httpStatus: 0, reason: `Not sent: ${fault}.` };
    return false;
  }
}

/** How a part ended; `nothing-left` when all of its spans were withdrawn. */
type PartEnd = SenderEnd | { readonly action: 'nothing-left' };

/** A span on its way, and what became of it. */
interface Parcel {
  readonly span: ReadableSpan;
  outcome: SpanOutcome | undefined;
}

const TOO_LARGE: SenderEnd = { action: 'split', httpStatus: 413, detail: 'The request is larger than 4 MiB.' };

const UNCUTTABLE: SenderEnd = {
  action: 'refuse',
  httpStatus: 0,
  detail: 'Not sent: it is larger than 4 MiB, also after its longest values were cut.',
};

/** Every parcel has been settled by now; the fallback only satisfies the compiler. */
function outcomesOf(parcels: readonly Parcel[]): readonly SpanOutcome[] {
  return parcels.map(({ outcome }) => outcome ?? { status: 'unsent', reason: 'It was not sent. This is a bug.' });
}

function areSendable(spans: readonly ReadableSpan[]): boolean {
  try {
    return spans.every((span) => findSpanFault(span) === undefined);
  } catch {
    return false;
  }
}

function settleAll(part: readonly Parcel[], outcome: SpanOutcome): void {
  for (const parcel of part) parcel.outcome = outcome;
}

/** A span that cannot be read counts as small; it is refused when it cannot be encoded either. */
function sizeOfParcel(parcel: Parcel): number {
  try {
    return estimateSpanBytes(parcel.span);
  } catch {
    return 0;
  }
}

/** Spans of strangers may have getters that throw; undefined then. */
export function encodeQuietly(spans: readonly ReadableSpan[], encoding: OtlpEncoding): Uint8Array | undefined {
  try {
    return encodeTraces(spans, encoding);
  } catch {
    return undefined;
  }
}

/** Why a span must not be sent, also when it cannot even be read; undefined when it may. */
export function faultOf(span: ReadableSpan): string | undefined {
  try {
    return findSpanFault(span);
  } catch {
    return 'it cannot be read';
  }
}
