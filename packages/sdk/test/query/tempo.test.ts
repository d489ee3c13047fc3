import { encodeTraces } from '@spanbridge/otlp';
import type { QueryClient } from '../../src/query/query-client.js';
import { createTempoClient } from '../../src/query/tempo.js';
import { closeBackends, type FakeBackend, type Reply, startBackend } from './fake-backend.js';
import { readFixture, sentSpans, TRACE_ID, WINDOW } from './fixtures.js';

let client: QueryClient | undefined;
afterEach(async () => {
  client?.close();
  await closeBackends();
});

async function open(replies: Readonly<Record<string, Reply>>): Promise<{ client: QueryClient; backend: FakeBackend }> {
  const backend = await startBackend(replies);
  client = createTempoClient({ baseUrl: backend.url });
  return { client, backend };
}

const CURRENT = `/api/v2/traces/${TRACE_ID}`;
const OLDER = `/api/traces/${TRACE_ID}`;
const TRACE = encodeTraces(sentSpans(), 'protobuf');

/** Field 1 of a message: its tag, its length as a varint, its bytes. */
function asFieldOne(bytes: Uint8Array): Uint8Array {
  const length = [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  return Buffer.concat([Buffer.from([0x0a, ...length]), bytes]);
}

describe('a trace', () => {
  const found = {
    status: 'found',
    rejectedSpans: 0,
    spans: [
      { name: 'GET /orders', kind: 1, startTime: [1700000000, 123456789], status: { code: 2 } },
      { name: 'SELECT', kind: 2, parentSpanContext: { spanId: 'b7ad6b7169203331' } },
    ],
  };

  it.each<[string, Readonly<Record<string, Reply>>]>([
    ['protobuf', { [CURRENT]: { type: 'application/protobuf', body: asFieldOne(TRACE) } }],
    ['JSON', { [CURRENT]: { body: readFixture('tempo-v2-trace.json') } }],
    ['the protobuf of an older version', { [OLDER]: { type: 'application/protobuf', body: TRACE } }],
    ['the JSON of an older version', { [OLDER]: { body: readFixture('tempo-v1-trace.json') } }],
  ])('is read from %s', async (_name, replies) => {
    const { client } = await open(replies);
    expect(await client.traceById(TRACE_ID, WINDOW)).toMatchObject(found);
  });

  it('is asked for as protobuf, with start and end in seconds that also cover the arrival', async () => {
    const { client, backend } = await open({});
    await client.traceById(TRACE_ID, { ...WINDOW, arrivedUnixNano: 1_772_352_000_000_000_000n });
    expect(backend.requests).toHaveLength(2);
    for (const { query, headers } of backend.requests) {
      expect(Object.fromEntries(query)).toEqual({ start: '1700000000', end: '1772352001' });
      expect(headers.accept).toMatch(/^application\/protobuf/);
    }
  });

  it.each<[string, Reply]>([
    ['an empty trace', { body: '{"trace":{}}' }],
    ['an empty message', { type: 'application/protobuf', body: '' }],
    ['404', { status: 404 }],
  ])('is not found when the answer is %s', async (_name, reply) => {
    const { client } = await open({ [CURRENT]: reply });
    expect(await client.traceById(TRACE_ID, WINDOW)).toEqual({ status: 'not-found' });
  });

  it('in part says why', async () => {
    const body = readFixture('tempo-v2-trace.json').replace(
      '"metrics"',
      '"status":"PARTIAL","message":"too large","metrics"',
    );
    const { client } = await open({ [CURRENT]: { body } });
    expect(await client.traceById(TRACE_ID, WINDOW)).toMatchObject({ status: 'found', partialMessage: 'too large' });
  });

  it.each<Reply>([{ status: 500 }, { body: 'x' }, { type: 'application/protobuf', body: 'x' }])(
    'is not read from %j',
    async (reply) => {
      const { client } = await open({ [CURRENT]: reply });
      expect((await client.traceById(TRACE_ID, WINDOW)).status).toBe('failed');
    },
  );

  it('is not asked for by what is no id', async () => {
    const { client, backend } = await open({});
    expect((await client.traceById('..', WINDOW)).status).toBe('failed');
    expect(backend.requests).toEqual([]);
  });
});

it('services are the values of the attribute of resources, in the time that was asked for', async () => {
  const path = '/api/v2/search/tag/resource.service.name/values';
  const { client, backend } = await open({
    [path]: { body: '{"tagValues":[{"type":"string","value":"a"},{"type":"string","value":"b"}]}' },
  });
  expect(await client.services(WINDOW)).toEqual({ status: 'found', services: ['a', 'b'] });
  expect(Object.fromEntries(backend.requests[0]?.query ?? [])).toEqual({ start: '1700000000', end: '1700000003' });
});

describe('the probe', () => {
  it.each<[string, Readonly<Record<string, Reply>>, string]>([
    ['the echo', { '/api/echo': { type: 'text/plain', body: 'echo\n' } }, 'recognised'],
    ['the version', { '/api/status/buildinfo': { body: '{"version":"3.0.0"}' } }, 'recognised'],
    [
      'a page',
      { '/api/echo': { type: 'text/html', body: '<html>' }, '/api/status/buildinfo': { body: '<html>' } },
      'unrecognised',
    ],
    ['nothing', {}, 'unrecognised'],
    ['a closed door', { '/api/echo': { status: 401 } }, 'closed'],
  ])('by %s', async (_name, replies, status) => {
    const { client } = await open(replies);
    expect((await client.probe()).status).toBe(status);
  });
});
