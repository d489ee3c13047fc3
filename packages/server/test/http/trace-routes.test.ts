import { encodeTraces } from '@spanbridge/otlp';
import type { RunningServer } from '../../src/index.js';
import { closeServers, openServer, type Received, send, sendProtobuf } from '../support/http.js';
import { markerOf } from '../support/sent-spans.js';
import { sketchSpan, TRACE_A, TRACE_B, toSpanId, toTraceId } from '../support/spans.js';

let server: RunningServer;

beforeEach(async () => {
  server = await openServer({ listedTracesMax: 2, drawnSpansMax: 3, clock: () => 1_700_000_000_000 });
});
afterEach(closeServers);

function get(path: string): Promise<Received> {
  return send(server, { method: 'GET', path: `/api/spanbridge/${path}` });
}

async function getJson(path: string): Promise<Record<string, unknown>> {
  const answer = await get(path);
  expect(answer.headers['content-type']).toBe('application/json');
  return JSON.parse(answer.body.toString()) as Record<string, unknown>;
}

async function post(...spans: Parameters<typeof sketchSpan>[0][]): Promise<void> {
  const answer = await sendProtobuf(server, encodeTraces(spans.map(sketchSpan), 'protobuf'));
  expect(answer.status).toBe(200);
}

describe('the list of traces', () => {
  it('is empty at first', async () => {
    expect(await getJson('traces')).toMatchObject({ matchCount: 0, traces: [], counts: { traces: 0, spans: 0 } });
  });

  it('says of a trace what a row shows, with nanoseconds as text', async () => {
    await post(
      { spanId: toSpanId(1), name: 'root', service: 'web', start: 1_700_000_000, end: 1_700_000_002 },
      { spanId: toSpanId(2), parentSpanId: toSpanId(1), service: 'db', isError: true },
    );
    expect(await getJson('traces')).toMatchObject({
      matchCount: 1,
      traces: [
        {
          traceId: TRACE_A,
          rootName: 'root',
          rootService: 'web',
          isIncomplete: false,
          services: ['web', 'db'],
          spanCount: 2,
          errorCount: 1,
          startTimeUnixNano: '1700000000000000000',
          durationNano: '2000000000',
          durationText: '2s',
        },
      ],
    });
  });

  it('has the newest traces up to its limit, and says how many match', async () => {
    for (const number of [1, 2, 3]) await post({ traceId: toTraceId(number), name: `trace ${number}` });
    expect(await getJson('traces')).toMatchObject({
      matchCount: 3,
      traces: [{ traceId: toTraceId(3) }, { traceId: toTraceId(2) }],
    });
    expect(await getJson('traces?search=TRACE%201')).toMatchObject({
      matchCount: 1,
      traces: [{ traceId: toTraceId(1) }],
    });
  });

  it('is answered 204 to whoever knows the latest state, and anew after the next span', async () => {
    await post({ spanId: toSpanId(1) });
    const { revision } = await getJson('traces');
    const known = `traces?known=${String(revision)}`;
    expect((await get(known)).status).toBe(204);
    await post({ spanId: toSpanId(2) });
    expect((await get(known)).status).toBe(200);
  });
});

describe('one trace', () => {
  it('is given as the model that the view draws', async () => {
    await post({ name: 'root' });
    expect(await getJson(`traces/${TRACE_A.toUpperCase()}`)).toMatchObject({
      status: 'found',
      view: { traces: [{ traceId: TRACE_A, name: 'root', spanCount: 1 }] },
    });
  });

  it('with more spans than the page draws says how many are left out, and is downloaded whole', async () => {
    await post(...[1, 2, 3, 4, 5].map((number) => ({ spanId: toSpanId(number) })));
    const answer = await getJson(`traces/${TRACE_A}`);
    expect(answer).toMatchObject({ view: { traces: [{ spanCount: 5, hiddenRowCount: 2 }] } });
    const download = (await get(`traces/${TRACE_A}/otlp`)).body.toString();
    expect(download.match(/"spanId"/g)).toHaveLength(5);
  });

  it('that is not stored is unknown, without an error in the browser', async () => {
    expect(await getJson(`traces/${TRACE_B}`)).toEqual({ status: 'unknown' });
  });

  it('is answered 204 to whoever knows its latest state, whatever happens to other traces', async () => {
    await post({ traceId: TRACE_A });
    const { revision } = await getJson(`traces/${TRACE_A}`);
    await post({ traceId: TRACE_B });
    const known = `traces/${TRACE_A}?known=${String(revision)}`;
    expect((await get(known)).status).toBe(204);
    await post({ traceId: TRACE_A, spanId: toSpanId(2) });
    expect((await get(known)).status).toBe(200);
  });

  it('with a span in flight is answered anew, because its bar grows; once that ended it is 204 again', async () => {
    const job = sketchSpan({ name: 'job', start: 1_699_999_990, end: 1_699_999_999 });
    await sendProtobuf(server, encodeTraces([markerOf(job)], 'protobuf'));
    const answer = await getJson(`traces/${TRACE_A}`);
    expect(answer).toMatchObject({ view: { traces: [{ durationText: '10s', rows: [{ state: 'running', end: 1 }] }] } });
    expect((await get(`traces/${TRACE_A}?known=${String(answer['revision'])}`)).status).toBe(200);
    await sendProtobuf(server, encodeTraces([job], 'protobuf'));
    const { revision } = await getJson(`traces/${TRACE_A}`);
    expect((await get(`traces/${TRACE_A}?known=${String(revision)}`)).status).toBe(204);
  });

  it('can be downloaded as one HTML file', async () => {
    await post({ name: '<script>alert(1)</script>' });
    const answer = await get(`traces/${TRACE_A}/html`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="trace-${TRACE_A}.html"`);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.body.toString()).toMatch(/^<!doctype html>/);
    expect(answer.body.toString()).not.toContain('<script>alert');
  });

  it('can be downloaded as OTLP JSON, and sent again changes nothing', async () => {
    await post({ attributes: { 'http.route': '/orders' } });
    const answer = await get(`traces/${TRACE_A}/otlp`);
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="trace-${TRACE_A}.otlp.json"`);
    const again = await send(server, { headers: { 'content-type': 'application/json' }, body: answer.body });
    expect(again.status).toBe(200);
    expect(server.traces.counts()).toMatchObject({ spansStored: 1, spansDuplicate: 1 });
  });

  it.each(['html', 'otlp'])('that is not stored cannot be downloaded as %s', async (form) => {
    expect((await get(`traces/${TRACE_B}/${form}`)).status).toBe(404);
  });
});
