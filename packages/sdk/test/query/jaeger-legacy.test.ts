import { createJaegerLegacyClient } from '../../src/query/jaeger-legacy.js';
import type { QueryClient } from '../../src/query/query-client.js';
import { closeBackends, type FakeBackend, type Reply, startBackend } from './fake-backend.js';
import { readFixture, TRACE_ID, WINDOW } from './fixtures.js';

let client: QueryClient | undefined;
afterEach(async () => {
  client?.close();
  await closeBackends();
});

async function open(replies: Readonly<Record<string, Reply>>): Promise<{ client: QueryClient; backend: FakeBackend }> {
  const backend = await startBackend(replies);
  client = createJaegerLegacyClient({ baseUrl: backend.url });
  return { client, backend };
}

const TRACE_PATH = `/api/traces/${TRACE_ID}`;
const FIXTURE = readFixture('jaeger-legacy-trace.json');

describe('a trace', () => {
  it('is asked for raw, with its time in microseconds', async () => {
    const { client, backend } = await open({ [TRACE_PATH]: { body: FIXTURE } });
    expect(await client.traceById(TRACE_ID, WINDOW)).toMatchObject({
      status: 'found',
      spans: [
        { name: 'GET /orders', startTime: [1700000000, 123456000], endTime: [1700000001, 23455000] },
        { name: 'SELECT', parentSpanContext: { spanId: 'b7ad6b7169203331' } },
      ],
    });
    expect(Object.fromEntries(backend.requests[0]?.query ?? [])).toEqual({
      start: '1700000000000000',
      end: '1700000002000000',
      raw: 'true',
    });
  });

  it.each([
    ['404', { status: 404, body: '{"data":null,"errors":[{"code":404,"msg":"trace not found"}]}' }],
    ['no data', { body: '{"data":null,"errors":null}' }],
    ['an empty list', { body: '{"data":[],"errors":null}' }],
  ])('is not found when the answer is %s', async (_name, reply) => {
    const { client } = await open({ [TRACE_PATH]: reply });
    expect(await client.traceById(TRACE_ID, WINDOW)).toEqual({ status: 'not-found' });
  });

  it('with an error beside it is there in part', async () => {
    const body = FIXTURE.replace('"errors": null', '"errors": [{"code":500,"msg":"one shard failed"}]');
    const { client } = await open({ [TRACE_PATH]: { body } });
    expect(await client.traceById(TRACE_ID, WINDOW)).toMatchObject({
      status: 'found',
      partialMessage: 'one shard failed',
    });
  });

  it.each([{ status: 503 }, { body: '[]' }, { body: '<html>' }])('is not read from %j', async (reply) => {
    const { client } = await open({ [TRACE_PATH]: reply });
    expect((await client.traceById(TRACE_ID, WINDOW)).status).toBe('failed');
  });

  it('is not asked for by what is no id', async () => {
    const { client, backend } = await open({});
    expect((await client.traceById('../x', WINDOW)).status).toBe('failed');
    expect(backend.requests).toEqual([]);
  });
});

it.each([
  ['{"data":["a"],"total":1}', ['a']],
  ['{"data":null,"total":0}', []],
])('services are read from %s', async (body, services) => {
  const { client } = await open({ '/api/services': { body } });
  expect(await client.services(WINDOW)).toEqual({ status: 'found', services });
  expect(await client.probe()).toEqual({ status: 'recognised' });
});

it.each([{ body: '<html>' }, { body: '{"services":[]}' }, { status: 404 }])('%j is not recognised', async (reply) => {
  const { client } = await open({ '/api/services': reply });
  expect((await client.probe()).status).toBe('unrecognised');
});
