import { diag } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeTraces } from '../codec/encode-traces.js';
import type { OtlpEncoding } from '../codec/encoding.js';
import { optionInvalid } from '../errors.js';
import type { OtlpTransport } from '../transport/export-response.js';
import {
  createHttpTransport,
  TIMEOUT_DEFAULT_MS,
  type OtlpCompression,
  type TlsMaterial,
} from '../transport/http-transport.js';
import { BATCH_LIMITS_DEFAULT, type BatchLimits, cutBatches } from './batch.js';
import { halve } from './bisect.js';
import { SYSTEM_CLOCK, type Clock } from './clock.js';
import { OneTimeWarnings } from './one-time-warnings.js';
import { partialOutcomes } from './partial-success.js';
import { PersistentPost, type SenderEnd } from './persistent-post.js';
import { findSpanFault } from './span-fault.js';
import { ACCEPTED, type SpanOutcome } from './span-outcome.js';
import { estimateSpanBytes } from './span-size.js';
import type { Verdict } from './verdict.js';

/** Options of {@link createOtlpSender}. */
export interface OtlpSenderOptions {
  /** The traces URL as it stands. */
  readonly url: string;
  /** More headers, such as credentials. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `protobuf`. */
  readonly encoding?: OtlpEncoding;
  /** Default `none`. */
  readonly compression?: OtlpCompression;
  /** Spans in one request at most; default 512. A request also stays under 4 MiB before compression. */
  readonly batchSpansMax?: number;
  /** The longest time of one attempt. Default 10,000. */
  readonly timeoutMs?: number;
  /** How long failures may go on without any success; Infinity: without end, 0: not at all. Default 30,000. */
  readonly retryForMs?: number;
  readonly tls?: TlsMaterial;
  /** Carries the requests instead of HTTP; `url`, `headers`, `compression`, `timeoutMs` and `tls` are then not used. */
  readonly transport?: OtlpTransport;
  /** Default: the clock of the process. */
  readonly clock?: Clock;
  /** From 0 to below 1; spreads the retries. Default `Math.random`. */
  readonly random?: () => number;
  /** Told the first time that something goes wrong, in a sentence. Default: `diag.warn` of the OTel API. */
  readonly warn?: (message: string) => void;
  /** Ends all waiting and all attempts under way; spans that have not arrived are then `unsent`. */
  readonly signal?: AbortSignal;
}

/** `open`: the last attempt succeeded, or none was made. `failing`: waiting for a success. The others are final. */
export type OtlpSenderState = 'open' | 'failing' | 'gave-up' | 'closed';

/** Delivers spans to one OTLP receiver and says for each what became of it. */
export interface OtlpSender {
  /**
   * Sends spans, at most `batchSpansMax` and 4 MiB in one request, one request after the other. Answers one outcome for
   * each span, in their order, when all are known. Never rejects. Calls may overlap; the caller bounds how many.
   */
  send(spans: readonly ReadableSpan[]): Promise<readonly SpanOutcome[]>;
  /** Ends all waiting (what has not arrived is `unsent`), lets attempts under way end, and closes the connections. */
  close(): Promise<void>;
  readonly state: OtlpSenderState;
}

const RETRY_FOR_DEFAULT_MS = 30_000;

/** The waits that the OTLP specification asks for: exponential with jitter; both ends are ours to choose. */
const INITIAL_BACKOFF_MS = 1_000;
const BACKOFF_MAX_MS = 30_000;

/** A sender over HTTP, or over the transport of the options. Throws a `SpanbridgeError` for an option out of range. */
export function createOtlpSender(options: OtlpSenderOptions): OtlpSender {
  checkPositive('timeoutMs', options.timeoutMs ?? TIMEOUT_DEFAULT_MS);
  const { retryForMs = RETRY_FOR_DEFAULT_MS } = options;
  if (!(retryForMs >= 0)) throw optionInvalid('retryForMs', retryForMs, 'a number of milliseconds from 0 on');
  const { batchSpansMax = BATCH_LIMITS_DEFAULT.batchSpansMax } = options;
  if (!Number.isSafeInteger(batchSpansMax) || batchSpansMax < 1) {
    throw optionInvalid('batchSpansMax', batchSpansMax, 'a whole number from 1 on');
  }
  return new Sender(options, options.transport ?? createHttpTransport(options));
}

function checkPositive(name: string, value: number): void {
  if (!(value > 0)) throw optionInvalid(name, value, 'a number of milliseconds above 0');
}

class Sender implements OtlpSender {
  private readonly encoding: OtlpEncoding;
  private readonly batchLimits: BatchLimits;
  private readonly warnings: OneTimeWarnings;
  private readonly post: PersistentPost;
  private readonly sending = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  constructor(
    options: OtlpSenderOptions,
    private readonly transport: OtlpTransport,
  ) {
    this.encoding = options.encoding ?? 'protobuf';
    const { batchSpansMax = BATCH_LIMITS_DEFAULT.batchSpansMax } = options;
    this.batchLimits = { ...BATCH_LIMITS_DEFAULT, batchSpansMax };
    this.warnings = new OneTimeWarnings(
      'OtlpSender',
      options.warn ??
        ((message) => {
          diag.warn(message);
        }),
    );
    this.post = new PersistentPost({
      transport,
      clock: options.clock ?? SYSTEM_CLOCK,
      warnings: this.warnings,
      signal: options.signal,
      policy: {
        initialBackoffMs: INITIAL_BACKOFF_MS,
        backoffMaxMs: BACKOFF_MAX_MS,
        retryForMs: options.retryForMs ?? RETRY_FOR_DEFAULT_MS,
        random: options.random ?? Math.random,
      },
    });
  }

