import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { SpanbridgeError } from '@spanbridge/core';
import {
  addressOf,
  createDeadline,
  type Deadline,
  explainFault,
  readBodyWithin,
  toRequestHeaders,
} from '@spanbridge/otlp';
import { SDK_ERROR_CODES } from '../errors.js';
import type { QueryAccess } from './query-client.js';

/** As long as one attempt to export. */
const TIMEOUT_DEFAULT_MS = 10_000;

/** A trace of a hundred thousand small spans; several times that in memory once it is decoded. */
const ANSWER_BYTES_MAX_DEFAULT = 64 * 1024 * 1024;

/** Connections at once; further requests wait for a free one, within their deadline. */
const CONNECTIONS_MAX = 8;

/** What one GET came to. */
export type GetAnswer =
  | {
      readonly status: 'answered';
      readonly httpStatus: number;
      /** The media type in lower case without parameters; empty when none was named. */
      readonly mediaType: string;
      readonly body: Uint8Array;
    }
  /** No whole answer came, or one over the limit. */
  | { readonly status: 'failed'; readonly detail: string };

/** One GET below the base URL. */
export interface GetRequest {
  /** Begins with a slash; percent-encoded where it has to be. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Default `application/json`. */
  readonly accept?: string;
}

/** Gets answers of one backend. */
export interface HttpGetter {
  /** The base URL without credentials. */
  readonly address: string;
  /** Never rejects. Redirects are not followed: their answer is the answer. */
  get(request: GetRequest): Promise<GetAnswer>;
  /** Releases idle connections. */
  close(): void;
}

/** A getter for a base URL. Throws a `SpanbridgeError` for a URL or header that cannot be used. */
export function createHttpGetter(access: QueryAccess): HttpGetter {
  return new Getter(access, parseBaseUrl(access.baseUrl));
}

function parseBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_QUERY_URL,
    `The address ${JSON.stringify(text)} is no URL that traces can be read from. Write it like http://127.0.0.1:16686.`,
  );
}

/** How one request on one connection ended. */
type Exchange =
  | { readonly status: 'ended'; readonly answer: GetAnswer }
  /** A kept connection had been closed by the backend when it was used again. */
  | { readonly status: 'stale-connection'; readonly answer: GetAnswer };

class Getter implements HttpGetter {
  readonly address: string;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly agent: HttpAgent;
  private readonly timeoutMs: number;
  private readonly answerBytesMax: number;

  constructor(
    private readonly access: QueryAccess,
    private readonly base: URL,
  ) {
    this.address = addressOf(base).replace(/\/+$/, '');
    this.headers = toRequestHeaders(access.headers ?? {}, { 'Accept-Encoding': 'gzip' });
    this.timeoutMs = access.timeoutMs ?? TIMEOUT_DEFAULT_MS;
    this.answerBytesMax = access.answerBytesMax ?? ANSWER_BYTES_MAX_DEFAULT;
    this.agent = createAgent(base, access);
  }

  async get(request: GetRequest): Promise<GetAnswer> {
    const deadline = createDeadline(this.timeoutMs, this.access.signal);
    try {
      const first = await this.exchange(request, deadline);
      if (first.status === 'ended' || deadline.cause() !== undefined) return first.answer;
      return (await this.exchange(request, deadline)).answer;
    } finally {
      deadline.clear();
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private exchange(request: GetRequest, deadline: Deadline): Promise<Exchange> {
    const url = this.urlOf(request);
    return new Promise((resolve) => {
      let isAnswered = false;
      const sent = this.open(url, request, deadline);
      sent.on('response', (message) => {
        isAnswered = true;
        void this.read(message, url, deadline).then((answer) => {
          resolve({ status: 'ended', answer });
        });
      });
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // Once the head of an answer is here, the reader of its body decides what it means.
        if (isAnswered) return;
        const isStale = sent.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
        resolve({ status: isStale ? 'stale-connection' : 'ended', answer: this.lost(error, url, deadline) });
      });
      // An answer that switches protocols ends the connection without an error.
      sent.on('close', () => {
        if (!isAnswered) resolve({ status: 'ended', answer: this.lost({ code: 'ECONNRESET' }, url, deadline) });
      });
      sent.end();
    });
  }

  private urlOf({ path, query = {} }: GetRequest): URL {
    const url = new URL(this.base);
    url.pathname = url.pathname.replace(/\/+$/, '') + path;
    url.search = new URLSearchParams(query).toString();
    url.hash = '';
    return url;
  }

  private open(url: URL, { accept = 'application/json' }: GetRequest, deadline: Deadline): ClientRequest {
    const open = url.protocol === 'https:' ? requestHttps : requestHttp;
    return open(url, { agent: this.agent, headers: { ...this.headers, accept }, signal: deadline.signal });
  }

  private async read(message: IncomingMessage, url: URL, deadline: Deadline): Promise<GetAnswer> {
    const body = await readBodyWithin(message, this.answerBytesMax);
    switch (body.status) {
      case 'read':
        return {
          status: 'answered',
          httpStatus: message.statusCode ?? 0,
          mediaType: (message.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '',
          body: body.bytes,
        };
      case 'too-large':
        return failed(`The answer of ${addressOf(url)} is larger than ${this.answerBytesMax} bytes and was not read.`);
      case 'broken':
        return deadline.cause() === undefined
          ? failed(`The answer of ${addressOf(url)} was cut off, or its compression is broken.`)
          : this.lost({}, url, deadline);
    }
  }

  private lost(error: unknown, url: URL, deadline: Deadline): GetAnswer {
    switch (deadline.cause()) {
      case undefined:
        return failed(explainFault({ type: 'connection', error, url }).message);
      case 'timeout':
        return failed(`No answer from ${addressOf(url)} within ${this.timeoutMs} ms.`);
      case 'stopped':
        return failed(`The request to ${addressOf(url)} was stopped.`);
    }
  }
}

function createAgent(url: URL, { tls = {} }: QueryAccess): HttpAgent {
  const common = { keepAlive: true, maxSockets: CONNECTIONS_MAX };
  if (url.protocol === 'http:') return new HttpAgent(common);
  const material = Object.entries(tls).map(([name, pem]: [string, string | Uint8Array]) => [
    name,
    typeof pem === 'string' ? pem : Buffer.from(pem),
  ]);
  return new HttpsAgent({ ...common, ...(Object.fromEntries(material) as Record<string, string | Buffer>) });
}

function failed(detail: string): GetAnswer {
  return { status: 'failed', detail };
}
