import { createServer as createHttp2Server, createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { OtlpSpanExporter } from '../../src/delivery/otlp-span-exporter.js';
import type { DeliveryFault } from '../../src/transport/delivery-fault.js';
import { explainConnectFault } from '../../src/transport/connect-fault.js';
import { createHttpTransport, type TlsMaterial } from '../../src/transport/http-transport.js';
import { hasOpenssl, makeCertificates, type Certificates } from '../support/certificates.js';
import { closeReceivers, startReceiver } from '../support/http-receiver.js';
import { createManualClock } from '../support/manual-clock.js';
import { makeSpans } from '../support/spans.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await closeReceivers();
});

/** Listens on a free port of the loopback until the end of the test. */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function faultOf(url: string, tls: TlsMaterial = {}): Promise<DeliveryFault | undefined> {
  const transport = createHttpTransport({ url, tls, timeoutMs: 5_000 });
  try {
    const response = await transport.send(new Uint8Array(1_000));
    return 'fault' in response ? response.fault : undefined;
  } finally {
    transport.close();
  }
}

it('a port of gRPC, as node:http2 serves it, is recognised by its settings', async () => {
  const server = createHttp2Server();
  server.on('sessionError', () => undefined);
  const port = await listen(server);
  expect(await faultOf(`http://127.0.0.1:${port}/v1/traces`)).toEqual({
    kind: 'grpc-port',
    message: `http://127.0.0.1:${port}/v1/traces does not speak OTLP over HTTP/1.1, but gRPC.`,
    remedy: 'Use the port of OTLP/HTTP, usually 4318; that of OTLP/gRPC is usually 4317.',
  });
});

it('4317 is told to be the port of gRPC', () => {
  const error = { code: 'HPE_INVALID_CONSTANT', rawPacket: Buffer.from('000000040000000000', 'hex') };
  expect(explainConnectFault(error, new URL('http://127.0.0.1:4317/v1/traces')).remedy).toBe(
    '4317 is the port of OTLP/gRPC, use 4318, that of OTLP/HTTP.',
  );
});

it('nothing that listens is told with what to set', async () => {
  const port = await freePort();
  expect(await faultOf(`http://127.0.0.1:${port}/v1/traces`)).toEqual({
    kind: 'nothing-listens',
    message: `Connection refused at http://127.0.0.1:${port}/v1/traces: nothing listens there.`,
    remedy: 'Start the backend, or set another endpoint (the option `endpoint`, or OTEL_EXPORTER_OTLP_ENDPOINT).',
  });
});

it('localhost that is ::1 alone is told to be that', async () => {
  const port = await freePort();
  const error = await new Promise<unknown>((resolve) => {
    const lookup = (_host: string, _options: unknown, done: (error: null, addresses: unknown) => void): void => {
      done(null, [{ address: '::1', family: 6 }]);
    };
    const socket = connect({ host: 'localhost', port, lookup: lookup as never });
    socket.on('error', resolve);
  });
  // A machine without IPv6 says that there is no such address.
  const { code } = error as { code: string };
  if (code !== 'ECONNREFUSED') return;
  expect(explainConnectFault(error, new URL(`http://localhost:${port}/v1/traces`))).toMatchObject({
    kind: 'localhost-ipv6',
    remedy: 'If the backend listens on IPv4, write 127.0.0.1 in its place.',
  });
});

it('a receiver on 127.0.0.1 is found by the name localhost', async () => {
  const { port, requests } = await startReceiver((response) => response.end());
  expect(await faultOf(`http://localhost:${port}/v1/traces`)).toBeUndefined();
  expect(requests).toHaveLength(1);
});

it('a name that does not exist is told', async () => {
  const fault = await faultOf('http://collector.invalid:4318/v1/traces');
  expect(fault).toMatchObject({
    kind: 'host-unknown',
    message: 'The host name "collector.invalid" of http://collector.invalid:4318/v1/traces was not found.',
  });
});

it.each([
  [404, 'wrong-path', 'The path was "/otlp".'],
  [405, 'wrong-path', 'The path was "/otlp".'],
  [401, 'credentials', 'OTEL_EXPORTER_OTLP_HEADERS'],
])('an answer of %d is %s', async (status, kind, remedy) => {
  const { port } = await startReceiver((response) => response.writeHead(status).end());
  const fault = await faultOf(`http://127.0.0.1:${port}/otlp`);
  expect(fault).toMatchObject({ kind, remedy: expect.stringContaining(remedy) as string });
});

