import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the stub answers to one request; `reset` ends the connection without an answer. */
export type StubAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Uint8Array;
    }
  | 'reset';

/** A request as the stub got it. */
export interface StubRequest {
  readonly index: number;
  readonly body: Buffer;
  readonly headers: IncomingMessage['headers'];
}

/** An OTLP backend that misbehaves exactly as told. */
export interface OtlpStub {
  readonly url: string;
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

function send(answer: StubAnswer, response: ServerResponse): void {
  if (answer === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/x-protobuf', ...answer.headers });
  response.end(answer.body ?? '');
}

/** Starts a stub on a free port of the loopback address; `answer` decides per request. */
export async function startOtlpStub(
  answer: (request: StubRequest) => StubAnswer | Promise<StubAnswer>,
): Promise<OtlpStub> {
  const requests: StubRequest[] = [];
  const server = createServer((incoming, response) => {
    void readBody(incoming).then(
      async (body) => {
        const request = { index: requests.length, body, headers: incoming.headers };
        requests.push(request);
        send(await answer(request), response);
      },
      () => undefined,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
