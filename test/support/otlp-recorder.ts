import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

/** One request as it came, its body whole and still as it was on the wire. */
export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** A backend that accepts everything and keeps the requests. */
export interface OtlpRecorder {
  /** Base of the endpoint, without a path: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** All requests so far, in the order in which they were complete. */
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

/** Starts a recorder on a free port of the loopback address. */
export async function startOtlpRecorder(): Promise<OtlpRecorder> {
  const requests: RecordedRequest[] = [];
  const server = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      const { method = '', url: path = '', headers } = incoming;
      requests.push({ method, path, headers, body });
      // Complete success is an empty message: no bytes in protobuf, an empty object in JSON.
      const contentType = headers['content-type'] ?? 'application/x-protobuf';
      response.writeHead(200, { 'content-type': contentType });
      response.end(contentType.startsWith('application/json') ? '{}' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, requests, close: () => closeServer(server) };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    // Clients keep their connections open; without this the server would wait for them.
    server.closeAllConnections();
  });
}
