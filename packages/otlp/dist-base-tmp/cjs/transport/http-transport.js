"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TIMEOUT_DEFAULT_MS = exports.USER_AGENT = void 0;
exports.createHttpTransport = createHttpTransport;
const node_http_1 = require("node:http");
const node_https_1 = require("node:https");
const node_util_1 = require("node:util");
const node_zlib_1 = require("node:zlib");
const encoding_js_1 = require("../codec/encoding.js");
const errors_js_1 = require("../errors.js");
const version_js_1 = require("../version.js");
const classify_response_js_1 = require("./classify-response.js");
const connect_fault_js_1 = require("./connect-fault.js");
const deadline_js_1 = require("./deadline.js");
const read_body_js_1 = require("./read-body.js");
const request_headers_js_1 = require("./request-headers.js");
const retry_after_js_1 = require("./retry-after.js");
/** Goes with every request unless `headers` has another. */
exports.USER_AGENT = `spanbridge/${version_js_1.VERSION} OTel-OTLP-Exporter-JavaScript/${version_js_1.VERSION}`;
/** The deadline of one attempt that the OTLP exporter specification gives. */
exports.TIMEOUT_DEFAULT_MS = 10_000;
/** Connections at once; further requests wait for a free one, within their deadline. */
const CONNECTIONS_MAX = 32;
/** The fastest level: more than three times as fast as the default one, and spans shrink nearly as well. */
const GZIP_LEVEL = 1;
const compress = (0, node_util_1.promisify)(node_zlib_1.gzip);
/**
 * A transport over HTTP/1.1 with kept-alive connections. Redirects are not followed, TLS is never given up for plain
 * text, and an answer is read up to 4 MiB. Throws a `SpanbridgeError` for a URL or header that cannot be used.
 */
function createHttpTransport(options) {
    return new HttpTransport(options, parseTracesUrl(options.url));
}
function parseTracesUrl(text) {
    if (!URL.canParse(text))
        throw (0, errors_js_1.urlInvalid)('is not a URL');
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw (0, errors_js_1.urlInvalid)(`has the scheme "${url.protocol}"`);
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
        this.timeoutMs = options.timeoutMs ?? exports.TIMEOUT_DEFAULT_MS;
        this.isGzip = options.compression === 'gzip';
        this.isBackground = options.isBackground ?? false;
        this.nowUnixMs = options.nowUnixMs ?? Date.now;
        this.headers = (0, request_headers_js_1.toRequestHeaders)(options.headers ?? {}, {
            'User-Agent': exports.USER_AGENT,
            'Content-Type': encoding_js_1.CONTENT_TYPES[this.encoding],
            ...(this.isGzip ? { 'Content-Encoding': 'gzip' } : {}),
        });
        this.agent = createAgent(url, options.tls);
    }
    async send(body, signal) {
        const deadline = (0, deadline_js_1.createDeadline)(this.timeoutMs, signal, { isBackground: this.isBackground });
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
        const open = this.url.protocol === 'https:' ? node_https_1.request : node_http_1.request;
        const headers = { ...this.headers, 'Content-Length': String(length) };
        return open(this.url, { method: 'POST', agent: this.agent, headers, signal: deadline.signal });
    }
    async read(message) {
        const body = await (0, read_body_js_1.readBody)(message);
        const answer = {
            httpStatus: message.statusCode ?? 0,
            contentType: message.headers['content-type'],
            body,
            retryAfterMs: (0, retry_after_js_1.parseRetryAfterMs)(message.headers['retry-after'], this.nowUnixMs()),
        };
        return (0, classify_response_js_1.classifyResponse)(answer, { address: (0, connect_fault_js_1.addressOf)(this.url), encoding: this.encoding });
    }
    lost(error, deadline) {
        const cause = deadline.cause();
        if (cause === undefined)
            return { status: 'retryable', detail: (0, connect_fault_js_1.describeConnectFault)(error, this.url) };
        const address = (0, connect_fault_js_1.addressOf)(this.url);
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
        return new node_http_1.Agent(common);
    const material = Object.entries(tls ?? {}).map(([name, pem]) => [
        name,
        typeof pem === 'string' ? pem : Buffer.from(pem),
    ]);
    return new node_https_1.Agent({ ...common, ...Object.fromEntries(material) });
}
//# sourceMappingURL=http-transport.js.map