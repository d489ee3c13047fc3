import { createJaegerV3Client } from '../../src/query/jaeger-v3.js';
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
  client = createJaegerV3Client({ baseUrl: backend.url });
  return { client, backend };
}

const TRACE_PATH = `/api/v3/traces/${TRACE_ID}`;

describe('a trace', () => {
  it('is asked for raw, with its time under the new and the old names', async () => {
    const { client, backend } = await open({ [TRACE_PATH]: { body: readFixture('jaeger-v3-trace.json') } });
    const answer = await client.traceById(TRACE_ID, WINDOW);
    expect(answer).toMatchObject({
      status: 'found',
      rejectedSpans: 0,
      spans: [{ name: 'GET /orders' }, { name: 'SELECT' }],
    });
    expect(Object.fromEntries(backend.requests[0]?.query ?? [])).toEqual({
      startTime: '2023-11-14T22:13:20.000000000Z',
      endTime: '2023-11-14T22:13:22.000000000Z',
      rawTraces: 'true',
      start_time: '2023-11-14T22:13:20.000000000Z',
      end_time: '2023-11-14T22:13:22.000000000Z',
      raw_traces: 'true',
    });
  });

  it('has everything of its spans', async () => {
    const { client } = await open({ [TRACE_PATH]: { body: readFixture('jaeger-v3-trace.json') } });
    const answer = await client.traceById(TRACE_ID, WINDOW);
    expect(answer.status === 'found' ? answer.spans[0] : undefined).toMatchObject({
      kind: 1,
      startTime: [1700000000, 123456789],
      endTime: [1700000001, 23456788],
      status: { code: 2, message: 'boom' },
      attributes: { 'http.response.status_code': 500, ratio: 0.5, tags: ['a', 'b'] },
      events: [{ name: 'retry', time: [1700000000, 200000001], attributes: { attempt: 2 } }],
      links: [{ context: { spanId: '00f067aa0ba902b7' }, attributes: { why: 'batch' } }],
      resource: { attributes: { 'service.name': 'shop' } },
    });
  });

  it('that Jaeger does not have is not found: 404 with an error in plain text', async () => {
    const body = '{"error":{"httpCode":404,"message":"No traces found"}}\n';
    const { client } = await open({ [TRACE_PATH]: { status: 404, type: 'text/plain; charset=utf-8', body } });
    expect(await client.traceById(TRACE_ID, WINDOW)).toEqual({ status: 'not-found' });
  });

  it.each([
    [{ status: 500, body: 'x' }, 'HTTP 500 from'],
    [{ status: 401 }, 'Check the headers that carry the credentials.'],
    [{ status: 301, headers: { location: '/' } }, 'Redirects are not followed'],
    [{ body: '<html>' }, 'cannot be read. The body is not valid JSON'],
    [{ body: '{"error":{}}' }, 'an object with "result" is expected'],
  ])('is not read from %j', async (reply, detail) => {
    const { client } = await open({ [TRACE_PATH]: reply });
    expect(await client.traceById(TRACE_ID, WINDOW)).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining(detail) as string,
    });
  });

  it.each(['', '../services', 'abc', '00000000000000000000000000000000', `${TRACE_ID}?x=`])(
    'is not asked for by "%s"',
    async (traceId) => {
      const { client, backend } = await open({});
      expect((await client.traceById(traceId, WINDOW)).status).toBe('failed');
      expect(backend.requests).toEqual([]);
    },
  );
});

describe('services', () => {
  it('are read', async () => {
    const { client } = await open({ '/api/v3/services': { body: '{"services":["a","b"]}' } });
    expect(await client.services(WINDOW)).toEqual({ status: 'found', services: ['a', 'b'] });
    expect(await client.probe()).toEqual({ status: 'recognised' });
  });

  it.each([{ body: '<!doctype html>', type: 'text/html' }, { body: '{"data":[]}' }, { status: 404 }])(
    'are not recognised in %j',
    async (reply) => {
      const { client } = await open({ '/api/v3/services': reply });
      expect((await client.services(WINDOW)).status).toBe('failed');
      expect((await client.probe()).status).toBe('unrecognised');
    },
  );
});

it('carries everything', async () => {
  const { client } = await open({});
  expect(client).toMatchObject({ api: 'jaeger-v3', fidelity: { timeUnitNano: 1n, hasNestedValues: true } });
});
