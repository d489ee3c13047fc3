import { createServer, type AddressInfo, type Server } from 'node:net';
import { gunzipSync, gzipSync } from 'node:zlib';
import { encodeExportResponse, encodeStatus } from '../../src/codec/export-response.js';
import type { ExportResponse, OtlpTransport } from '../../src/transport/export-response.js';
import { createHttpTransport, USER_AGENT, type HttpTransportOptions } from '../../src/transport/http-transport.js';
import { closeReceivers, startReceiver, type Receiver, type Respond } from '../support/http-receiver.js';

const BODY = Buffer.from('the body of a request');
const PROTOBUF = { 'Content-Type': 'application/x-protobuf' };

const transports: OtlpTransport[] = [];
const rawServers: Server[] = [];

afterEach(async () => {
  for (const transport of transports.splice(0)) transport.close();
  await closeReceivers();
  for (const server of rawServers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

function open(url: string, options: Partial<HttpTransportOptions> = {}): OtlpTransport {
  const transport = createHttpTransport({ url, ...options });
  transports.push(transport);
  return transport;
}

async function exchange(
  respond: Respond,
  options: Partial<HttpTransportOptions> = {},
): Promise<{ response: ExportResponse; receiver: Receiver }> {
  const receiver = await startReceiver(respond);
  return { response: await open(receiver.url, options).send(BODY), receiver };
}

/** A server that sees raw bytes; answers with what `answer` gives, or closes the connection. */
async function startRaw(answer: string | Buffer | undefined): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (answer === undefined ? socket.resetAndDestroy() : socket.end(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  rawServers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
}

describe('a request', () => {
  it('is a POST with the headers of OTLP and a Content-Length', async () => {
    const { response, receiver } = await exchange((answer) => answer.end(), {
      headers: { Authorization: 'Bearer x', 'content-type': 'text/evil', 'Content-Length': '7' },
    });
    expect(response).toEqual({ status: 'success' });
    expect(receiver.requests).toHaveLength(1);
    expect(receiver.requests[0]).toMatchObject({
      method: 'POST',
      url: '/v1/traces',
      body: BODY,
      headers: {
        authorization: 'Bearer x',
        'content-type': 'application/x-protobuf',
        'content-length': '21',
        'user-agent': USER_AGENT,
        connection: 'keep-alive',
      },
    });
    expect(receiver.requests[0]?.headers).not.toHaveProperty('transfer-encoding');
  });

  it('in JSON says so', async () => {
    const { receiver } = await exchange((answer) => answer.end(), { encoding: 'json' });
    expect(receiver.requests[0]?.headers['content-type']).toBe('application/json');
  });

  it('with gzip is compressed and says so', async () => {
    const { receiver } = await exchange((answer) => answer.end(), { compression: 'gzip' });
    const [request] = receiver.requests;
    expect(request?.headers['content-encoding']).toBe('gzip');
    expect(request?.headers['content-length']).toBe(String(request?.body.length));
    expect(gunzipSync(request?.body ?? Buffer.alloc(0))).toEqual(BODY);
  });

  it('goes over the connection of the one before', async () => {
    const receiver = await startReceiver((answer) => answer.end());
    const transport = open(receiver.url);
    await transport.send(BODY);
    await transport.send(BODY);
    expect(receiver.requests.map((request) => request.connection)).toEqual([1, 1]);
  });

  it('on a kept connection that the receiver closes is sent once more at once', async () => {
    const receiver = await startReceiver((answer, request, socket) => {
      if (request.connection === 1 && receiver.requests.length === 2) socket.resetAndDestroy();
      else answer.end();
    });
    const transport = open(receiver.url);
    await transport.send(BODY);
    expect(await transport.send(BODY)).toEqual({ status: 'success' });
    expect(receiver.requests.map((request) => [request.connection, request.body.equals(BODY)])).toEqual([
      [1, true],
      [1, true],
      [2, true],
    ]);
  });
});

describe('an answer', () => {
  it.each([429, 502, 503, 504])('%d is retryable, with the wait that it names', async (httpStatus) => {
    const { response } = await exchange((answer) => answer.writeHead(httpStatus, { 'Retry-After': '7' }).end());
    expect(response).toMatchObject({ status: 'retryable', httpStatus, retryAfterMs: 7_000 });
  });

  it('with a date in Retry-After is read against the wall clock', async () => {
    const nowUnixMs = (): number => Date.UTC(2026, 0, 1, 0, 0, 0);
    const { response } = await exchange(
      (answer) => answer.writeHead(503, { 'Retry-After': 'Thu, 01 Jan 2026 00:00:30 GMT' }).end(),
      { nowUnixMs },
    );
    expect(response).toMatchObject({ status: 'retryable', retryAfterMs: 30_000 });
  });

  it('of every other status from 400 to 599 is a failure', async () => {
    const receiver = await startReceiver((answer, request) => {
      answer.writeHead(Number(request.url?.slice(1))).end();
    });
    const retryable: number[] = [];
    for (let httpStatus = 400; httpStatus < 600; httpStatus++) {
      const transport = open(`http://127.0.0.1:${receiver.port}/${httpStatus}`);
      const response = await transport.send(BODY);
      transport.close();
      if (response.status === 'retryable') retryable.push(httpStatus);
      else expect(response).toMatchObject({ status: 'failure', httpStatus });
    }
    expect(retryable).toEqual([429, 502, 503, 504]);
  });

  it('with a Status tells its message', async () => {
    const { response, receiver } = await exchange((answer) =>
      answer.writeHead(400, PROTOBUF).end(encodeStatus({ code: 3, message: 'span 5 has no id' }, 'protobuf')),
    );
    expect(response).toMatchObject({
      status: 'failure',
      httpStatus: 400,
      detail: `HTTP 400 from ${receiver.url}: span 5 has no id.`,
    });
  });

  it('of partial success is counted', async () => {
    const partial = encodeExportResponse({ rejectedSpans: 3, errorMessage: 'old\u001b[31m' }, 'protobuf');
    const { response } = await exchange((answer) => answer.writeHead(200, PROTOBUF).end(partial));
    expect(response).toEqual({ status: 'partial', rejectedSpans: 3, message: 'old\\u{1b}[31m' });
  });

  it('that is a redirect is not followed', async () => {
    const target = await startReceiver((answer) => answer.end());
    const { response } = await exchange((answer) => answer.writeHead(307, { Location: target.url }).end(), {
      headers: { Authorization: 'secret' },
    });
    expect(response).toMatchObject({ status: 'failure', httpStatus: 307 });
    expect(JSON.stringify(response)).not.toContain('secret');
    expect(target.requests).toHaveLength(0);
  });

  it('in gzip is read', async () => {
    const partial = gzipSync(encodeExportResponse({ rejectedSpans: 1, errorMessage: 'm' }, 'protobuf'));
    const { response } = await exchange((answer) =>
      answer.writeHead(200, { ...PROTOBUF, 'Content-Encoding': 'gzip' }).end(partial),
    );
    expect(response).toEqual({ status: 'partial', rejectedSpans: 1, message: 'm' });
  });

  it('cut off behind a 200 counts as accepted', async () => {
    const { response } = await exchange((answer, _request, socket) => {
      answer.writeHead(200, { 'Content-Length': '100' });
      answer.write('x', () => socket.resetAndDestroy());
    });
    expect(response).toMatchObject({ status: 'success' });
    expect(response).toHaveProperty('warning', expect.stringContaining('cut off or too large'));
  });
});

describe('an answer over 4 MiB is not taken in', () => {
  const CHUNK = Buffer.alloc(256 * 1024);

  /** Writes until the connection is gone; answers how much it could write. */
  const pour = (
    httpStatus: number,
    headers: Record<string, string>,
    chunk: Buffer,
    poured: { bytes: number },
  ): Respond => {
    return (answer) => {
      answer.writeHead(httpStatus, headers);
      const write = (): void => {
        while (!answer.destroyed && poured.bytes < 1e9) {
          poured.bytes += chunk.length;
          if (!answer.write(chunk)) return void answer.once('drain', write);
        }
      };
      write();
    };
  };

  it('when it never ends, with a 200', async () => {
    const poured = { bytes: 0 };
    const { response } = await exchange(pour(200, PROTOBUF, CHUNK, poured));
    expect(response).toMatchObject({ status: 'success' });
    expect(poured.bytes).toBeLessThan(64 * 1024 * 1024);
  });

  it('when it never ends, with a 500', async () => {
    const poured = { bytes: 0 };
    const { response } = await exchange(pour(500, {}, CHUNK, poured));
    expect(response).toMatchObject({ status: 'failure', httpStatus: 500 });
    expect(poured.bytes).toBeLessThan(64 * 1024 * 1024);
  });

  it('when it only grows while it is inflated', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024));
    const { response } = await exchange((answer) =>
      answer.writeHead(200, { ...PROTOBUF, 'Content-Encoding': 'gzip' }).end(bomb),
    );
    expect(response).toHaveProperty('warning', expect.stringContaining('cut off or too large'));
  });
});

describe('without an answer', () => {
  it('a closed port is named', async () => {
    const receiver = await startReceiver((answer) => answer.end());
    const { url } = receiver;
    await closeReceivers();
    expect(await open(url).send(BODY)).toMatchObject({
      status: 'retryable',
      detail:
        `Connection refused at ${url}: nothing listens there. Start the backend, or set another endpoint ` +
        '(the option `endpoint`, or OTEL_EXPORTER_OTLP_ENDPOINT).',
    });
  });

  it('an unknown host is named', async () => {
    const response = await open('http://nobody.invalid:4318/v1/traces').send(BODY);
    expect(response).toMatchObject({
      status: 'retryable',
      detail: expect.stringContaining('The host name "nobody.invalid"') as string,
    });
  });

  it('a reset is retryable', async () => {
    const response = await open(await startRaw(undefined)).send(BODY);
    expect(response).toMatchObject({
      status: 'retryable',
      detail: expect.stringContaining('was closed before') as string,
    });
    expect(response).not.toHaveProperty('httpStatus');
  });

  it('in HTTP/1.1 the port is one for gRPC', async () => {
    // The first frame of an HTTP/2 server: empty SETTINGS.
    const response = await open(await startRaw(Buffer.from('000000040000000000', 'hex'))).send(BODY);
    expect(response).toMatchObject({
      status: 'retryable',
      detail: expect.stringContaining('but gRPC') as string,
    });
  });

  it('a switch of protocols is retryable', async () => {
    const answer = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
    expect((await open(await startRaw(answer)).send(BODY)).status).toBe('retryable');
  });

  it('the deadline ends the attempt', async () => {
    const { response } = await exchange(() => undefined, { timeoutMs: 50 });
    expect(response).toMatchObject({ status: 'retryable', detail: expect.stringContaining('within 50 ms') as string });
  });

  it('the deadline holds for the whole attempt, also when bytes keep dripping', async () => {
    const drips: { timer?: NodeJS.Timeout } = {};
    const url = await new Promise<string>((resolve) => {
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        // Without reading, the server would not see that the client has gone.
        socket.resume();
        socket.write('HTTP/1.1 503 Slow\r\nX-Drip: ');
        drips.timer = setInterval(() => socket.write('.'), 5);
      });
      rawServers.push(server);
      server.listen(0, '127.0.0.1', () => {
        resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      });
    });
    const response = await open(url, { timeoutMs: 100 }).send(BODY);
    clearInterval(drips.timer);
    expect(response).toMatchObject({ status: 'retryable', detail: expect.stringContaining('within 100 ms') as string });
  });

  it('the signal ends the attempt', async () => {
    const controller = new AbortController();
    const receiver = await startReceiver(() => {
      controller.abort();
    });
    expect(await open(receiver.url).send(BODY, controller.signal)).toEqual({
      status: 'retryable',
      detail: `The request to ${receiver.url} was stopped.`,
    });
    expect((await open(receiver.url).send(BODY, AbortSignal.abort())).status).toBe('retryable');
    expect(receiver.requests).toHaveLength(1);
  });

  it('TLS is not given up for plain text', async () => {
    const receiver = await startReceiver((answer) => answer.end());
    const response = await open(receiver.url.replace('http:', 'https:')).send(BODY);
    expect(response).toMatchObject({
      status: 'retryable',
      detail: expect.stringContaining('did not answer in TLS') as string,
    });
    expect(receiver.requests).toHaveLength(0);
  });

  it('credentials in the URL are not told', async () => {
    const response = await open('http://user:s3cret@nobody.invalid/v1/traces?token=s3cret').send(BODY);
    expect(JSON.stringify(response)).not.toContain('s3cret');
  });
});
