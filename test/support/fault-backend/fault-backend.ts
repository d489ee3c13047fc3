import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Oracle } from '../oracle/oracle.js';
import { decodeRequest, type ReceivedSpan } from '../oracle/wire.js';
import { ACCEPT, type Behaviour, type RequestHead, type WholeRequest } from './behaviour.js';
import { performMisdeed } from './misdeeds.js';

/** A request as the backend remembers it. */
export interface LoggedRequest extends RequestHead {
  /** When its head came. */
  readonly atMs: number;
  readonly behaviour: Behaviour['type'];
  /** The status of the answer; undefined when none was sent. */
  status: number | undefined;
  /** Undefined unless the whole request came. */
  bodyBytes: number | undefined;
  /** SHA-256 of the body in hex: equal for the same bytes. Undefined unless the whole request came. */
  bodyHash: string | undefined;
  /** Spans that were stored. */
  spanCount: number;
  /** Spans that were turned down although the request was taken. */
  turnedDownCount: number;
  /** Bytes of an endless or dripping answer that were handed to the connection. */
  sentBytes: number;
}

/** Options of {@link startFaultBackend}. */
export interface FaultBackendOptions {
  /** Decides about a request when its head has come. Default: takes everything. */
  readonly behave?: (head: RequestHead) => Behaviour;
  /** Judges what is stored. */
  readonly oracle?: Oracle;
  /** Certificate and key in PEM: speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Default 0: a free one. */
  readonly port?: number;
  /** Milliseconds that go forward. Default: the clock of the process. */
  readonly nowMs?: () => number;
}

/** An OTLP backend that misbehaves exactly as told. */
export interface FaultBackend {
  /** The traces URL. */
  readonly url: string;
  /** The same without a path. */
  readonly base: string;
  readonly port: number;
  /** The latest requests, at most 100,000. */
  readonly requests: readonly LoggedRequest[];
  /** How many requests have come, those that are forgotten included. */
  readonly requestCount: number;
  /** How many connections were opened. */
  readonly connections: number;
  /** Changes what happens to requests from now on. */
  behave(decide: (head: RequestHead) => Behaviour): void;
  close(): Promise<void>;
}

/** A run of hours must not fill the memory with its requests; older ones are forgotten. */
const LOGGED_REQUESTS_MAX = 100_000;

/** Starts a backend on the loopback address. */
export async function startFaultBackend(options: FaultBackendOptions = {}): Promise<FaultBackend> {
  const backend = new Backend(options);
  await backend.listen(options.port ?? 0);
  return backend;
}

class Backend implements FaultBackend {
  readonly requests: LoggedRequest[] = [];
  port = 0;
  connections = 0;
  requestCount = 0;
  /** Ends the waits of late answers, which would otherwise keep the process alive. */
  private readonly closing = new AbortController();
  private readonly server: Server;
  private readonly numbers = new WeakMap<Socket, number>();
  private decide: (head: RequestHead) => Behaviour;

  constructor(private readonly options: FaultBackendOptions) {
    this.decide = options.behave ?? (() => ACCEPT);
    const listener: RequestListener = (incoming, response) => {
      void this.handle(incoming, response).catch(() => {
        // The client has gone, or the test has ended the server.
        response.destroy();
      });
    };
    this.server = options.tls === undefined ? createServer(listener) : createTlsServer(options.tls, listener);
    this.server.on(options.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
      this.numbers.set(socket, this.connections++);
    });
  }

  get base(): string {
    return `http${this.options.tls === undefined ? '' : 's'}://127.0.0.1:${this.port}`;
  }

  get url(): string {
    return `${this.base}/v1/traces`;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    this.port = (this.server.address() as AddressInfo).port;
  }

  behave(decide: (head: RequestHead) => Behaviour): void {
    this.decide = decide;
  }

  close(): Promise<void> {
    this.closing.abort();
    return new Promise((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  private async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const connection = this.numbers.get(incoming.socket) ?? -1;
    const head = { index: this.requestCount++, connection, path: incoming.url ?? '', headers: incoming.headers };
    const behaviour = this.decide(head);
    const logged = this.note(head, behaviour);
    if (behaviour.type === 'answer') {
      await this.answer(behaviour, { incoming, response, logged });
      return;
    }
    await performMisdeed(behaviour, {
      incoming,
      response,
      store: (body) => {
        this.store(logged, body);
      },
      countSent: (bytes) => (logged.sentBytes += bytes),
    });
  }

  private note(head: RequestHead, behaviour: Behaviour): LoggedRequest {
    if (this.requests.length >= LOGGED_REQUESTS_MAX) this.requests.splice(0, LOGGED_REQUESTS_MAX / 10);
    const logged: LoggedRequest = {
      ...head,
      atMs: (this.options.nowMs ?? (() => performance.now()))(),
      behaviour: behaviour.type,
      status: undefined,
      bodyBytes: undefined,
      bodyHash: undefined,
      spanCount: 0,
      turnedDownCount: 0,
      sentBytes: 0,
    };
    this.requests.push(logged);
    return logged;
  }

  private async answer({ answer, delayMs = 0 }: Behaviour & { type: 'answer' }, exchange: Exchange): Promise<void> {
    const { incoming, response, logged } = exchange;
    const body = await readBody(incoming);
    noteBody(logged, body);
    const spans = spansIn(logged, body);
    const { status, headers = {}, body: text = '', keep } = answer({ ...logged, body, spans } satisfies WholeRequest);
    // A slow backend has the spans before the client learns of it.
    if (status >= 200 && status < 300) {
      this.store(logged, body, keep);
      logged.turnedDownCount = spans.length - logged.spanCount;
    }
    if (delayMs > 0) await wait(delayMs, undefined, { signal: this.closing.signal });
    logged.status = status;
    response.writeHead(status, headers).end(text);
  }

  private store(logged: LoggedRequest, body: Buffer, keep?: (received: ReceivedSpan, index: number) => boolean): void {
    noteBody(logged, body);
    const { oracle } = this.options;
    const stored = oracle === undefined ? spansIn(logged, body) : oracle.receive(encoded(logged, body), keep);
    logged.spanCount = stored.length;
  }
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly logged: LoggedRequest;
}

function noteBody(logged: LoggedRequest, body: Buffer): void {
  logged.bodyBytes = body.length;
  logged.bodyHash = createHash('sha256').update(body).digest('hex');
}

function spansIn(head: RequestHead, body: Buffer): readonly ReceivedSpan[] {
  return decodeRequest(encoded(head, body));
}

function encoded({ headers }: RequestHead, body: Buffer): Parameters<typeof decodeRequest>[0] {
  const textOf = (name: string): string | undefined => headers[name]?.toString();
  return { body, contentType: textOf('content-type'), contentEncoding: textOf('content-encoding') };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