it('https to a plain port says to write http://', async () => {
  const { port } = await startReceiver((response) => response.end());
  expect(await faultOf(`https://127.0.0.1:${port}/v1/traces`)).toMatchObject({
    kind: 'plain-port',
    remedy: 'If it speaks plain HTTP, write http:// in the endpoint.',
  });
});

it('a wrong set-up is told once with its remedy, and then only counted', async () => {
  const server = createHttp2Server();
  server.on('sessionError', () => undefined);
  const port = await listen(server);
  const told: string[] = [];
  const clock = createManualClock();
  const exporter = new OtlpSpanExporter({
    endpoint: `http://127.0.0.1:${port}`,
    clock,
    random: () => 0.5,
    warn: (message) => told.push(message),
  });
  for (const span of makeSpans(1_000)) exporter.add(span);
  for (let step = 0; step < 200 && told.length === 0; step++) {
    await clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await clock.advance(30_000);
  expect(told).toEqual([
    `OtlpSpanExporter: spans cannot be delivered and will be retried. http://127.0.0.1:${port}/v1/traces does not ` +
      'speak OTLP over HTTP/1.1, but gRPC. Use the port of OTLP/HTTP, usually 4318; that of OTLP/gRPC is usually 4317.',
  ]);
  const { queued, inFlight, accepted } = exporter.ledger();
  expect([queued + inFlight, accepted]).toEqual([1_000, 0]);
  exporter.flushSync();
  expect(exporter.ledger().droppedByReason.exit).toBe(1_000);
});

const describeTls = hasOpenssl ? describe : describe.skip;

describeTls(hasOpenssl ? 'over TLS' : 'over TLS (skipped: this machine has no openssl)', () => {
  let certificates: Certificates;

  beforeAll(() => {
    certificates = makeCertificates();
  });

  const start = async (options: object): Promise<string> => {
    const server = createHttpsServer(options, (message, response) => {
      message.resume().on('end', () => response.end());
    });
    server.on('tlsClientError', () => undefined);
    return `127.0.0.1:${await listen(server)}`;
  };

  it.each([
    ['selfSigned', 'certificate-untrusted', 'the option `tls.ca`, or OTEL_EXPORTER_OTLP_CERTIFICATE'],
    ['wrongHost', 'certificate-name', 'Set an endpoint with the host that it names'],
    ['expired', 'certificate-expired', 'Renew it at the receiver, and check the clocks'],
  ] as const)('a certificate that is %s is %s', async (which, kind, remedy) => {
    const host = await start(certificates[which]);
    const fault = await faultOf(`https://${host}/v1/traces`, { ca: certificates.ca });
    expect(fault).toMatchObject({ kind, remedy: expect.stringContaining(remedy) as string });
  });

  it('an authority that is not known is told with the option for it', async () => {
    const fault = await faultOf(`https://${await start(certificates.server)}/v1/traces`);
    expect(fault).toMatchObject({ kind: 'certificate-untrusted' });
  });

  it('a receiver that asks for a certificate of the client is told with the options for it', async () => {
    const { server, ca } = certificates;
    const host = await start({ ...server, ca, requestCert: true, rejectUnauthorized: true });
    const fault = await faultOf(`https://${host}/v1/traces`, { ca });
    // The alert and the end of the connection come together: which is seen first is not ours to say.
    expect(['client-certificate', 'connection-closed']).toContain(fault?.kind);
  });

  it('http to a port that speaks TLS, which closes without a word, names https://', async () => {
    const fault = await faultOf(`http://${await start(certificates.server)}/v1/traces`);
    expect(fault?.kind).toBe('connection-closed');
    expect(fault?.remedy).toContain('a port that speaks TLS wants https://');
  });

  it('https to a port of gRPC over TLS is no success', async () => {
    const server = createSecureServer({ ...certificates.server });
    server.on('sessionError', () => undefined);
    const port = await listen(server);
    expect((await faultOf(`https://127.0.0.1:${port}/v1/traces`, { ca: certificates.ca }))?.kind).toBe('credentials');
  });
});