  get state(): OtlpSenderState {
    return this.post.state;
  }

  async send(spans: readonly ReadableSpan[]): Promise<readonly SpanOutcome[]> {
    const sending = this.sendAll(spans);
    this.sending.add(sending);
    try {
      return await sending;
    } finally {
      this.sending.delete(sending);
    }
  }

  close(): Promise<void> {
    return (this.closing ??= this.end());
  }

  private async end(): Promise<void> {
    this.post.close();
    await Promise.allSettled(this.sending);
    this.transport.close();
  }

  private async sendAll(spans: readonly ReadableSpan[]): Promise<readonly SpanOutcome[]> {
    const outcomes = new Map<number, SpanOutcome>();
    const parcels = spans.map((span, index): Parcel => ({ span, settle: (outcome) => outcomes.set(index, outcome) }));
    const valid = parcels.filter((parcel) => this.isSendable(parcel));
    for (const batch of cutBatches(valid, this.batchLimits, sizeOfParcel)) await this.deliver(batch);
    // Every parcel has been settled by now; the fallback only satisfies the compiler.
    return spans.map(
      (_, index) => outcomes.get(index) ?? { status: 'unsent', reason: 'It was not sent. This is a bug.' },
    );
  }

  /** Sends a batch and, as long as parts of it are turned down for what they hold, the halves of these. */
  private async deliver(batch: readonly Parcel[]): Promise<void> {
    const waiting: (readonly Parcel[])[] = [batch];
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const end = await this.sendPart(part);
      const halves = end.action === 'split' ? halve(part) : undefined;
      // The first half comes off the stack first, so spans keep their order.
      if (halves !== undefined) waiting.push(halves[1], halves[0]);
      else this.settle(part, end);
    }
  }

  private async sendPart(part: readonly Parcel[]): Promise<SenderEnd> {
    const body = this.encode(part);
    if (body === undefined) return { action: 'split', httpStatus: 0, detail: 'Not sent: it cannot be encoded.' };
    // Sizes were estimated. A single span over the limit goes out alone: the receiver may allow more.
    if (body.length > BATCH_LIMITS_DEFAULT.batchBytesMax && part.length > 1) return TOO_LARGE;
    return this.post.send(body);
  }

  /** Spans of strangers may have getters that throw; undefined then. */
  private encode(part: readonly Parcel[]): Uint8Array | undefined {
    try {
      return encodeTraces(
        part.map((parcel) => parcel.span),
        this.encoding,
      );
    } catch {
      return undefined;
    }
  }

  private settle(part: readonly Parcel[], end: SenderEnd): void {
    switch (end.action) {
      case 'accept':
        if (end.warning !== undefined) this.warnings.tell('receiver-warning', end.warning);
        settleAll(part, ACCEPTED);
        return;
      case 'accept-some':
        this.settlePartly(part, end);
        return;
      case 'split':
      case 'refuse':
        this.warnings.tell(`refused-${end.httpStatus}`, `spans were refused. ${end.detail}`);
        settleAll(part, { status: 'refused', httpStatus: end.httpStatus, reason: end.detail });
        return;
      case 'give-up':
        settleAll(part, { status: 'unsent', reason: end.detail });
    }
  }

  private settlePartly(part: readonly Parcel[], end: Extract<Verdict, { action: 'accept-some' }>): void {
    const outcomes = partialOutcomes(part.length, end.rejectedSpans, end.message);
    part.forEach((parcel, index) => {
      parcel.settle(outcomes[index] ?? ACCEPTED);
    });
    this.warnings.tell('partial-success', `the backend turned down ${end.rejectedSpans} spans. ${end.message}`);
  }

  private isSendable(parcel: Parcel): boolean {
    const fault = faultOf(parcel.span);
    if (fault === undefined) return true;
    this.warnings.tell('invalid-span', `a span was not sent: ${fault}`);
    parcel.settle({ status: 'refused', httpStatus: 0, reason: `Not sent: ${fault}.` });
    return false;
  }
}

/** A span on its way, and where its outcome goes. */
interface Parcel {
  readonly span: ReadableSpan;
  readonly settle: (outcome: SpanOutcome) => void;
}

const TOO_LARGE: SenderEnd = { action: 'split', httpStatus: 413, detail: 'The request is larger than 4 MiB.' };

function settleAll(part: readonly Parcel[], outcome: SpanOutcome): void {
  for (const parcel of part) parcel.settle(outcome);
}

/** A span that cannot be read counts as small; it is refused when it cannot be encoded either. */
function sizeOfParcel(parcel: Parcel): number {
  try {
    return estimateSpanBytes(parcel.span);
  } catch {
    return 0;
  }
}

function faultOf(span: ReadableSpan): string | undefined {
  try {
    return findSpanFault(span);
  } catch {
    return 'it cannot be read';
  }
}
