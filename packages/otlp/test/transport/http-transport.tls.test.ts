import { createServer, type Server, type ServerOptions } from 'node:https';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { encodeTraces } from '../../src/codec/encode-traces.js';
import { OtlpSpanExporter } from '../../src/delivery/otlp-span-exporter.js';
import type { ExportResponse } from '../../src/transport/export-response.js';
import { createHttpTransport, type TlsMaterial } from '../../src/transport/http-transport.js';
import { hasOpenssl, makeCertificates, type Certificates } from '../support/certificates.js';
import { createManualClock } from '../support/manual-clock.js';
import { makeSpan } from '../support/spans.js';

const describeTls = hasOpenssl ? describe : describe.skip;
const TOKEN = 'Bearer very-secret-token';
const BODY = encodeTraces([makeSpan({ name: 'payload-in-plain-text' })]);

describeTls(hasOpenssl ? 'over TLS' : 'over TLS (skipped: this machine has no openssl)', () => {
  let certificates: Certificates;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(() => {
    certificates = makeCertificates();
  });

  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const closeOf = (server: Server | TcpServer, sockets: ReadonlySet<Socket>) => async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };

  async function listen(server: Server | TcpServer): Promise<number> {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => sockets.add(socket));
    closing.push(closeOf(server, sockets));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /** A receiver behind TLS, and a wire tap before it: everything that the client sends, as it is on the network. */
  async function startReceiver(options: ServerOptions) {
    const bodies: Buffer[] = [];
    const server = createServer(options, (message, response) => {
      const chunks: Buffer[] = [];
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        bodies.push(Buffer.concat(chunks));
        response.end();
      });
    });
    server.on('tlsClientError', () => undefined);
    const innerPort = await listen(server);
    const wire: Buffer[] = [];
    const tap = createTcpServer((socket) => {
      const inner = connect(innerPort, '127.0.0.1');
      socket.on('data', (chunk) => wire.push(chunk));
      socket.pipe(inner).pipe(socket);
      for (const end of [socket, inner]) end.on('error', () => end.destroy());
    });
    const port = await listen(tap);
    return {
      url: `https://127.0.0.1:${port}/v1/traces`,
      port,
      bodies,
      wire: () => Buffer.concat(wire).toString('latin1'),
    };
  }

  async function send(url: string, tls: TlsMaterial): Promise<ExportResponse> {
    const transport = createHttpTransport({ url, tls, headers: { authorization: TOKEN }, timeoutMs: 5_000 });
    try {
      return await transport.send(BODY);
    } finally {
      transport.close();
    }
  }

  const expectNothingTold = (response: ExportResponse, wire: string): void => {
    const said = JSON.stringify(response);
    for (const secret of ['PRIVATE KEY', 'BEGIN CERTIFICATE', 'very-secret-token']) expect(said).not.toContain(secret);
    expect(wire).not.toContain('payload-in-plain-text');
    expect(wire).not.toContain('very-secret-token');
  };

  it('a receiver whose authority is known takes the spans, and nothing of them is readable on the way', async () => {
    const receiver = await startReceiver(certificates.server);
    expect(await send(receiver.url, { ca: certificates.ca })).toEqual({ status: 'success' });
    expect(receiver.bodies.map((body) => Buffer.compare(body, BODY))).toEqual([0]);
    expectNothingTold({ status: 'success' }, receiver.wire());
  });

  it('a receiver that asks for a certificate of the client gets it', async () => {
    const receiver = await startReceiver({
      ...certificates.server,
      ca: certificates.ca,
      requestCert: true,
      rejectUnauthorized: true,
    });
    const { ca, client } = certificates;
    expect(await send(receiver.url, { ca, ...client })).toEqual({ status: 'success' });
    const bytes = { ca: Buffer.from(ca), cert: Buffer.from(client.cert), key: Buffer.from(client.key) };
    expect(await send(receiver.url, bytes)).toEqual({ status: 'success' });
    const without = await send(receiver.url, { ca });
    expect(without.status).toBe('retryable');
    expect(receiver.bodies).toHaveLength(2);
    expectNothingTold(without, receiver.wire());
  });

  it.each([
    ['has expired', 'expired', 'has expired'],
    ['is for another host', 'wrongHost', 'is not for the host "127.0.0.1"'],
    ['is signed by itself', 'selfSigned', 'is not signed by an authority known here'],
  ] as const)('a receiver whose certificate %s gets nothing, not even in plain text', async (_name, which, said) => {
    const receiver = await startReceiver(certificates[which]);
    const response = await send(receiver.url, { ca: certificates.ca });
    expect(response).toMatchObject({ status: 'retryable', detail: expect.stringContaining(said) as string });
    expect(receiver.bodies).toEqual([]);
    expectNothingTold(response, receiver.wire());
  });

  it('a receiver of an authority that is not known gets nothing', async () => {
    const receiver = await startReceiver(certificates.server);
    const response = await send(receiver.url, {});
    expect(response.status).toBe('retryable');
    expect(receiver.bodies).toEqual([]);
    expectNothingTold(response, receiver.wire());
  });

  it('a receiver that speaks plain text is not spoken to in plain text', async () => {
    const received: Buffer[] = [];
    const plain = createTcpServer((socket) => {
      socket.on('data', (chunk) => received.push(chunk)).on('error', () => socket.destroy());
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    const port = await listen(plain);
    const response = await send(`https://127.0.0.1:${port}/v1/traces`, { ca: certificates.ca });
    expect(response.status).toBe('retryable');
    expectNothingTold(response, Buffer.concat(received).toString('latin1'));
  });

  it('an exporter delivers as soon as the certificate has been mended', async () => {
    const broken = await startReceiver(certificates.expired);
    const mended = await startReceiver(certificates.server);
    let isMended = false;
    const tls = { ca: certificates.ca };
    const [first, second] = [broken, mended].map(({ url }) => createHttpTransport({ url, tls }));
    const transport = {
      send: async (body: Uint8Array, signal?: AbortSignal) => {
        const target = isMended ? second : first;
        return (await target?.send(body, signal)) ?? { status: 'success' as const };
      },
      close: () => {
        first?.close();
        second?.close();
      },
    };
    const clock = createManualClock();
    const exporter = new OtlpSpanExporter({ transport, clock, warn: () => undefined });
    exporter.add(makeSpan());
    const flushing = exporter.forceFlush(60_000);
    while (broken.wire() === '') await new Promise((resolve) => setTimeout(resolve, 1));
    isMended = true;
    for (let step = 0; step < 300 && exporter.ledger().accepted === 0; step++) {
      await clock.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await flushing;
    expect(clock.now()).toBeLessThanOrEqual(30_000);
    expect(exporter.ledger()).toMatchObject({ accepted: 1 });
    await exporter.shutdown();
  });
});
