import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { PROVISIONAL_STRATEGIES } from '@spanbridge/core';
import { createOtlpSender } from '@spanbridge/otlp';
import {
  createDeliveryCollector,
  type DeliveryCollector,
  probeBackend,
  type SpanDifference,
  shipFiles,
  verifyAtBackend,
  verifyDelivery,
  type VerifyResult,
} from '@spanbridge/sdk';
import { type RunningServer, startServer } from '@spanbridge/server';
import { closeBackends, startBackend } from '../../packages/sdk/test/query/fake-backend.js';
import { type SentParts, sentSpan, toSpanId, TRACE_A } from '../../packages/sdk/test/ship/sent-spans.js';

let server: RunningServer;

beforeEach(async () => {
  server = await startServer({ port: 0, warn: () => undefined, spansMax: 50 });
});
afterEach(async () => {
  await closeBackends();
  await server.close();
});

/** Sends spans like `ship` does, and notes those that were accepted. */
async function deliver(spans: readonly ReadableSpan[], url = `${server.url}/v1/traces`): Promise<DeliveryCollector> {
  const collector = createDeliveryCollector();
  const sender = createOtlpSender({ url, warn: () => undefined });
  try {
    const outcomes = await sender.send(spans);
    outcomes.forEach((outcome, index) => {
      const span = spans[index];
      if (outcome.status === 'accepted' && span !== undefined) collector.add(span);
    });
  } finally {
    await sender.close();
  }
  return collector;
}

function verify(collector: DeliveryCollector, verifyBackend?: string): Promise<VerifyResult> {
  return verifyAtBackend(collector, {
    tracesUrl: `${server.url}/v1/traces`,
    waitMs: 0,
    ...(verifyBackend === undefined ? {} : { verifyBackend }),
  });
}

/** The backend as a stranger would have it who changes what is read back. */
async function tamper(change: (json: string) => string): Promise<string> {
  const forward = async (path: string, response: ServerResponse): Promise<void> => {
    const answer = await fetch(server.url + path);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(change(await answer.text()));
  };
  const backend = await startBackend(
    ({ path }) =>
      (response) =>
        void forward(path, response),
  );
  return backend.url;
}

/** Values of every kind that OTLP has, and texts that hurt careless code. */
const RICH: SentParts = {
  attributes: {
    text: 'ä\u0000\ud83d\ude00',
    integer: Number.MAX_SAFE_INTEGER,
    fraction: -0.1,
    minusZero: -0,
    huge: 1e300,
    none: '',
    on: false,
    list: ['a', '', 'b'],
    json: '{"not":["a","map"]}',
    ['__proto__']: 'a key like any other',
  },
};

/** A program that has written a part of its records, and writes the others a while later. */
async function* inTwoParts(first: Uint8Array, second: Uint8Array): AsyncGenerator<Uint8Array> {
  yield first;
  await delay(400);
  yield second;
}

