import { createServer, type IncomingMessage, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { RecordedRequest } from './otlp-recorder.js';

const TYPES: Readonly<Record<string, string>> = { html: 'text/html; charset=utf-8', js: 'text/javascript' };

/** A server for the tests of pages. */
export interface PageServer {
  /** The origin, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the files of one directory on a free port of the loopback. */
export function startPageServer(directory: string): Promise<PageServer> {
  const server = createServer((request, response) => {
    const name = /^\/([\w.-]+)(?:\?|$)/.exec(request.url ?? '')?.[1] ?? 'index.html';
    readFile(join(directory, name)).then(
      (content) => {
        response.writeHead(200, { 'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain' });
        response.end(content);
      },
      () => {
        response.writeHead(404).end();
      },
    );
  });
  return listen(server);
}

/** A backend of another origin that takes what pages of any origin send, and keeps the requests. */
export async function startOpenRecorder(): Promise<PageServer & { readonly requests: readonly RecordedRequest[] }> {
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const { method = '', url: path = '', headers } = request;
      response.setHeader('access-control-allow-origin', headers.origin ?? '*');
      response.setHeader('access-control-allow-headers', 'content-type');
      if (method === 'POST') requests.push({ method, path, headers, body });
      response.writeHead(method === 'POST' ? 200 : 204, { 'content-type': 'application/x-protobuf' }).end();
    });
  });
  return { ...(await listen(server)), requests };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

async function listen(server: Server): Promise<PageServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}`, close };
}
