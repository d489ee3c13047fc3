import { decodeStatus } from '@spanbridge/otlp';
import type { RunningServer } from '../../src/index.js';
import { closeServers, openServer, send } from '../support/http.js';

let server: RunningServer;

beforeEach(async () => {
  server = await openServer();
});
afterEach(closeServers);

describe('POST /v1/logs', () => {
  it.each(['json', 'protobuf'] as const)(
    'says in %s that logs are not stored, with a status that is not retried',
    async (encoding) => {
      const type = encoding === 'json' ? 'application/json' : 'application/x-protobuf';
      const answer = await send(server, { path: '/v1/logs', headers: { 'content-type': type }, body: '{}' });
      expect(answer.status).toBe(501);
      expect(answer.headers['content-type']).toBe(type);
      expect(answer.headers['retry-after']).toBeUndefined();
      expect(decodeStatus(answer.body, encoding)).toEqual({
        status: 'decoded',
        code: 12,
        message: 'This version stores traces only. Set OTEL_LOGS_EXPORTER=none, or send logs to another backend.',
      });
    },
  );

  it('an unknown content type is 415 and a wrong method 405, as for traces', async () => {
    expect((await send(server, { path: '/v1/logs', headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect((await send(server, { path: '/v1/logs', method: 'GET' })).status).toBe(405);
  });
});