describe('our own server', () => {
  it('stores what was sent, down to the last nanosecond and the last kind of value', async () => {
    const collector = await deliver([
      sentSpan({ id: 1, ...RICH }),
      sentSpan({ id: 2 }),
      sentSpan({ id: 3, service: 'b' }),
    ]);
    expect(await verify(collector)).toMatchObject({
      status: 'verified',
      backend: { api: 'jaeger-v3', address: server.url },
      spansCompared: 3,
      tracesCompared: 1,
      notes: [],
    });
  });

  it('stores a resend once', async () => {
    await deliver([sentSpan()]);
    const collector = await deliver([sentSpan()]);
    expect(await verify(collector)).toMatchObject({ status: 'verified', spansCompared: 1, notes: [] });
  });

  it('lists what it has stored by service', async () => {
    await deliver([sentSpan({ service: 'b' }), sentSpan({ id: 2, service: 'a' })]);
    const found = await probeBackend({ baseUrl: server.url });
    if (found.status !== 'found') throw new Error(found.details.join());
    const window = { startUnixNano: 0n, endUnixNano: 1n };
    expect(await found.client.services(window)).toEqual({ status: 'found', services: ['a', 'b'] });
    found.client.close();
  });

  it('has everything that a file ships, unfinished spans included', async () => {
    const collector = createDeliveryCollector();
    const { summary } = await shipFiles({
      inputs: [`${__dirname}/../fixtures/tracer-meta/01_initial.jsonl`],
      endpoints: [server.url],
      onAccepted: (span) => {
        collector.add(span);
      },
    });
    expect(collector.spanCount).toBe(summary.accepted);
    expect(await verify(collector)).toMatchObject({ status: 'verified', spansCompared: summary.accepted });
  });

  it.each(PROVISIONAL_STRATEGIES)('has every row of a run that tells of running spans by %s', async (provisional) => {
    const collector = createDeliveryCollector();
    const text = readFileSync(`${__dirname}/../fixtures/tracer-meta/01_initial.jsonl`);
    const half = text.indexOf('\n', text.length / 2) + 1;
    const { summary } = await shipFiles({
      inputs: ['-'],
      stdin: inTwoParts(text.subarray(0, half), text.subarray(half)),
      endpoints: [server.url],
      provisional,
      provisionalMinAgeMs: 0,
      onAccepted: (span) => {
        collector.add(span);
      },
    });
    expect(summary.markers > 0).toBe(provisional === 'marker' || provisional === 'anchor');
    expect(collector.spanCount).toBe(summary.accepted);
    const { status, spansCompared, differences } = await verify(collector);
    expect([status, spansCompared, differences]).toEqual(['verified', summary.accepted, []]);
  });

  it('that has let the oldest trace go again is found out', async () => {
    const collector = await deliver([sentSpan({ id: 1 })]);
    await deliver(
      Array.from({ length: 60 }, (_, index) => sentSpan({ traceId: toSpanId(index + 1).padStart(32, 'a') })),
    );
    expect(await verify(collector)).toMatchObject({
      status: 'differences',
      differences: [{ traceId: TRACE_A, spanId: toSpanId(1), kind: 'missing-span' }],
    });
  });

  it('that is gone is unavailable', async () => {
    const collector = await deliver([sentSpan()]);
    await server.close();
    const result = await verify(collector, server.url);
    expect(result).toMatchObject({ status: 'unavailable', backend: undefined, tracesUnread: 1 });
    expect(result.notes.join(' ')).toContain('Connection refused');
  });

  it('gives its traces only to whoever has the token', async () => {
    const guarded = await startServer({ port: 0, token: 'secret', warn: () => undefined });
    try {
      const options = { tracesUrl: `${guarded.url}/v1/traces`, waitMs: 0 };
      const headers = { authorization: 'Bearer secret' };
      const collector = createDeliveryCollector();
      expect((await verifyAtBackend(collector, { ...options, verifyBackend: guarded.url })).notes[1]).toContain(
        'HTTP 401',
      );
      expect((await verifyAtBackend(collector, { ...options, headers })).status).toBe('verified');
    } finally {
      await guarded.close();
    }
  });
});

