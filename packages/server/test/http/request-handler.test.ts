import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { CrossOrigin } from '../../src/http/cross-origin.js';
import { RequestHandler, type RequestHandlerParts } from '../../src/http/request-handler.js';
import { Router } from '../../src/http/router.js';

let warnings: string[];

beforeEach(() => {
  warnings = [];
});

/** Answers `GET /broken`, and whatever else a handler is given, without a network. */
async function answerOf(url: string, parts: Partial<RequestHandlerParts> = {}): Promise<ServerResponse> {
  const request = Object.assign(new IncomingMessage(new Socket()), {
    url,
    method: 'GET',
    headers: { host: 'localhost' },
  });
  const response = new ServerResponse(request);
  const broken = (): never => {
    throw new Error('secret of a span');
  };
  const handler = new RequestHandler({
    router: new Router([
      { path: '/broken', method: 'GET', handler: broken },
      { path: '/rejected', method: 'GET', handler: () => Promise.reject(new Error('secret of a span')) },
    ]),
    boundTo: 'loopback',
    crossOrigin: new CrossOrigin([]),
    token: undefined,
    isClosing: () => false,
    clock: () => 0,
    warn: (message) => warnings.push(message),
    ...parts,
  });
  await handler.handle(request, response);
  return response;
}

describe('RequestHandler', () => {
  it.each(['/broken', '/rejected'])(
    'a route that fails (%s) is answered 500, and told to the log only',
    async (path) => {
      const response = await answerOf(path);
      expect(response.statusCode).toBe(500);
      expect(warnings).toEqual([expect.stringContaining('This is a bug. Error: secret of a span') as string]);
    },
  );

  it('everything is 503 while the server closes, also what does not exist', async () => {
    const response = await answerOf('/no-such-path', { isClosing: () => true });
    expect(response.statusCode).toBe(503);
  });

  it('an unknown path is 404', async () => {
    expect((await answerOf('/no-such-path')).statusCode).toBe(404);
    expect(warnings).toEqual([]);
  });
});
