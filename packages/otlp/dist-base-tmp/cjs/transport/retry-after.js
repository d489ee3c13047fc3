"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.RETRY_AFTER_MAX_MS = void 0;
exports.parseRetryAfterMs = parseRetryAfterMs;
/**
 * The longest wait that a receiver can ask for; more is cut to this. A day without a probe is as good as for ever, and
 * timers of JavaScript overflow after 24.8 days.
 */
exports.RETRY_AFTER_MAX_MS = 24 * 60 * 60 * 1000;
/**
 * Reads a `Retry-After` header: seconds, or an HTTP date. Answers the wait in milliseconds; undefined, which means the
 * sender's own backoff, for 0, a date that has passed, and anything that is neither.
 *
 * @param nowUnixMs - the wall clock, against which a date is read
 */
function parseRetryAfterMs(header, nowUnixMs) {
    const text = header?.trim() ?? '';
    const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : parseHttpDate(text) - nowUnixMs;
    // A text that is no date gives NaN, and every comparison with it is false.
    return waitMs > 0 ? Math.min(waitMs, exports.RETRY_AFTER_MAX_MS) : undefined;
}
/** Dates of HTTP are in English and in GMT; `Date.parse` alone would take "5" or "2027" too. */
function parseHttpDate(text) {
    return /^[A-Za-z]{3,9},? .*GMT$/.test(text) ? Date.parse(text) : Number.NaN;
}
//# sourceMappingURL=retry-after.js.map