describe('a store that was tampered with', () => {
  it.each<[string, (json: string) => string, Partial<SpanDifference>]>([
    ['a name', (json) => json.replace('GET /orders', 'GET /'), { kind: 'changed', field: 'name' }],
    ['a kind', (json) => json.replace('"kind":2', '"kind":3'), { kind: 'changed', field: 'kind' }],
    ['a parent', (json) => json.replace('00f067aa0ba902b7', '00f067aa0ba902b8'), { kind: 'changed', field: 'parent' }],
    ['a start', (json) => json.replace('123456789', '123456788'), { kind: 'changed', field: 'startTime' }],
    ['an end', (json) => json.replace('23456788', '23456789'), { kind: 'changed', field: 'endTime' }],
    ['a status', (json) => json.replace('"code":2', '"code":1'), { kind: 'changed', field: 'status' }],
    ['a message', (json) => json.replace('"boom"', '"bang"'), { kind: 'changed', field: 'status.message' }],
    ['a scope', (json) => json.replace('"lib"', '"bil"'), { kind: 'changed', field: 'scope.name' }],
    [
      'an attribute',
      (json) => json.replace('"/orders"', '"/order"'),
      { kind: 'changed', field: 'attributes.http.route' },
    ],
    [
      'the type of a value',
      (json) => json.replace('{"intValue":"2"}', '{"stringValue":"2"}'),
      { field: 'attributes.count' },
    ],
    ['a resource', (json) => json.replace('"shop"', '"pohs"'), { kind: 'changed', field: 'resource.service.name' }],
    ['an event', (json) => json.replace('200000002', '200000003'), { kind: 'changed', field: 'events[1].time' }],
    ['a link', (json) => json.replace('"links":', '"sknil":'), { kind: 'lost', field: 'links[0]' }],
    [
      'an attribute too many',
      (json) => json.replace('"key":"count"', '"key":"c"'),
      { kind: 'lost', field: 'attributes.count' },
    ],
    ['a span id', (json) => json.replace(toSpanId(1), toSpanId(8)), { kind: 'missing-span', field: 'span' }],
  ])('is found out: %s', async (_name, change, difference) => {
    const collector = await deliver([sentSpan()]);
    const { status, differences } = await verify(collector, await tamper(change));
    expect(status).toBe('differences');
    expect(differences[0]).toMatchObject({ traceId: TRACE_A, spanId: toSpanId(1), ...difference });
  });

  it('is found out: a second content under one id', async () => {
    const collector = await deliver([sentSpan()]);
    await deliver([sentSpan({ name: 'someone else' })]);
    expect(await verify(collector)).toMatchObject({
      status: 'differences',
      differences: [{ kind: 'extra-copy', stored: '"someone else"' }],
    });
  });

  it('is found out: values cut like Tempo cuts them', async () => {
    const long = 'x'.repeat(5000);
    const collector = await deliver([sentSpan({ attributes: { long } })]);
    const result = await verify(collector, await tamper((json) => json.replace(long, long.slice(0, 2048))));
    expect(result).toMatchObject({
      status: 'differences',
      differences: [{ kind: 'cut', field: 'attributes.long' }],
      differenceCounts: { cut: 1 },
    });
  });
});

/** Real backends, where a developer has them; CONTRIBUTING.md says how. */
const REAL_BACKENDS = [
  {
    name: 'Jaeger',
    queryVariable: 'SPANBRIDGE_TEST_JAEGER_URL',
    tracesVariable: 'SPANBRIDGE_TEST_JAEGER_OTLP_URL',
    otlpPort: '4318',
  },
  {
    name: 'Tempo',
    queryVariable: 'SPANBRIDGE_TEST_TEMPO_URL',
    tracesVariable: 'SPANBRIDGE_TEST_TEMPO_OTLP_URL',
    otlpPort: '14318',
  },
] as const;

/** The port that `docker-compose.jaeger.yml` gives the backend for OTLP, on the host of its query interface. */
function tracesUrlOf(queryUrl: string, otlpPort: string): string {
  const url = new URL('/v1/traces', queryUrl);
  url.port = otlpPort;
  return url.href;
}

describe.each(REAL_BACKENDS)('a real $name', ({ name, queryVariable, tracesVariable, otlpPort }) => {
  const queryUrl = process.env[queryVariable];
  const reason = queryUrl === undefined ? ` (skipped: ${queryVariable} names none)` : '';
  (queryUrl === undefined ? it.skip : it)(`stores what was sent to it${reason}`, async () => {
    const baseUrl = queryUrl ?? '';
    const traceId = randomBytes(16).toString('hex');
    const nowSeconds = Math.floor(Date.now() / 1000);
    const times = { traceId, startTime: [nowSeconds - 2, 123_456_789], endTime: [nowSeconds - 1, 1] } as const;
    const spans = [1, 2, 3].map((id) =>
      sentSpan({ id, ...RICH, ...times, startTime: [...times.startTime], endTime: [...times.endTime] }),
    );
    const collector = await deliver(spans, process.env[tracesVariable] ?? tracesUrlOf(baseUrl, otlpPort));
    expect(collector.spanCount).toBe(3);
    const found = await probeBackend({ baseUrl });
    if (found.status !== 'found') throw new Error(`${name}: ${found.details.join(' ')}`);
    const result = await verifyDelivery(collector, found.client, { waitMs: 30_000 });
    found.client.close();
    expect(result).toMatchObject({ status: 'verified', spansCompared: 3, differences: [] });
  });
});
