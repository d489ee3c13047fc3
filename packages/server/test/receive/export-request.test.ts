import type { RunningServer } from '../../src/index.js';
import { closeServers, openServer, send } from '../support/http.js';

let server: RunningServer;

beforeEach(async () => {
  server = await openServer({ bodyBytesMax: 1024 });
});
afterEach(closeServers);

describe.each(['/v1/traces', '/v1/logs'])('POST %s', (path) => {
  it.each([
    ['application/json', '{}', 200],
    ['application/x-protobuf', '', 200],
    ['application/json', '{ broken', 400],
    ['application/x-protobuf', '\u0001\u0002\u0003', 400],
    ['text/plain', 'hello', 415],
    ['application/json', `{"more": "${'x'.repeat(2_000)}"}`, 413],
  ])('with the type %s and the body %j answers %d', async (type, body, status) => {
    const answer = await send(server, { path, headers: { 'content-type': type }, body });
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.headers['content-type']).toBe(type);
  });
});
