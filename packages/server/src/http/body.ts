import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';
import type { BodyBudget } from './body-budget.js';

/** Inflated bytes come in pieces of this size: large enough to be few, small enough to overshoot no limit by much. */
const INFLATED_CHUNK_BYTES = 64 * 1024;

/** What became of a request's body. */
export type BodyResult =
  /** `release` must be called once the bytes are no longer needed. */
  | { readonly status: 'read'; readonly bytes: Uint8Array; readonly release: () => void }
  /** Over the limit, as sent or after inflation. */
  | { readonly status: 'too-large'; readonly detail: string }
  /** Not what its content encoding announces, or cut short. */
  | { readonly status: 'broken'; readonly detail: string }
  /** The bodies of all requests fill the memory set aside for them. */
  | { readonly status: 'overloaded' }
  /** The sender went away; there is nobody to answer. */
  | { readonly status: 'aborted' };

/** Options of {@link readBody}. */
export interface BodyOptions {
  readonly encoding: 'identity' | 'gzip';
  /** Limit before and after inflation; exactly the limit is accepted. */
  readonly bytesMax: number;
  readonly budget: BodyBudget;
}

/** The two halves of a request that reading its body needs. */
export interface BodyExchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Reads a body under its limits, counting while it streams: neither an announced length nor a bomb of a thousand to
 * one takes more memory than the limit. Never throws.
 */
export function readBody({ request, response }: BodyExchange, options: BodyOptions): Promise<BodyResult> {
  if (Number(request.headers['content-length'] ?? 0) > options.bytesMax) {
    return Promise.resolve(tooLarge(options.bytesMax));
  }
  inviteBody(request, response);
  return new Promise((resolve) => {
    new BodyReading(request, options, resolve).start();
  });
}

/** The content encoding of a body; undefined for one that is not supported, also for several in a row. */
export function bodyEncodingOf(header: string | undefined): BodyOptions['encoding'] | undefined {
  const name = (header ?? '').trim().toLowerCase();
  if (name === '' || name === 'identity') return 'identity';
  return name === 'gzip' ? 'gzip' : undefined;
}

/** A sender with `Expect: 100-continue` holds its body back until it is asked for. */
function inviteBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect === undefined) return;
  response.writeContinue();
  response.shouldKeepAlive = true;
}

/** One body on its way in. Ends exactly once, through `end`. */
class BodyReading {
  private readonly chunks: Uint8Array[] = [];
  private sentBytes = 0;
  private keptBytes = 0;
  private hasEnded = false;
  private gunzip: Gunzip | undefined;

  constructor(
    private readonly request: IncomingMessage,
    private readonly options: BodyOptions,
    private readonly resolve: (result: BodyResult) => void,
  ) {}

  start(): void {
    const { request } = this;
    request.on('error', this.onAborted);
    request.on('close', this.onClosed);
    let content: Readable = request;
    if (this.options.encoding === 'gzip') {
      this.gunzip = createGunzip({ chunkSize: INFLATED_CHUNK_BYTES });
      this.gunzip.on('error', this.onBroken);
      request.on('data', this.onSent);
      content = request.pipe(this.gunzip);
    }
    content.on('data', this.onContent);
    content.on('end', this.onEnd);
  }

  private readonly onSent = (chunk: Uint8Array): void => {
    this.sentBytes += chunk.byteLength;
    if (this.sentBytes > this.options.bytesMax) this.end(tooLarge(this.options.bytesMax));
  };

  private readonly onContent = (chunk: Uint8Array): void => {
    if (this.hasEnded) return;
    if (this.keptBytes + chunk.byteLength > this.options.bytesMax) {
      this.end(tooLarge(this.options.bytesMax));
    } else if (!this.options.budget.take(chunk.byteLength)) {
      this.end({ status: 'overloaded' });
    } else {
      this.keptBytes += chunk.byteLength;
      this.chunks.push(chunk);
    }
  };

  private readonly onEnd = (): void => {
    const { budget } = this.options;
    const takenBytes = this.keptBytes;
    const release = (): void => {
      budget.release(takenBytes);
    };
    const bytes =
      this.chunks.length === 1 && this.chunks[0] !== undefined ? this.chunks[0] : Buffer.concat(this.chunks);
    this.end({ status: 'read', bytes, release });
  };

  private readonly onBroken = (error: Error): void => {
    this.end({ status: 'broken', detail: `The body is not valid gzip: ${error.message}.` });
  };

  /** Also comes after an ordinary end; only before it does it mean that the rest will never come. */
  private readonly onClosed = (): void => {
    if (!this.request.readableEnded) this.onAborted();
  };

  private readonly onAborted = (): void => {
    this.end({ status: 'aborted' });
  };

  private end(result: BodyResult): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const { request, gunzip } = this;
    request.off('close', this.onClosed);
    request.off('data', this.onSent);
    request.off('data', this.onContent);
    if (gunzip !== undefined) {
      request.unpipe(gunzip);
      gunzip.off('data', this.onContent);
      gunzip.destroy();
    }
    if (result.status !== 'read') this.options.budget.release(this.keptBytes);
    this.chunks.length = 0;
    // The rest is read and thrown away, so that the sender gets to its answer instead of a reset connection.
    request.resume();
    this.resolve(result);
  }
}

function tooLarge(bytesMax: number): BodyResult {
  return { status: 'too-large', detail: `The body is larger than ${bytesMax} bytes, as sent or after inflation.` };
}
