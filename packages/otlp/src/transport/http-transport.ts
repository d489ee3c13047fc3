import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CONTENT_TYPES, type OtlpEncoding } from '../codec/encoding.js';
import type { OtlpSignal } from '../codec/signal.js';
import { VERSION } from '../version.js';
import { classifyResponse } from './classify-response.js';
import { createDeadline, type Deadline } from './deadline.js';
import { addressOf, faultText } from './delivery-fault.js';
import { explainFault } from './explain-fault.js';
import type { ExportResponse, OtlpTransport } from './export-response.js';
import { readBody } from './read-body.js';
import { toRequestHeaders } from './request-headers.js';
import { parseRetryAfterMs } from './retry-after.js';
import { parseOtlpUrl } from './otlp-url.js';
import { TIMEOUT_DEFAULT_MS } from './transport-limits.js';
import { untraced } from './untraced.js';

/** How a request is compressed on the wire. */
export type OtlpCompression = 'none' | 'gzip';

/** Certificates in PEM, for receivers with an authority of their own or with client certificates. */
export interface TlsMaterial {
  /** The certificate of the authority that signed the receiver's. Default: those that Node brings. */
  readonly ca?: string | Uint8Array;
  /** The client's certificate. */
  readonly cert?: string | Uint8Array;
  /** The client's private key. */
  readonly key?: string | Uint8Array;
}

/** Options of {@link createHttpTransport}. */
export interface HttpTransportOptions {
  /** The URL of the signal as it stands; its scheme alone decides about TLS. */
  readonly url: string;
  /** What the requests carry; decides how answers are read. Default `traces`. */
  readonly carries?: OtlpSignal;
  /** More headers, such as credentials. They cannot replace those that OTLP prescribes. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `protobuf`. */
  readonly encoding?: OtlpEncoding;
  /** Default `none`. */
  readonly compression?: OtlpCompression;
  /** The longest time of one attempt, from its beginning to the end of the answer. Default 10,000. */
  readonly timeoutMs?: number;
  readonly tls?: TlsMaterial;
  /** The wall clock against which a date in `Retry-After` is read. Default `Date.now`. */
  readonly nowUnixMs?: () => number;
  /**
   * Requests do not keep the process alive: who needs their answers holds it. Default false. While a connection is
   * being opened the operating system still does.
   */
  readonly isBackground?: boolean;
}

/** Goes with every request unless `headers` has another. */
export const USER_AGENT = `spanbridge/${VERSION} OTel-OTLP-Exporter-JavaScript/${VERSION}`;

/** Connections at once; further requests wait for a free one, within their deadline. */
const CONNECTIONS_MAX = 32;

/** The fastest level: more than three times as fast as the default one, and spans shrink nearly as well. */
const GZIP_LEVEL = 1;

const compress = promisify(gzip);

/**
 * A transport over HTTP/1.1 with kept-alive connections. Redirects are not followed, TLS is never given up for plain
 * text, and an answer is read up to 4 MiB. Throws a `SpanbridgeError` for a URL or header that cannot be used.
 */
export function createHttpTransport(options: HttpTransportOptions): OtlpTransport {
  return new HttpTransport(options, parseOtlpUrl(options.url, options.carries));
}

/** How one request on one connection ended. */
type Exchange =
  | { readonly status: 'answered'; readonly response: ExportResponse }
  /** A kept connection had been closed by the receiver when it was used again; the request may not have arrived. */
  | { readonly status: 'stale-connection'; readonly response: ExportResponse };

class HttpTransport implements OtlpTransport {
  private readonly encoding: OtlpEncoding;
  private readonly signal: OtlpSignal;
  private readonly timeoutMs: number;
  private readonly isGzip: boolean;
  private readonly isBackground: boolean;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly agent: HttpAgent;
  private readonly nowUnixMs: () => number;

  constructor(
    options: HttpTransportOptions,
    private readonly url: URL,
  ) {
    this.encoding = options.encoding ?? 'protobuf';
    this.signal = options.carries ?? 'traces';
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

  async send(body: Uint8Array, signal?: AbortSignal): Promise<ExportResponse> {
    const deadline = createDeadline(this.timeoutMs, signal, { isBackground: this.isBackground });
    try {
      const payload = this.isGzip ? await compress(body, { level: GZIP_LEVEL }) : body;
      const exchange = await untraced(() => this.exchange(payload, deadline));
      if (exchange.status === 'answered' || deadline.cause() !== undefined) return exchange.response;
      // The receiver closed an idle connection in the moment in which it was used: not a sign of trouble, so the same
      // bytes go out once more without a wait, on the same deadline.
      return (await untraced(() => this.exchange(payload, deadline))).response;
    } catch (error) {
      return this.lost(error, deadline);
    } finally {
      deadline.clear();
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange(payload: Uint8Array, deadline: Deadline): Promise<Exchange> {
    return new Promise((resolve) => {
      const request = this.open(payload.length, deadline);
      // A kept connection holds the process again each time it is used.
      if (this.isBackground) request.on('socket', (socket) => socket.unref());
      let isAnswered = false;
      request.on('response', (message) => {
        isAnswered = true;
        void this.read(message).then((response) => {
          resolve({ status: 'answered', response });
        });
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        // Once the head of an answer is here, the reader of its body decides what it means.
        if (isAnswered) return;
        const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        const response = this.lost(error, deadline);
        resolve({ status: isStale ? 'stale-connection' : 'answered', response });
      });
      // An answer that switches protocols ends the connection without an error.
      request.on('close', () => {
        if (!isAnswered) resolve({ status: 'answered', response: this.lost({ code: 'ECONNRESET' }, deadline) });
      });
      request.end(payload);
    });
  }

  private open(length: number, deadline: Deadline): ClientRequest {
    const open = this.url.protocol === 'https:' ? requestHttps : requestHttp;
    const headers = { ...this.headers, 'Content-Length': String(length) };
    return open(this.url, { method: 'POST', agent: this.agent, headers, signal: deadline.signal });
  }

  private async read(message: IncomingMessage): Promise<ExportResponse> {
    const body = await readBody(message);
    const answer = {
      httpStatus: message.statusCode ?? 0,
      contentType: message.headers['content-type'],
      body,
      retryAfterMs: parseRetryAfterMs(message.headers['retry-after'], this.nowUnixMs()),
    };
    return classifyResponse(answer, { url: this.url, encoding: this.encoding, signal: this.signal });
  }

  private lost(error: unknown, deadline: Deadline): ExportResponse {
    const { url, timeoutMs } = this;
    const cause = deadline.cause();
    if (cause === 'stopped') return { status: 'retryable', detail: `The request to ${addressOf(url)} was stopped.` };
    const fault = explainFault(
      cause === 'timeout' ? { type: 'timeout', timeoutMs, url } : { type: 'connection', error, url },
    );
    return { status: 'retryable', detail: faultText(fault), fault };
  }
}

function createAgent(url: URL, tls: TlsMaterial | undefined): HttpAgent {
  const common = { keepAlive: true, maxSockets: CONNECTIONS_MAX };
  if (url.protocol === 'http:') return new HttpAgent(common);
  const material = Object.entries(tls ?? {}).map(([name, pem]: [string, string | Uint8Array]) => [
    name,
    typeof pem === 'string' ? pem : Buffer.from(pem),
  ]);
  return new HttpsAgent({ ...common, ...(Object.fromEntries(material) as Record<string, string | Buffer>) });
}
