import { CONTENT_TYPES, type OtlpEncoding } from '../codec/encoding.js';
import type { OtlpSignal } from '../codec/signal.js';
import { headerInvalid } from '../errors.js';
import { classifyResponse } from './classify-response.js';
import { addressOf } from './delivery-fault.js';
import { createDeadline, type Deadline } from './deadline.js';
import type { ExportResponse, OtlpTransport } from './export-response.js';
import { parseOtlpUrl } from './otlp-url.js';
import { toPrintable } from './printable.js';
import { parseRetryAfterMs } from './retry-after.js';
import { RESPONSE_BYTES_MAX, TIMEOUT_DEFAULT_MS } from './transport-limits.js';
import { untraced } from './untraced.js';

/** Options of {@link createFetchTransport}. */
export interface FetchTransportOptions {
  /** The URL of the signal as it stands. */
  readonly url: string;
  /** More headers, such as credentials. They cannot replace those that OTLP prescribes. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default `protobuf`. */
  readonly encoding?: OtlpEncoding;
  /** Default `none`. With `gzip`, requests of a page that is being left still go uncompressed: there is no time. */
  readonly compression?: 'none' | 'gzip';
  /** The longest time of one attempt, from its beginning to the end of the answer. Default 10,000. */
  readonly timeoutMs?: number;
  /** What the requests carry. Default `traces`. */
  readonly carries?: OtlpSignal;
  /** Default: the `fetch` of the environment. */
  readonly fetch?: typeof fetch;
  /** The wall clock against which a date in `Retry-After` is read. Default `Date.now`. */
  readonly nowUnixMs?: () => number;
}

/**
 * What the bodies of all `keepalive` requests of a page may weigh together while they are under way, by the Fetch
 * standard ("inflight keep-alive bytes"); one that goes beyond fails at once.
 */
export const KEEPALIVE_BYTES_MAX = 64 * 1024;

/** Headers that describe the body; those of the user would lie about it. */
const OWN_NAMES: ReadonlySet<string> = new Set(['content-type', 'content-encoding', 'content-length']);

/** Bytes of `keepalive` requests under way, of all transports of the page. */
let keptAliveBytes = 0;

/**
 * A transport over `fetch`, for browsers and whatever else has it. As long as the budget allows, a request outlives the
 * page that made it (`keepalive`). Redirects are not followed, cookies are not sent, and an answer is read up to 4 MiB.
 * Throws a `SpanbridgeError` for a URL or header that cannot be used.
 */
export function createFetchTransport(options: FetchTransportOptions): OtlpTransport {
  return new FetchTransport(options, parseOtlpUrl(options.url, options.carries));
}

class FetchTransport implements OtlpTransport {
  private readonly encoding: OtlpEncoding;
  private readonly timeoutMs: number;
  private readonly headers: Headers;

  constructor(
    private readonly options: FetchTransportOptions,
    private readonly url: URL,
  ) {
    this.encoding = options.encoding ?? 'protobuf';
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_DEFAULT_MS;
    this.headers = toHeaders(options.headers ?? {});
    this.headers.set('Content-Type', CONTENT_TYPES[this.encoding]);
  }

  async send(body: Uint8Array, signal?: AbortSignal): Promise<ExportResponse> {
    const deadline = createDeadline(this.timeoutMs, signal, { isBackground: true });
    let release = (): void => undefined;
    try {
      // Nothing may be waited for on this way when it is the last one: a page that goes has no other turn.
      const gzipped = this.mayCompress() ? await compress(body) : undefined;
      const payload = gzipped ?? body;
      release = holdKeepalive(payload.length);
      const how = { isGzip: gzipped !== undefined, isKept: release !== NOT_KEPT };
      return await untraced(() => this.exchange(payload, deadline, how));
    } catch (error) {
      return this.lost(error, deadline);
    } finally {
      release();
      deadline.clear();
    }
  }

  close(): void {
    // Connections belong to the browser.
  }

  private mayCompress(): boolean {
    return this.options.compression === 'gzip' && typeof CompressionStream === 'function' && !isPageHidden();
  }

  private async exchange(
    payload: Uint8Array,
    deadline: Deadline,
    { isGzip, isKept }: { readonly isGzip: boolean; readonly isKept: boolean },
  ): Promise<ExportResponse> {
    const headers = new Headers(this.headers);
    if (isGzip) headers.set('Content-Encoding', 'gzip');
    const send = this.options.fetch ?? fetch;
    const request: RequestInit = {
      method: 'POST',
      headers,
      body: payload as Uint8Array<ArrayBuffer>,
      signal: deadline.signal,
      keepalive: isKept,
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
    };
    const response = await send(this.url.href, request);
    if (response.type === 'opaqueredirect') return toRedirect(addressOf(this.url));
    const answer = {
      httpStatus: response.status,
      contentType: response.headers.get('content-type') ?? undefined,
      body: await readCapped(response),
      retryAfterMs: parseRetryAfterMs(
        response.headers.get('retry-after') ?? undefined,
        (this.options.nowUnixMs ?? Date.now)(),
      ),
    };
    return classifyResponse(answer, {
      url: this.url,
      encoding: this.encoding,
      signal: this.options.carries ?? 'traces',
    });
  }

  /** The browser tells scripts nothing about why a request failed, so that they cannot look around in networks. */
  private lost(error: unknown, deadline: Deadline): ExportResponse {
    const address = addressOf(this.url);
    const cause = deadline.cause();
    if (cause === 'timeout') {
      return { status: 'retryable', detail: `No answer from ${address} within ${this.timeoutMs} ms.` };
    }
    if (cause === 'stopped') return { status: 'retryable', detail: `The request to ${address} was stopped.` };
    const message = toPrintable(error instanceof Error ? error.message : String(error)).replace(/[.!]$/, '');
    const remedy = 'Check that it is up and, from a web page, that it allows the origin of the page (CORS).';
    return { status: 'retryable', detail: `No answer from ${address}: ${message}. ${remedy}` };
  }
}

const NOT_KEPT = (): void => undefined;

/** Takes part of the budget for `keepalive`; answers how to give it back, or {@link NOT_KEPT} when it is used up. */
function holdKeepalive(sizeBytes: number): () => void {
  if (keptAliveBytes + sizeBytes > KEEPALIVE_BYTES_MAX) return NOT_KEPT;
  keptAliveBytes += sizeBytes;
  return () => {
    keptAliveBytes -= sizeBytes;
  };
}

function toHeaders(fromUser: Readonly<Record<string, string>>): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fromUser)) {
    try {
      if (!OWN_NAMES.has(name.toLowerCase())) headers.set(name, value);
    } catch (error) {
      throw headerInvalid(name, error);
    }
  }
  return headers;
}

function toRedirect(address: string): ExportResponse {
  const detail = `${address} answered with a redirect. Redirects are not followed: set the final URL as the endpoint.`;
  // A browser hides the status; 302 stands for all of them.
  return { status: 'failure', httpStatus: 302, detail };
}

async function compress(body: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([body as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The body of an answer of at most 4 MiB; undefined for a longer one and for one that breaks off. */
async function readCapped(response: Response): Promise<Uint8Array | undefined> {
  if (response.body === null) return new Uint8Array(0);
  const reader = response.body.getReader();
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      sizeBytes += part.value.length;
      if (sizeBytes > RESPONSE_BYTES_MAX) {
        await reader.cancel();
        return undefined;
      }
      parts.push(part.value);
    }
  } catch {
    return undefined;
  }
  return joinParts(parts, sizeBytes);
}

function joinParts(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const joined = new Uint8Array(sizeBytes);
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}

function isPageHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}
