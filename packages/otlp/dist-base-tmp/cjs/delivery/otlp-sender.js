"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.createOtlpSender = createOtlpSender;
exports.warnOfOtel = warnOfOtel;
const api_1 = require("@opentelemetry/api");
const errors_js_1 = require("../errors.js");
const http_transport_js_1 = require("../transport/http-transport.js");
const batch_js_1 = require("./batch.js");
const clock_js_1 = require("./clock.js");
const one_time_warnings_js_1 = require("./one-time-warnings.js");
const persistent_post_js_1 = require("./persistent-post.js");
const retry_js_1 = require("./retry.js");
const span_delivery_js_1 = require("./span-delivery.js");
const RETRY_FOR_DEFAULT_MS = 30_000;
/** Requests in the first second after an outage: as many as a runner usually keeps in flight. */
const RECOVERY_REQUESTS_MAX = 4;
/** A sender over HTTP, or over the transport of the options. Throws a `SpanbridgeError` for an option out of range. */
function createOtlpSender(options) {
    checkPositive('timeoutMs', options.timeoutMs ?? http_transport_js_1.TIMEOUT_DEFAULT_MS);
    const { retryForMs = RETRY_FOR_DEFAULT_MS } = options;
    if (!(retryForMs >= 0))
        throw (0, errors_js_1.optionInvalid)('retryForMs', retryForMs, 'a number of milliseconds from 0 on');
    const { batchSpansMax = batch_js_1.BATCH_LIMITS_DEFAULT.batchSpansMax } = options;
    if (!Number.isSafeInteger(batchSpansMax) || batchSpansMax < 1) {
        throw (0, errors_js_1.optionInvalid)('batchSpansMax', batchSpansMax, 'a whole number from 1 on');
    }
    return new Sender(options, options.transport ?? (0, http_transport_js_1.createHttpTransport)(options));
}
function checkPositive(name, value) {
    if (!(value > 0))
        throw (0, errors_js_1.optionInvalid)(name, value, 'a number of milliseconds above 0');
}
class Sender {
    transport;
    post;
    delivery;
    sending = new Set();
    closing;
    constructor(options, transport) {
        this.transport = transport;
        const warnings = new one_time_warnings_js_1.OneTimeWarnings('OtlpSender', options.warn ?? warnOfOtel);
        this.post = new persistent_post_js_1.PersistentPost({
            transport,
            clock: options.clock ?? clock_js_1.SYSTEM_CLOCK,
            warnings,
            signal: options.signal,
            policy: {
                initialBackoffMs: retry_js_1.INITIAL_BACKOFF_MS,
                backoffMaxMs: retry_js_1.BACKOFF_MAX_MS,
                retryForMs: options.retryForMs ?? RETRY_FOR_DEFAULT_MS,
                random: options.random ?? Math.random,
                recoveryRequestsMax: RECOVERY_REQUESTS_MAX,
            },
        });
        const { encoding = 'protobuf', batchSpansMax = batch_js_1.BATCH_LIMITS_DEFAULT.batchSpansMax } = options;
        const batchLimits = { ...batch_js_1.BATCH_LIMITS_DEFAULT, batchSpansMax };
        this.delivery = new span_delivery_js_1.SpanDelivery({ encoding, batchLimits, post: this.post, warnings });
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
function warnOfOtel(message) {
    api_1.diag.warn(message);
}
//# sourceMappingURL=otlp-sender.js.map