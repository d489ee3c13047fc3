import { optionInvalid, urlInvalid } from '../errors.js';
import { BATCH_LIMITS_DEFAULT } from './batch.js';
/** Requests in flight: at a round trip of 100 ms, 4 of 512 spans carry 20,000 spans a second. */
const CONCURRENCY_DEFAULT = 4;
const CONCURRENCY_MAX_DEFAULT = 16;
/** A second of spans is what a killed process may lose; a shorter delay makes many small requests. */
const SCHEDULE_DELAY_DEFAULT_MS = 1_000;
/** More than a second at 50,000 spans/s, and a size that a server application does not notice. */
const QUEUE_SPANS_DEFAULT = 65_536;
const QUEUE_BYTES_DEFAULT = 64 * 1024 * 1024;
/** What the SDK grants a flush and a shutdown. */
const DEADLINE_DEFAULT_MS = 30_000;
/** Checks the numbers among the options and fills in what is missing; throws a `SpanbridgeError` for a wrong one. */
export function toExporterLimits(options) {
    const count = (name, value) => {
        if (!Number.isSafeInteger(value) || value < 1)
            throw optionInvalid(name, value, 'a whole number from 1 on');
        return value;
    };
    const time = (name, value) => {
        if (!(value >= 0))
            throw optionInvalid(name, value, 'a number of milliseconds from 0 on');
        return value;
    };
    const { timeoutMs = 1, concurrency = CONCURRENCY_DEFAULT } = options;
    if (!(timeoutMs > 0))
        throw optionInvalid('timeoutMs', timeoutMs, 'a number of milliseconds above 0');
    const { batchSpansMax, batchBytesMax } = { ...BATCH_LIMITS_DEFAULT, ...withoutUndefined(options) };
    return {
        concurrency: count('concurrency', concurrency),
        concurrencyMax: Math.max(count('concurrencyMax', options.concurrencyMax ?? CONCURRENCY_MAX_DEFAULT), concurrency),
        batch: {
            batchSpansMax: count('batchSpansMax', batchSpansMax),
            batchBytesMax: Math.min(count('batchBytesMax', batchBytesMax), BATCH_LIMITS_DEFAULT.batchBytesMax),
        },
        scheduleDelayMs: time('scheduleDelayMs', options.scheduleDelayMs ?? SCHEDULE_DELAY_DEFAULT_MS),
        queueSpansMax: count('queueSpansMax', options.queueSpansMax ?? QUEUE_SPANS_DEFAULT),
        queueBytesMax: count('queueBytesMax', options.queueBytesMax ?? QUEUE_BYTES_DEFAULT),
        flushTimeoutMs: time('flushTimeoutMs', options.flushTimeoutMs ?? DEADLINE_DEFAULT_MS),
        shutdownTimeoutMs: time('shutdownTimeoutMs', options.shutdownTimeoutMs ?? DEADLINE_DEFAULT_MS),
    };
}
/** Where a receiver on this machine listens. IPv4 on purpose: `localhost` may be ::1. */
const ENDPOINT_DEFAULT = 'http://127.0.0.1:4318';
const TRACES_PATH = '/v1/traces';
/** The traces URL of the options; throws a `SpanbridgeError` when it is none. */
export function toTracesUrl({ url, endpoint = ENDPOINT_DEFAULT }) {
    if (url !== undefined)
        return url;
    if (!URL.canParse(endpoint))
        throw urlInvalid('is not a URL');
    const base = new URL(endpoint);
    if (base.pathname === '/' || base.pathname === '')
        base.pathname = TRACES_PATH;
    return base.href;
}
/** Options that were given as undefined are not given. */
function withoutUndefined(options) {
    return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
//# sourceMappingURL=exporter-options.js.map