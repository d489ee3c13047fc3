import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpEncoding } from '../codec/encoding.js';
import { optionInvalid } from '../errors.js';
import type { OtlpTransport } from '../transport/export-response.js';
import { createHttpTransport, type OtlpCompression, type TlsMaterial } from '../transport/http-transport.js';
import { TIMEOUT_DEFAULT_MS } from '../transport/transport-limits.js';
import { BATCH_LIMITS_DEFAULT } from './batch.js';
import { SYSTEM_CLOCK, type Clock } from './clock.js';
import { OneTimeWarnings } from './one-time-warnings.js';
import { PersistentPost, type Persistence } from './persistent-post.js';
import { BACKOFF_MAX_MS, INITIAL_BACKOFF_MS } from './retry.js';
import { SpanDelivery } from './span-delivery.js';
import type { SpanOutcome } from './span-outcome.js';
import { warnOfOtel } from './warn-of-otel.js';

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
   *
   * @param persistence - `once`: not again, and not at all while the receiver is known to be down; they are `unsent`
   * then. Default: until the receiver has decided, or was without a success for too long.
   */
  send(spans: readonly ReadableSpan[], persistence?: Persistence): Promise<readonly SpanOutcome[]>;
  /** Ends all waiting (what has not arrived is `unsent`), lets attempts under way end, and closes the connections. */
  close(): Promise<void>;
  readonly state: OtlpSenderState;
}

const RETRY_FOR_DEFAULT_MS = 30_000;

/** Requests in the first second after an outage: as many as a runner usually keeps in flight. */
const RECOVERY_REQUESTS_MAX = 4;

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
  private readonly post: PersistentPost;
  private readonly delivery: SpanDelivery;
  private readonly sending = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  constructor(
    options: OtlpSenderOptions,
    private readonly transport: OtlpTransport,
  ) {
    const warnings = new OneTimeWarnings('OtlpSender', options.warn ?? warnOfOtel);
    this.post = new PersistentPost({
      transport,
      clock: options.clock ?? SYSTEM_CLOCK,
      warnings,
      signal: options.signal,
      policy: {
        initialBackoffMs: INITIAL_BACKOFF_MS,
        backoffMaxMs: BACKOFF_MAX_MS,
        retryForMs: options.retryForMs ?? RETRY_FOR_DEFAULT_MS,
        random: options.random ?? Math.random,
        recoveryRequestsMax: RECOVERY_REQUESTS_MAX,
      },
    });
    const { encoding = 'protobuf', batchSpansMax = BATCH_LIMITS_DEFAULT.batchSpansMax } = options;
    const batchLimits = { ...BATCH_LIMITS_DEFAULT, batchSpansMax };
    this.delivery = new SpanDelivery({ encoding, batchLimits, post: this.post, warnings });
  }

  get state(): OtlpSenderState {
    return this.post.state;
  }

  async send(spans: readonly ReadableSpan[], persistence?: Persistence): Promise<readonly SpanOutcome[]> {
    const sending = this.delivery.deliver(spans, persistence);
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
    this.post.forgetSignal();
    this.transport.close();
  }
}
