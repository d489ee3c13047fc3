import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createDeliveryCollector, verifyAtBackend } from '@spanbridge/sdk';
import { closeBackends, type FakeBackend, type Reply, startBackend } from '../query/fake-backend.js';
import { readFixture, sentSpans, TRACE_ID } from '../query/fixtures.js';

afterEach(closeBackends);

/** Verifies the two spans of the recorded answers, or others, against a backend. */
async function verify(replies: Readonly<Record<string, Reply>>, spans: readonly ReadableSpan[] = sentSpans()) {
  const backend = await startBackend(replies);
  const collector = createDeliveryCollector();
  for (const span of spans) collector.add(span);
  const result = await verifyAtBackend(collector, {
    tracesUrl: 'http://127.0.0.1:1/',
    verifyBackend: backend.url,
    waitMs: 0,
  });
  return { result, backend: backend satisfies FakeBackend };
}

const V3: Readonly<Record<string, Reply>> = {
  '/api/v3/services': { body: '{"services":["shop"]}' },
  [`/api/v3/traces/${TRACE_ID}`]: { body: readFixture('jaeger-v3-trace.json') },
};
const LEGACY: Readonly<Record<string, Reply>> = {
  '/api/services': { body: '{"data":["shop"]}' },
  [`/api/traces/${TRACE_ID}`]: { body: readFixture('jaeger-legacy-trace.json') },
};
const TEMPO: Readonly<Record<string, Reply>> = {
  '/api/echo': { type: 'text/plain', body: 'echo' },
  [`/api/v2/traces/${TRACE_ID}`]: { body: readFixture('tempo-v2-trace.json') },
};

it.each([
  ['jaeger-v3', V3],
  ['jaeger-legacy', LEGACY],
  ['tempo', TEMPO],
])('the recorded answer of %s is what was sent, as far as it can say', async (api, replies) => {
  const { result, backend } = await verify(replies);
  expect(result).toMatchObject({
    status: 'verified',
    backend: { api, address: backend.url },
    spansCompared: 2,
    tracesCompared: 1,
    differences: [],
  });
  expect(result.notes).toHaveLength(api === 'jaeger-legacy' ? 4 : 0);
});

it.each([
  ['jaeger-v3', V3],
  ['jaeger-legacy', LEGACY],
  ['tempo', TEMPO],
])('a difference shows through %s', async (_api, replies) => {
  const [root, child] = sentSpans();
  const { result } = await verify(replies, [root, { ...child, name: 'INSERT', attributes: { lost: 1 } }]);
  expect(result).toMatchObject({
    status: 'differences',
    differences: [
      { spanId: '00f067aa0ba902b7', kind: 'changed', field: 'name', sent: '"INSERT"', stored: '"SELECT"' },
      { spanId: '00f067aa0ba902b7', kind: 'lost', field: 'attributes.lost', sent: '1', stored: '' },
    ],
  });
});

it('a backend without a query interface is unavailable, with the remedy', async () => {
  const { result, backend } = await verify({});
  expect(result).toMatchObject({
    status: 'unavailable',
    backend: undefined,
    tracesUnread: 1,
    notes: [
      'Nothing could be read back. Name the address of the query interface as verify backend.',
      `${backend.url} speaks neither Jaeger's nor Tempo's query interface.`,
    ],
  });
});

it('an answer over the limit of its size is unavailable, not different', async () => {
  const backend = await startBackend(V3);
  const collector = createDeliveryCollector();
  for (const span of sentSpans()) collector.add(span);
  const result = await verifyAtBackend(collector, {
    tracesUrl: `${backend.url}/v1/traces`,
    answerBytesMax: 100,
    waitMs: 0,
  });
  expect(result.status).toBe('unavailable');
  expect(result.notes[0]).toContain('is larger than 100 bytes and was not read');
});

it('an address that is no URL is refused at once', async () => {
  const collector = createDeliveryCollector();
  await expect(verifyAtBackend(collector, { tracesUrl: 'http://a/', verifyBackend: 'jaeger' })).rejects.toMatchObject({
    code: 'INVALID_QUERY_URL',
  });
});
