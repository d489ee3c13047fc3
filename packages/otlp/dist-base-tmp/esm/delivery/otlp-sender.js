import { diag } from '@opentelemetry/api';
import { optionInvalid } from '../errors.js';
import { createHttpTransport, TIMEOUT_DEFAULT_MS, } from '../transport/http-transport.js';
import { BATCH_LIMITS_DEFAULT } from './batch.js';
import { SYSTEM_CLOCK } from './clock.js';
import { OneTimeWarnings } from './one-time-warnings.js';
import { PersistentPost } from './persistent-post.js';
import { BACKOFF_MAX_MS, INITIAL_BACKOFF_MS } from './retry.js';
import { SpanDelivery } from './span-delivery.js';
const RETRY_FOR_DEFAULT_MS = 30_000;
/** Requests in the first second after an outage: as many as a runner usually keeps in flight. */
const RECOVERY_REQUESTS_MAX = 4;
/** A sender over HTTP, or over the transport of the options. Throws a `SpanbridgeError` for an option out of range. */
export function createOtlpSender(options) {
    checkPositive('timeoutMs', options.timeoutMs ?? TIMEOUT_DEFAULT_MS);
    const { retryForMs = RETRY_FOR_DEFAULT_MS } = options;
    if (!(retryForMs >= 0))
        throw optionInvalid('retryForMs', retryForMs, 'a number of milliseconds from 0 on');
    const { batchSpansMax = BATCH_LIMITS_DEFAULT.batchSpansMax } = options;
    if (!Number.isSafeInteger(batchSpansMax) || batchSpansMax < 1) {
        throw optionInvalid('batchSpansMax', batchSpansMax, 'a whole number from 1 on');
    }
    return new Sender(options, options.transport ?? createHttpTransport(options));
}
function checkPositive(name, value) {
    if (!(value > 0))
        throw optionInvalid(name, value, 'a number of milliseconds above 0');
}
class Sender {
    transport;
    post;
    delivery;
    sending = new Set();
    closing;
    constructor(options, transport) {
        this.transport = transport;
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
    get state() {
        return this.post.state;
    }
    async send(spans) {
        const sending = this.delivery.deliver(spans);
        this.sending.add(sending);
        try {
            return await sending;
        }
        finally {
            this.sending.delete(sending);
        }
    }
    close() {
        return (this.closing ??= this.end());
    }
    async end() {
        this.post.close();
        await Promise.allSettled(this.sending);
        this.post.forgetSignal();
        this.transport.close();
    }
}
/** The diagnostics of the OTel API: silent unless the application has set a logger. */
export function warnOfOtel(message) {
    diag.warn(message);
}
//# sourceMappingURL=otlp-sender.js.map