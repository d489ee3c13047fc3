import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as the receiver got it. */
export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  /** The number of the connection, from 1. */
  readonly connection: number;
}

/** A real HTTP server on a free port of the loopback, closed by {@link closeReceivers}. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly requests: ReceivedRequest[];
  readonly server: Server;
}

export type Respond = (response: ServerResponse, request: ReceivedRequest, socket: Socket) => void;

const servers: Server[] = [];

export async function startReceiver(respond: Respond): Promise<Receiver> {
  const requests: ReceivedRequest[] = [];
  const connections = new Map<Socket, number>();
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('error', () => undefined);
    message.on('end', () => {
      const { method, url, headers, socket } = message;
      const request = { method, url, headers, body: Buffer.concat(chunks), connection: connections.get(socket) ?? 0 };
      requests.push(request);
      respond(response, request, socket);
    });
  });
  server.on('connection', (socket) => connections.set(socket, connections.size + 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1/traces`, port, requests, server };
}

export async function closeReceivers(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
