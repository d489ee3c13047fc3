import type { RunningServer } from '../../src/index.js';
import { closeServers, openServer, type Received, send, sendJson } from '../support/http.js';
import { jsonRequest, jsonSpan } from '../support/otlp.js';

const TOKEN = 'a long; random=token';

let server: RunningServer;

beforeEach(async () => {
  server = await openServer({ token: TOKEN });
});
afterEach(closeServers);

function get(path: string, headers: Record<string, string> = {}): Promise<Received> {
  return send(server, { method: 'GET', path, headers });
}

describe('a server with a token', () => {
  it.each(['/', '/page.js', '/page.css', '/api/spanbridge/traces', '/v1/traces', '/no-such-path'])(
    'answers 401 at %s without it',
    async (path) => {
      const answer = await get(path);
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
    },
  );

  it('stores nothing without it, and stores with it in the Authorization header', async () => {
    expect((await sendJson(server, jsonRequest(jsonSpan()))).status).toBe(401);
    expect((await sendJson(server, jsonRequest(jsonSpan()), { authorization: 'Bearer wrong' })).status).toBe(401);
    expect(server.traces.counts().spansStored).toBe(0);
    expect((await sendJson(server, jsonRequest(jsonSpan()), { authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });

  it('exchanges the token in the address of the page for a cookie, and takes it out of the address', async () => {
    const answer = await get(`/?token=${encodeURIComponent(TOKEN)}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/');
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^spanbridge_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain('random');
    const session = cookie.split(';')[0] ?? '';
    expect((await get('/', { cookie: `other=1; ${session}` })).status).toBe(200);
    expect((await get('/api/spanbridge/traces', { cookie: session })).status).toBe(200);
  });

  it('refuses a wrong token in the address and a made-up cookie', async () => {
    expect((await get('/?token=wrong')).status).toBe(401);
    expect((await get('/', { cookie: 'spanbridge_session=00' })).status).toBe(401);
  });

  it('says that it lives without the token', async () => {
    expect((await get('/healthz')).status).toBe(200);
  });
});
