import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the backend got it. */
export interface GotRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** What a backend answers: a status with a body, or whatever a function does with the response. */
export type Reply =
  | {
      readonly status?: number;
      readonly type?: string;
      readonly body?: string | Uint8Array;
      readonly headers?: Record<string, string>;
    }
  | ((response: ServerResponse) => void);

/** A backend on a free port of the loopback. */
export interface FakeBackend {
  readonly url: string;
  readonly port: number;
  readonly requests: GotRequest[];
  readonly server: Server;
}

const open = new Set<Server>();

/** Starts a backend that answers by path; what no path is given for is 404. {@link closeBackends} closes it. */
export async function startBackend(replies: Readonly<Record<string, Reply>> | ((got: GotRequest) => Reply)) {
  const requests: GotRequest[] = [];
  const server = createServer(({ method = '', url = '', headers }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const got = { method, path: pathname, query: searchParams, headers };
    requests.push(got);
    send(response, (typeof replies === 'function' ? replies(got) : replies[pathname]) ?? { status: 404, body: 'no' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.add(server);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, requests, server } satisfies FakeBackend;
}

function send(response: ServerResponse, reply: Reply): void {
  if (typeof reply === 'function') {
    reply(response);
    return;
  }
  const { status = 200, type = 'application/json', body = '', headers = {} } = reply;
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}

/** Closes every backend; for `afterEach`. */
export async function closeBackends(): Promise<void> {
  for (const server of open) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  open.clear();
}
