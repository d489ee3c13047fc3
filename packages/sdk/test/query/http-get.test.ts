import { gzipSync } from 'node:zlib';
import { createHttpGetter } from '../../src/query/http-get.js';
import { closeBackends, startBackend } from './fake-backend.js';

afterEach(closeBackends);

it('an answer is read whole, with its status and media type', async () => {
  const backend = await startBackend({ '/a': { status: 418, type: 'Text/Plain; charset=utf-8', body: 'tea' } });
  const getter = createHttpGetter({ baseUrl: backend.url });
  expect(await getter.get({ path: '/a' })).toEqual({
    status: 'answered',
    httpStatus: 418,
    mediaType: 'text/plain',
    body: Buffer.from('tea'),
  });
  getter.close();
});

it('path, query and headers are those that were asked for', async () => {
  const backend = await startBackend({});
  const getter = createHttpGetter({
    baseUrl: `${backend.url}/select/jaeger/?old=1#part`,
    headers: { 'X-Scope-OrgID': 'tenant' },
  });
  await getter.get({ path: '/api/services', query: { 'a b': '1&2', c: '2026-03-01T08:00:00+01:00' } });
  getter.close();
  expect(backend.requests).toMatchObject([
    {
      method: 'GET',
      path: '/select/jaeger/api/services',
      headers: { 'x-scope-orgid': 'tenant', accept: 'application/json', 'accept-encoding': 'gzip' },
    },
  ]);
  expect([...(backend.requests[0]?.query ?? [])]).toEqual([
    ['a b', '1&2'],
    ['c', '2026-03-01T08:00:00+01:00'],
  ]);
  expect(getter.address).toBe(`${backend.url}/select/jaeger`);
});

it('a compressed answer is inflated', async () => {
  const backend = await startBackend({
    '/a': { body: gzipSync('plain text'), headers: { 'content-encoding': 'gzip' } },
  });
  const getter = createHttpGetter({ baseUrl: backend.url });
  expect(await getter.get({ path: '/a' })).toMatchObject({ body: Buffer.from('plain text') });
  getter.close();
});

describe('an answer over the limit', () => {
  it.each([
    ['plain', Buffer.alloc(11), {}],
    ['compressed', gzipSync(Buffer.alloc(11)), { 'content-encoding': 'gzip' }],
  ])('is not read (%s)', async (_name, body, headers) => {
    const backend = await startBackend({ '/a': { body, headers } });
    const getter = createHttpGetter({ baseUrl: backend.url, answerBytesMax: 10 });
    expect(await getter.get({ path: '/a' })).toEqual({
      status: 'failed',
      detail: `The answer of ${backend.url}/a is larger than 10 bytes and was not read.`,
    });
    getter.close();
  });

  it('is read when it has exactly the size of the limit', async () => {
    const backend = await startBackend({ '/a': { body: Buffer.alloc(10) } });
    const getter = createHttpGetter({ baseUrl: backend.url, answerBytesMax: 10 });
    expect((await getter.get({ path: '/a' })).status).toBe('answered');
    getter.close();
  });
});

describe('without a whole answer', () => {
  it('a body that is cut off is told', async () => {
    const backend = await startBackend({
      '/a': (response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      },
    });
    const getter = createHttpGetter({ baseUrl: backend.url });
    expect(await getter.get({ path: '/a' })).toEqual({
      status: 'failed',
      detail: `The answer of ${backend.url}/a was cut off, or its compression is broken.`,
    });
    getter.close();
  });

  it.each([
    ['says nothing', () => undefined],
    ['says half', (response: { write(text: string): unknown }) => response.write('half')],
  ])('a backend that %s is left at the deadline', async (_name, reply) => {
    const backend = await startBackend({ '/a': reply });
    const getter = createHttpGetter({ baseUrl: backend.url, timeoutMs: 50 });
    expect(await getter.get({ path: '/a' })).toEqual({
      status: 'failed',
      detail: `No answer from ${backend.url}/a within 50 ms.`,
    });
    getter.close();
  });

  it('a request is given up when the signal says so', async () => {
    const stop = new AbortController();
    const backend = await startBackend({
      '/a': () => {
        stop.abort();
      },
    });
    const getter = createHttpGetter({ baseUrl: backend.url, signal: stop.signal });
    expect(await getter.get({ path: '/a' })).toEqual({
      status: 'failed',
      detail: `The request to ${backend.url}/a was stopped.`,
    });
    getter.close();
  });

  it('nothing that listens is told', async () => {
    const backend = await startBackend({});
    await closeBackends();
    const getter = createHttpGetter({ baseUrl: backend.url });
    expect(await getter.get({ path: '/a' })).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('Connection refused') as string,
    });
    getter.close();
  });
});

it('a redirect is not followed', async () => {
  const backend = await startBackend({ '/a': { status: 302, headers: { location: '/b' } }, '/b': { body: 'secret' } });
  const getter = createHttpGetter({ baseUrl: backend.url });
  expect(await getter.get({ path: '/a' })).toMatchObject({ httpStatus: 302 });
  getter.close();
  expect(backend.requests).toHaveLength(1);
});

it('a connection that the backend closed while it was idle is replaced without a failure', async () => {
  const backend = await startBackend((got) =>
    // The second request on a kept connection finds it closed.
    got.path === '/first'
      ? { body: 'one' }
      : backend.requests.length === 2
        ? (response) => response.destroy()
        : { body: 'two' },
  );
  const getter = createHttpGetter({ baseUrl: backend.url });
  await getter.get({ path: '/first' });
  expect(await getter.get({ path: '/second' })).toMatchObject({ httpStatus: 200, body: Buffer.from('two') });
  getter.close();
});

it.each(['', '127.0.0.1:16686', 'ftp://host', 'grpc://host:16685'])('%j is no address to read from', (baseUrl) => {
  expect(() => createHttpGetter({ baseUrl })).toThrow(
    expect.objectContaining({ name: 'SpanbridgeError', code: 'INVALID_QUERY_URL' }) as Error,
  );
});

it('a header that HTTP does not allow is refused at once', () => {
  expect(() => createHttpGetter({ baseUrl: 'http://localhost', headers: { a: 'x\ny' } })).toThrow('"a"');
});

it('the address is told without credentials', () => {
  const getter = createHttpGetter({ baseUrl: 'https://user:secret@host/base/?token=1' });
  expect(getter.address).toBe('https://host/base');
  getter.close();
});
