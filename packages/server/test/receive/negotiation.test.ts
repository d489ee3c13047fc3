import { Agent } from 'node:http';
import { decodeStatus, encodeTraces } from '@spanbridge/otlp';
import type { RunningServer } from '../../src/index.js';
import { bodyProblem, negotiate } from '../../src/receive/negotiation.js';
import { closeServers, openServer, type Received, send } from '../support/http.js';
import { jsonRequest, jsonSpan } from '../support/otlp.js';
import { sketchSpan } from '../support/spans.js';

const JSON_BODY = JSON.stringify(jsonRequest(jsonSpan()));
const PROTOBUF_BODY = encodeTraces([sketchSpan()], 'protobuf');

let server: RunningServer;

beforeEach(async () => {
  server = await openServer();
});
afterEach(closeServers);

function spansStored(): number {
  return server.traces.counts().spansStored;
}

function post(headers: Record<string, string>, body: string | Uint8Array = JSON_BODY): Promise<Received> {
  return send(server, { headers, body });
}

describe('content types', () => {
  it.each([
    ['C17', 'APPLICATION/JSON'],
    ['C18', 'application/json; charset=utf-8'],
    ['C18', 'application/json ;charset=UTF-8'],
  ])('%s %s is accepted as JSON', async (_, type) => {
    const answer = await post({ 'content-type': type });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(spansStored()).toBe(1);
  });

  it('C17 the type of protobuf is accepted in any case', async () => {
    expect((await post({ 'content-type': 'Application/X-Protobuf' }, PROTOBUF_BODY)).status).toBe(200);
    expect(spansStored()).toBe(1);
  });

  it('C19 no content type is answered 415, and nothing is stored', async () => {
    expect((await post({})).status).toBe(415);
    expect(spansStored()).toBe(0);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonp'])(
    'C20 C35 %s is answered 415 with a Status in JSON, and nothing is stored',
    async (type) => {
      const answer = await post({ 'content-type': type });
      expect(answer.status).toBe(415);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(decodeStatus(answer.body, 'json')).toEqual({
        status: 'decoded',
        code: 3,
        message: 'The content type must be application/x-protobuf or application/json.',
      });
      expect(spansStored()).toBe(0);
    },
  );

  it.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'C21 C36 %s is answered 405 with Allow and a Status in the encoding of the request',
    async (method) => {
      const answer = await send(server, { method, headers: { 'content-type': 'application/x-protobuf' } });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('POST');
      expect(decodeStatus(answer.body, 'protobuf')).toMatchObject({ status: 'decoded', code: 12 });
    },
  );

  it.each(['/v1/metrics', '/v1/traces/', '/v2/traces', '/v1/traces/x'])('C21 %s is answered 404', async (path) => {
    const answer = await send(server, { path, headers: { 'content-type': 'application/json' }, body: JSON_BODY });
    expect(answer.status).toBe(404);
    expect(decodeStatus(answer.body, 'json')).toMatchObject({ status: 'decoded', code: 5 });
  });

  it('C22 both encodings in turn on one connection are each answered in their own', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const connections = new Set<unknown>();
    agent.on('free', (socket) => connections.add(socket));
    const types: unknown[] = [];
    for (const turn of [0, 1, 2, 3]) {
      const isJson = turn % 2 === 0;
      const headers = { 'content-type': isJson ? 'application/json' : 'application/x-protobuf' };
      const answer = await send(server, { headers, body: isJson ? JSON_BODY : PROTOBUF_BODY, agent });
      types.push([answer.status, answer.headers['content-type']]);
    }
    agent.destroy();
    expect(types).toEqual([
      [200, 'application/json'],
      [200, 'application/x-protobuf'],
      [200, 'application/json'],
      [200, 'application/x-protobuf'],
    ]);
    expect(connections.size).toBe(1);
  });
});

describe('content encodings', () => {
  it.each(['br', 'deflate', 'zstd', 'gzip, gzip', 'gzip;q=1'])(
    'C27 the content encoding "%s" is answered 415, and the answer says what is accepted',
    async (encoding) => {
      const answer = await post({ 'content-type': 'application/json', 'content-encoding': encoding });
      expect(answer.status).toBe(415);
      expect(answer.headers['accept-encoding']).toBe('gzip');
      expect(spansStored()).toBe(0);
    },
  );

  it.each(['identity', ''])('the content encoding "%s" means none', async (encoding) => {
    expect((await post({ 'content-type': 'application/json', 'content-encoding': encoding })).status).toBe(200);
  });
});

describe('negotiate', () => {
  it('agrees on both encodings and on gzip', () => {
    expect(negotiate({ 'content-type': 'application/json', 'content-encoding': 'GZIP' })).toEqual({
      status: 'agreed',
      encoding: 'json',
      bodyEncoding: 'gzip',
    });
  });
});

describe('bodyProblem', () => {
  it('C37 overload is 429 with Retry-After in seconds', () => {
    expect(bodyProblem({ status: 'overloaded' })).toMatchObject({ httpStatus: 429, headers: { 'Retry-After': '1' } });
  });
});
