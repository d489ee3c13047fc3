import { Agent, request as startRequest } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { once } from 'node:events';
import { decodeStatus } from '@spanbridge/otlp';
import { startServer } from '../src/index.js';
import { closeServers, openServer, send, sendJson, type Sent } from './support/http.js';
import { jsonRequest, jsonSpan } from './support/otlp.js';

afterEach(closeServers);

const EVERY_ROUTE: readonly Sent[] = [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/page.js' },
  { method: 'GET', path: '/page.css' },
  { method: 'GET', path: '/healthz' },
  { method: 'GET', path: '/api/spanbridge/traces' },
  { method: 'GET', path: `/api/spanbridge/traces/${'1'.repeat(32)}` },
  { method: 'GET', path: `/api/spanbridge/traces/${'1'.repeat(32)}/html` },
  { method: 'GET', path: `/api/spanbridge/traces/${'1'.repeat(32)}/otlp` },
  { method: 'POST', path: '/v1/traces' },
  { method: 'POST', path: '/v1/logs' },
  { method: 'OPTIONS', path: '/v1/traces' },
  { method: 'GET', path: '/no-such-path' },
];

/** Begins a POST and waits until the server has it in flight and asks for its body. */
async function beginPost(port: number): Promise<{ finish: (body: string) => Promise<number> }> {
  const headers = { 'content-type': 'application/json', expect: '100-continue', 'transfer-encoding': 'chunked' };
  const request = startRequest({ host: '127.0.0.1', port, method: 'POST', path: '/v1/traces', headers });
  const answered = new Promise<number>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
  });
  request.flushHeaders();
  await once(request, 'continue');
  const finish = (body: string): Promise<number> => {
    request.end(body);
    return answered;
  };
  return { finish };
}

describe('starting', () => {
  it('takes a free port of loopback and says where', async () => {
    const server = await openServer();
    expect(server.port).toBeGreaterThan(0);
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
  });

  it('a port that is taken is an error that says what to do', async () => {
    const { port } = await openServer();
    await expect(startServer({ port })).rejects.toMatchObject({
      name: 'SpanbridgeError',
      code: 'PORT_IN_USE',
      message:
        `Port ${port} of 127.0.0.1 is in use. ` +
        'Stop the process that listens there, or choose another port; port 0 takes a free one.',
    });
  });

  it.each(['0.0.0.0', '::', '10.1.2.3', 'example.com'])('S04 listening on %s needs a token', async (host) => {
    await expect(startServer({ host, port: 0 })).rejects.toMatchObject({ code: 'TOKEN_REQUIRED' });
  });

  it('S04 with a token it listens on all addresses, and answers under any name', async () => {
    const server = await openServer({ host: '0.0.0.0', token: 'secret' });
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const headers = { host: 'build-7.example.com', authorization: 'Bearer secret' };
    expect((await send(server, { method: 'GET', path: '/', headers })).status).toBe(200);
  });

  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address !== undefined && !address.internal && address.family === 'IPv4');
  (outside === undefined ? it.skip : it)('S04 by default no other address of this machine answers', async () => {
    const { port } = await openServer();
    const socket = connect(port, outside?.address ?? '');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('an address that this machine does not have is LISTEN_FAILED', async () => {
    await expect(startServer({ host: '192.0.2.1', port: 0, token: 'secret' })).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
    });
  });
});

