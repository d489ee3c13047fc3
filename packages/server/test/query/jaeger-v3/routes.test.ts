import { decodeTracesValue, encodeTraces } from '@spanbridge/otlp';
import type { RunningServer } from '../../../src/index.js';
import { closeServers, openServer, type Received, send, sendProtobuf } from '../../support/http.js';
import { markerOf } from '../../support/sent-spans.js';
import { sketchSpan, TRACE_A, TRACE_B, TRACE_C, toSpanId } from '../../support/spans.js';

afterEach(closeServers);

function get(server: RunningServer, path: string, headers: Record<string, string> = {}): Promise<Received> {
  return send(server, { method: 'GET', path: `/api/v3/${path}`, headers });
}

async function post(server: RunningServer, ...spans: Parameters<typeof sketchSpan>[0][]): Promise<void> {
  const answer = await sendProtobuf(server, encodeTraces(spans.map(sketchSpan), 'protobuf'));
  expect(answer.status).toBe(200);
}

describe('GET /api/v3/services', () => {
  it('is an empty list at first', async () => {
    const answer = await get(await openServer(), 'services');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.body.toString()).toBe('{"services":[]}');
  });

  it('names every service once, in alphabetical order, also beyond the traces that a list shows', async () => {
    const server = await openServer({ listedTracesMax: 1 });
    await post(
      server,
      { traceId: TRACE_A, service: 'web' },
      { traceId: TRACE_B, service: 'db' },
      { traceId: TRACE_C, service: 'web' },
    );
    expect((await get(server, 'services')).body.toString()).toBe('{"services":["db","web"]}');
  });
});

describe('GET /api/v3/traces/{id}', () => {
  it('has every span of the trace and no other', async () => {
    const server = await openServer();
    await post(
      server,
      { spanId: toSpanId(1), name: 'root' },
      { spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'child', service: 'db' },
      { traceId: TRACE_B, name: 'other' },
    );
    const answer = await get(server, `traces/${TRACE_A}?startTime=2023-11-14T00:00:00Z&rawTraces=true`);
    expect(answer.status).toBe(200);
    const decoded = decodeTracesValue((JSON.parse(answer.body.toString()) as { result: unknown }).result);
    expect(decoded).toMatchObject({ status: 'decoded', rejected: [], spans: [{ name: 'root' }, { name: 'child' }] });
  });

  it.each(['0000000000000000000000000000abcd', 'abcd', 'AAAAAAAAAAAAAAAAAACrzQ%3D%3D', 'AAAAAAAAAAAAAAAAAACrzQ=='])(
    'finds a trace by %s',
    async (id) => {
      const server = await openServer();
      await post(server, { traceId: '0000000000000000000000000000abcd' });
      const answer = await get(server, `traces/${id}`);
      expect(answer.body.toString()).toContain('"traceId":"0000000000000000000000000000abcd"');
    },
  );

  it('finds a trace whose base64 has a slash', async () => {
    const server = await openServer();
    await post(server, { traceId: 'ffffffffffffffffffffffffffffffff' });
    const id = encodeURIComponent('/////////////////////w==');
    expect((await get(server, `traces/${id}`)).status).toBe(200);
  });

  it('has one span for each real id, and with rawTraces what was sent', async () => {
    const server = await openServer();
    const root = sketchSpan({ spanId: toSpanId(1), name: 'root' });
    const running = sketchSpan({ spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'running' });
    await sendProtobuf(server, encodeTraces([markerOf(root), root, markerOf(running)], 'protobuf'));
    const spansOf = async (query: string): Promise<unknown[]> => {
      const answer = await get(server, `traces/${TRACE_A}${query}`);
      const decoded = decodeTracesValue((JSON.parse(answer.body.toString()) as { result: unknown }).result);
      if (decoded.status === 'invalid') throw new Error(decoded.detail);
      return decoded.spans.map((span) => [span.spanContext().spanId, span.attributes['spanbridge.span.phase']]);
    };
    expect(await spansOf('')).toEqual([
      [toSpanId(1), undefined],
      [toSpanId(2), 'pending'],
    ]);
    expect(await spansOf('?rawTraces=true')).toHaveLength(3);
    expect(await spansOf('?raw_traces=1')).toHaveLength(3);
    expect(await spansOf('?rawTraces=false')).toHaveLength(2);
  });

  it('that is not stored is 404 in the shape of Jaeger', async () => {
    const answer = await get(await openServer(), `traces/${TRACE_B}`);
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(JSON.parse(answer.body.toString())).toEqual({ error: { httpCode: 404, message: 'No traces found' } });
  });

  it('with a malformed parameter is 400 in the same shape', async () => {
    const answer = await get(await openServer(), `traces/${TRACE_B}?endTime=now`);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body.toString())).toMatchObject({ error: { httpCode: 400 } });
  });
});

describe('who may read', () => {
  it.each([
    ['a foreign Host', { host: 'evil.example' }],
    ['a foreign Origin', { origin: 'https://evil.example' }],
  ])('%s is refused', async (_what, headers) => {
    const server = await openServer();
    for (const path of ['services', `traces/${TRACE_A}`]) expect((await get(server, path, headers)).status).toBe(403);
  });

  it('a server with a token asks for it', async () => {
    const server = await openServer({ token: 'secret' });
    expect((await get(server, 'services')).status).toBe(401);
    expect((await get(server, `traces/${TRACE_A}`)).status).toBe(401);
    expect((await get(server, 'services', { authorization: 'Bearer secret' })).status).toBe(200);
  });

  it('nothing can be posted there', async () => {
    const answer = await send(await openServer(), { method: 'POST', path: '/api/v3/services' });
    expect(answer.status).toBe(405);
  });
});
