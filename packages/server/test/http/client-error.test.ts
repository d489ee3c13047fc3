import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import type { RunningServer } from '../../src/index.js';
import { answerClientError } from '../../src/http/client-error.js';
import { closeServers, openServer, sendJson, sendRaw } from '../support/http.js';
import { jsonRequest, jsonSpan } from '../support/otlp.js';

let server: RunningServer;
let warnings: string[];

beforeEach(async () => {
  warnings = [];
  server = await openServer({ warn: (message) => warnings.push(message) });
});
afterEach(closeServers);

async function expectAlive(): Promise<void> {
  expect((await sendJson(server, jsonRequest(jsonSpan()))).status).toBe(200);
}

describe('connections that do not speak HTTP', () => {
  it.each([
    ['noise', '\u0000\u0001\u0002 nothing of this is HTTP\r\n\r\n'],
    ['a version that does not exist', 'GET / HTTP/x\r\nHost: localhost\r\n\r\n'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nHost localhost\r\n\r\n'],
    ['a length that is no number', 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n'],
    ['two lengths', 'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
    [
      'a chunk size that is no number',
      'POST /v1/traces HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
    ['no Host header', 'GET / HTTP/1.1\r\n\r\n'],
  ])('S03 %s is answered 400', async (_, bytes) => {
    expect(await sendRaw(server, bytes)).toMatch(/^HTTP\/1\.1 400 /);
    await expectAlive();
  });

  it.each([
    ['a host in the request line', 'http://evil.com/'],
    ['two slashes at the beginning', '//evil.com/'],
    ['an escape that stands for no text', '/%ff%'],
    ['an asterisk', '*'],
  ])('S03 %s is answered 400', async (_, target) => {
    const answer = await sendRaw(server, `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    await expectAlive();
  });

  it('S03 a flood of headers is answered 431', async () => {
    const flood = Array.from({ length: 2_000 }, (_, index) => `X-Header-${index}: ${'x'.repeat(50)}`).join('\r\n');
    expect(await sendRaw(server, `GET / HTTP/1.1\r\nHost: localhost\r\n${flood}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
    await expectAlive();
  });

  it('S03 a connection that ends before its request does harms nothing', async () => {
    await sendRaw(server, 'POST /v1/traces HTT');
    await sendRaw(server, '');
    await expectAlive();
  });

  it('a gRPC sender is told by name in the log, once', async () => {
    await sendRaw(server, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    await sendRaw(server, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    expect(warnings).toEqual([
      'LocalBackend: a sender speaks gRPC; this port speaks OTLP over HTTP, ' +
        'set OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf. Further cases of this are only counted.',
    ]);
  });

  it('a sender that speaks https is told by name in the log', async () => {
    await sendRaw(server, Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x03]));
    expect(warnings).toEqual([expect.stringContaining('a sender speaks https') as string]);
  });

  it('S03 no bytes whatever end the server', async () => {
    const noise = fc.uint8Array({ maxLength: 200 });
    const almost = fc.tuple(
      fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'get', ''),
      fc.constantFrom('/', '/v1/traces', '/%', '/../..', '*', '\u0000'),
      fc.array(fc.tuple(fc.constantFrom('Host', 'Content-Length', 'Transfer-Encoding', 'Expect'), fc.string())),
    );
    const requests = almost.map(([method, path, headers]) => {
      const lines = headers.map(([name, value]) => `${name}: ${value}`);
      return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(noise, requests), async (bytes) => {
        await sendRaw(server, bytes);
      }),
      { numRuns: 300 },
    );
    await expectAlive();
  });
});

describe('answerClientError', () => {
  it('tells a request that took too long from one that is broken', () => {
    const socket = new PassThrough();
    answerClientError(Object.assign(new Error('late'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket, () => undefined);
    expect(String(socket.read())).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    socket.destroy();
  });

  it('does not answer a connection that is gone', () => {
    const socket = new PassThrough();
    answerClientError(Object.assign(new Error('gone'), { code: 'ECONNRESET' }), socket, () => undefined);
    expect(socket.destroyed).toBe(true);
    expect(socket.read()).toBeNull();
  });
});
