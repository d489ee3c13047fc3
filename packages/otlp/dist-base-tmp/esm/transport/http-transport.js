import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CONTENT_TYPES } from '../codec/encoding.js';
import { urlInvalid } from '../errors.js';
import { VERSION } from '../version.js';
import { classifyResponse } from './classify-response.js';
import { addressOf, describeConnectFault } from './connect-fault.js';
import { createDeadline } from './deadline.js';
import { readBody } from './read-body.js';
import { toRequestHeaders } from './request-headers.js';
import { parseRetryAfterMs } from './retry-after.js';
/** Goes with every request unless `headers` has another. */
export const USER_AGENT = `spanbridge/${VERSION} OTel-OTLP-Exporter-JavaScript/${VERSION}`;
/** The deadline of one attempt that the OTLP exporter specification gives. */
export const TIMEOUT_DEFAULT_MS = 10_000;
/** Connections at once; further requests wait for a free one, within their deadline. */
const CONNECTIONS_MAX = 32;
/** The fastest level: more than three times as fast as the default one, and spans shrink nearly as well. */
const GZIP_LEVEL = 1;
const compress = promisify(gzip);
/**
 * A transport over HTTP/1.1 with kept-alive connections. Redirects are not followed, TLS is never given up for plain
 * text, and an answer is read up to 4 MiB. Throws a `SpanbridgeError` for a URL or header that cannot be used.
 */
export function createHttpTransport(options) {
    return new HttpTransport(options, parseTracesUrl(options.url));
}
function parseTracesUrl(text) {
    if (!URL.canParse(text))
        throw urlInvalid('is not a URL');
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw urlInvalid(`has the scheme "${url.protocol}"`);
    return url;
}
class HttpTransport {
    url;
    encoding;
    timeoutMs;
    isGzip;
    isBackground;
    headers;
    agent;
    nowUnixMs;
    constructor(options, url) {
        this.url = url;
        this.encoding = options.encoding ?? 'protobuf';
        this.timeoutMs = options.timeoutMs ?? TIMEOUT_DEFAULT_MS;
        this.isGzip = options.compression === 'gzip';
        this.isBackground = options.isBackground ?? false;
        this.nowUnixMs = options.nowUnixMs ?? Date.now;
        this.headers = toRequestHeaders(options.headers ?? {}, {
            'User-Agent': USER_AGENT,
            'Content-Type': CONTENT_TYPES[this.encoding],
            ...(this.isGzip ? { 'Content-Encoding': 'gzip' } : {}),
        });
        this.agent = createAgent(url, options.tls);
    }
    async send(body, signal) {
        const deadline = createDeadline(this.timeoutMs, signal, { isBackground: this.isBackground });
        try {
            const payload = this.isGzip ? await compress(body, { level: GZIP_LEVEL }) : body;
            const exchange = await this.exchange(payload, deadline);
            if (exchange.status === 'answered' || deadline.cause() !== undefined)
                return exchange.response;
            // The receiver closed an idle connection in the moment in which it was used: not a sign of trouble, so the same
            // bytes go out once more without a wait, on the same deadline.
            return (await this.exchange(payload, deadline)).response;
        }
        catch (error) {
            return this.lost(error, deadline);
        }
        finally {
            deadline.clear();
        }
    }
    close() {
        this.agent.destroy();
    }
    exchange(payload, deadline) {
        return new Promise((resolve) => {
            const request = this.open(payload.length, deadline);
            // A kept connection holds the process again each time it is used.
            if (this.isBackground)
                request.on('socket', (socket) => socket.unref());
            let isAnswered = false;
            request.on('response', (message) => {
                isAnswered = true;
                void this.read(message).then((response) => {
                    resolve({ status: 'answered', response });
                });
            });
            request.on('error', (error) => {
                // Once the head of an answer is here, the reader of its body decides what it means.
                if (isAnswered)
                    return;
                const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
                const response = this.lost(error, deadline);
                resolve({ status: isStale ? 'stale-connection' : 'answered', response });
            });
            // An answer that switches protocols ends the connection without an error.
            request.on('close', () => {
                if (!isAnswered)
                    resolve({ status: 'answered', response: this.lost({ code: 'ECONNRESET' }, deadline) });
            });
            request.end(payload);
        });
    }
    open(length, deadline) {
        const open = this.url.protocol === 'https:' ? requestHttps : requestHttp;
        const headers = { ...this.headers, 'Content-Length': String(length) };
        return open(this.url, { method: 'POST', agent: this.agent, headers, signal: deadline.signal });
    }
    async read(message) {
        const body = await readBody(message);
        const answer = {
            httpStatus: message.statusCode ?? 0,
            contentType: message.headers['content-type'],
            body,
            retryAfterMs: parseRetryAfterMs(message.headers['retry-after'], this.nowUnixMs()),
        };
        return classifyResponse(answer, { address: addressOf(this.url), encoding: this.encoding });
    }
    lost(error, deadline) {
        const cause = deadline.cause();
        if (cause === undefined)
            return { status: 'retryable', detail: describeConnectFault(error, this.url) };
        const address = addressOf(this.url);
        const isTimeout = cause === 'timeout';
        const detail = isTimeout
            ? `No answer from ${address} within ${this.timeoutMs} ms.`
            : `The request to ${address} was stopped.`;
        return { status: 'retryable', detail };
    }
}
function createAgent(url, tls) {
    const common = { keepAlive: true, maxSockets: CONNECTIONS_MAX };
    if (url.protocol === 'http:')
        return new HttpAgent(common);
    const material = Object.entries(tls ?? {}).map(([name, pem]) => [
        name,
        typeof pem === 'string' ? pem : Buffer.from(pem),
    ]);
    return new HttpsAgent({ ...common, ...Object.fromEntries(material) });
}
//# sourceMappingURL=http-transport.js.map