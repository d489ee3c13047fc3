import { CrossOrigin, isOrigin } from '../../src/http/cross-origin.js';
import { startServer } from '../../src/start-server.js';

const ORIGIN = 'http://localhost:5173';

it.each([
  [ORIGIN, true],
  ['https://shop.example', true],
  ['*', false],
  ['null', false],
  ['http://localhost:5173/', false],
  ['localhost', false],
  ['file://x', false],
])('%s is the origin of a page: %s', (text, expected) => {
  expect(isOrigin(text)).toBe(expected);
});

it.each([
  ['POST', '/v1/traces', ORIGIN, 'allowed'],
  ['POST', '/v1/logs', ORIGIN, 'allowed'],
  ['POST', '/v1/traces', 'http://localhost:5174', 'none'],
  ['GET', '/api/v3/services', ORIGIN, 'none'],
  ['POST', '/', ORIGIN, 'none'],
  ['GET', '/v1/traces', ORIGIN, 'none'],
])('%s %s from %s: %s', (method, path, origin, status) => {
  expect(new CrossOrigin([ORIGIN]).judge(method, path, { origin }).status).toBe(status);
});

describe('a server that allows one origin', () => {
  async function answersOf(headers: Record<string, string>, method: string, path = '/v1/traces') {
    const server = await startServer({ port: 0, allowedOrigins: [ORIGIN], token: 'secret', warn: () => undefined });
    try {
      const response = await fetch(`${server.url}${path}`, { method, headers });
      return { status: response.status, allowed: response.headers.get('access-control-allow-origin') };
    } finally {
      await server.close();
    }
  }

  it('answers the question of its browser without a token, and the request only with one', async () => {
    const asking = { origin: ORIGIN, 'access-control-request-method': 'POST' };
    expect(await answersOf(asking, 'OPTIONS')).toEqual({ status: 204, allowed: ORIGIN });
    expect(await answersOf({ origin: ORIGIN }, 'POST')).toEqual({ status: 401, allowed: ORIGIN });
    const sending = { origin: ORIGIN, authorization: 'Bearer secret', 'content-type': 'application/x-protobuf' };
    expect(await answersOf(sending, 'POST')).toEqual({ status: 200, allowed: ORIGIN });
  });

  it('lets its pages read nothing, and pages of other origins nothing at all', async () => {
    const authorization = 'Bearer secret';
    expect(await answersOf({ origin: ORIGIN, authorization }, 'GET', '/')).toEqual({ status: 403, allowed: null });
    expect(await answersOf({ origin: 'http://evil.example', authorization }, 'POST')).toEqual({
      status: 403,
      allowed: null,
    });
  });
});

it('what is no origin is refused when the server starts', async () => {
  await expect(startServer({ port: 0, allowedOrigins: ['*'] })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
});
