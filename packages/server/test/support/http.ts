import { type IncomingHttpHeaders, request as startRequest, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { startServer, type RunningServer, type ServerOptions } from '../../src/index.js';

/** An answer, read whole. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Requests as bare as a test needs them; `fetch` would not send a strange `Host` or `Origin`. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One buffer is sent with its length; several are sent chunked. */
  readonly body?: Uint8Array | string | readonly (Uint8Array | string)[];
  readonly agent?: RequestOptions['agent'];
}

const open = new Set<RunningServer>();

/** Starts a server on a free port; {@link closeServers} closes it. */
export async function openServer(options: ServerOptions = {}): Promise<RunningServer> {
  const server = await startServer({ port: 0, warn: () => undefined, ...options });
  open.add(server);
  return server;
}

/** Closes every server of {@link openServer}; for `afterEach`. */
export async function closeServers(): Promise<void> {
  await Promise.all([...open].map((server) => server.close()));
  open.clear();
}

/** Sends one request and reads the answer. */
export function send(server: RunningServer, sent: Sent): Promise<Received> {
  // A connection for each request: one that Node's own agent kept alive would hide that a server has closed.
  const { method = 'POST', path = '/v1/traces', headers = {}, body = '', agent = false } = sent;
  return new Promise((resolve, reject) => {
    const pieces = Array.isArray(body) ? (body as readonly (Uint8Array | string)[]) : undefined;
    const request = startRequest({ host: '127.0.0.1', port: server.port, method, path, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    request.on('error', reject);
    if (pieces === undefined) {
      request.end(body as Uint8Array | string);
      return;
    }
    for (const piece of pieces) request.write(piece);
    request.end();
  });
}

/** Posts a value as OTLP JSON. */
export function sendJson(
  server: RunningServer,
  value: unknown,
  headers: Record<string, string> = {},
): Promise<Received> {
  return send(server, { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) });
}

/** Posts bytes as OTLP protobuf. */
export function sendProtobuf(
  server: RunningServer,
  body: Uint8Array,
  headers: Record<string, string> = {},
): Promise<Received> {
  return send(server, { headers: { 'content-type': 'application/x-protobuf', ...headers }, body });
}

/** Writes bytes to a connection and reads until the server closes it. */
export function sendRaw(server: RunningServer, bytes: Uint8Array | string): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(server.port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    // A reset is as good an end as any other for these tests.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(Buffer.concat(chunks).toString('latin1'));
    });
  });
}