describe('every route', () => {
  it('S05 refuses a strange Host, a strange Origin and a cross-site request, and sends no CORS header', async () => {
    const server = await openServer();
    const attacks = [
      { host: 'evil.com' },
      { host: `evil.com:${server.port}` },
      { origin: 'https://evil.com' },
      { origin: 'null' },
      { origin: `http://localhost:${server.port}` },
      { 'sec-fetch-site': 'cross-site' },
    ];
    for (const route of EVERY_ROUTE) {
      for (const attack of attacks) {
        const headers = { 'content-type': 'application/json', ...attack };
        const answer = await send(server, { ...route, headers, ...(route.method === 'POST' && { body: '{}' }) });
        expect([route.method, route.path, attack, answer.status]).toEqual([route.method, route.path, attack, 403]);
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    }
  });

  it('S06 what a form or a no-cors fetch of another site can send stores nothing', async () => {
    const server = await openServer();
    const body = JSON.stringify(jsonRequest(jsonSpan()));
    const forms = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const type of forms) {
      expect((await send(server, { headers: { 'content-type': type }, body })).status).toBe(415);
      const crossSite = { 'content-type': type, 'sec-fetch-site': 'cross-site', origin: 'https://evil.com' };
      expect((await send(server, { headers: crossSite, body })).status).toBe(403);
    }
    expect((await sendJson(server, jsonRequest(jsonSpan()), { origin: 'https://evil.com' })).status).toBe(403);
    expect(server.traces.counts().spansStored).toBe(0);
  });

  it('S08 carries the headers that keep data out of caches, frames and other origins', async () => {
    const server = await openServer();
    for (const route of EVERY_ROUTE) {
      const { headers } = await send(server, route);
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
          "frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        'cross-origin-resource-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
    }
  });

  it('the page itself may read and send', async () => {
    const server = await openServer();
    const headers = { origin: server.url, 'sec-fetch-site': 'same-origin' };
    expect((await send(server, { method: 'GET', path: '/api/spanbridge/traces', headers })).status).toBe(200);
    expect((await sendJson(server, jsonRequest(jsonSpan()), headers)).status).toBe(200);
  });
});

describe('limits of connections', () => {
  it('S21 a header that does not come is answered 408, and other senders are served meanwhile', async () => {
    const server = await openServer({ headerTimeoutMs: 100 });
    const socket = connect(server.port, '127.0.0.1', () => socket.write('POST /v1/traces HTTP/1.1\r\nHost:'));
    const answer = once(socket, 'data');
    expect((await sendJson(server, jsonRequest(jsonSpan()))).status).toBe(200);
    expect(String(await answer)).toMatch(/^HTTP\/1\.1 408 /);
    socket.destroy();
  });

  it('S21 a body that does not come ends its connection and stores nothing', async () => {
    const server = await openServer({ requestTimeoutMs: 100 });
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(
        'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
      ),
    );
    socket.resume();
    await once(socket, 'close');
    expect(server.traces.counts().spansStored).toBe(0);
  });

  it('S21 connections over the limit are closed at once', async () => {
    const server = await openServer({ connectionsMax: 1 });
    const agent = new Agent({ keepAlive: true });
    expect((await send(server, { method: 'GET', path: '/healthz', agent })).status).toBe(200);
    const second = connect(server.port, '127.0.0.1');
    second.on('error', () => undefined);
    second.resume();
    await once(second, 'close');
    agent.destroy();
  });
});

describe('closing', () => {
  it('C38 answers what is in flight, and what is new with 503, a Status and Retry-After as a date', async () => {
    const server = await openServer({ clock: () => Date.UTC(2026, 0, 2, 3, 4, 5) });
    const inFlight = await beginPost(server.port);
    const closed = server.close();
    const late = await sendJson(server, jsonRequest(jsonSpan()));
    expect(late.status).toBe(503);
    expect(late.headers['retry-after']).toBe('Fri, 02 Jan 2026 03:04:06 GMT');
    expect(decodeStatus(late.body, 'json')).toMatchObject({ code: 14 });
    expect(await inFlight.finish(JSON.stringify(jsonRequest(jsonSpan())))).toBe(200);
    await closed;
    expect(server.traces.counts().spansStored).toBe(1);
    await expect(send(server, { method: 'GET', path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('cuts off what does not end within the time', async () => {
    const server = await openServer({ closeTimeoutMs: 50 });
    const hanging = await beginPost(server.port);
    await server.close();
    await expect(hanging.finish('{}')).rejects.toThrow();
  });

  it('ends connections that are kept alive, are half open or sent garbage', async () => {
    const server = await openServer();
    const agent = new Agent({ keepAlive: true });
    await send(server, { method: 'GET', path: '/healthz', agent });
    const silent = connect(server.port, '127.0.0.1');
    const noisy = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }, () =>
      noisy.write('\u0000\r\n\r\n'),
    );
    const sockets = [silent, noisy];
    for (const socket of sockets) {
      socket.on('error', () => undefined);
      socket.resume();
    }
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    await server.close();
    agent.destroy();
    for (const socket of sockets) socket.destroy();
  });

  it('can be asked for again, and frees the port', async () => {
    const server = await openServer();
    const first = server.close();
    expect(server.close()).toBe(first);
    await first;
    const next = await openServer({ port: server.port });
    expect(next.port).toBe(server.port);
  });
});
