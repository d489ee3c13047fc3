import { mergeSpanRows } from '@spanbridge/analysis';
import { decodeExportResponse, encodeLogs, type LogRecord, type PartialSuccess } from '@spanbridge/otlp';
import type { RunningServer } from '../../src/index.js';
import { closeServers, openServer, type Received, send } from '../support/http.js';
import { beatRecord, eventRecord } from '../support/sent-spans.js';
import { sketchSpan, TRACE_A } from '../support/spans.js';
import { encodeTraces } from '@spanbridge/otlp';

const NOW_SECONDS = 1_700_000_100;
const JOB = sketchSpan({ name: 'job', start: NOW_SECONDS - 20, end: NOW_SECONDS - 1 });

let server: RunningServer;
let warnings: string[];

beforeEach(async () => {
  warnings = [];
  server = await openServer({ clock: () => NOW_SECONDS * 1000, warn: (message) => warnings.push(message) });
});
afterEach(closeServers);

function postLogs(records: readonly LogRecord[], encoding: 'json' | 'protobuf' = 'protobuf'): Promise<Received> {
  const type = encoding === 'json' ? 'application/json' : 'application/x-protobuf';
  const body = encodeLogs(records, encoding);
  return send(server, { path: '/v1/logs', headers: { 'content-type': type }, body });
}

async function remarkOn(records: readonly LogRecord[]): Promise<PartialSuccess | undefined> {
  const answer = await postLogs(records);
  expect(answer.status).toBe(200);
  const decoded = decodeExportResponse(answer.body, 'protobuf', 'logs');
  return decoded.status === 'decoded' ? decoded.partialSuccess : undefined;
}

async function bars(): Promise<unknown[]> {
  const stored = await server.traces.read(TRACE_A);
  const now = { nowUnixNano: BigInt(NOW_SECONDS) * 1_000_000_000n };
  return mergeSpanRows(stored?.spans ?? [], now).map(({ span, state }) => [span.name, state, span.duration[0]]);
}

describe('POST /v1/logs', () => {
  it.each(['json/v1', 'proto'] as const)('a heartbeat with a body of %s is a running span', async (type) => {
    expect(await remarkOn([beatRecord(JOB, 'heartbeat', { atSeconds: NOW_SECONDS - 5, type })])).toBeUndefined();
    expect(await bars()).toEqual([['job', 'running', 15]]);
    expect((await server.traces.list({ search: '', tracesMax: 9 })).traces).toMatchObject([
      { rootName: 'job', spanCount: 1, runningCount: 1, staleCount: 0 },
    ]);
  });

  it('T42: 16 s without a heartbeat are stale; stop waits for the final, which finishes the span', async () => {
    await postLogs([beatRecord(JOB, 'heartbeat', { atSeconds: NOW_SECONDS - 16, type: 'json/v1' })]);
    expect(await bars()).toEqual([['job', 'stale', 4]]);
    expect((await server.traces.list({ search: '', tracesMax: 9 })).traces).toMatchObject([
      { runningCount: 0, staleCount: 1 },
    ]);
    await postLogs([beatRecord(JOB, 'stop', { atSeconds: NOW_SECONDS, type: 'json/v1' })]);
    expect(await bars()).toEqual([['job', 'running', 19]]);
    await send(server, {
      headers: { 'content-type': 'application/x-protobuf' },
      body: encodeTraces([JOB], 'protobuf'),
    });
    expect(await bars()).toEqual([['job', 'finished', 19]]);
    expect(server.traces.counts()).toMatchObject({ spans: 1, realSpans: 1 });
  });

  it('heartbeats take no room of spans, however many there are, in any order', async () => {
    const seconds = Array.from({ length: 40 }, (_, index) => NOW_SECONDS - 20 + ((index * 7) % 16));
    for (const atSeconds of seconds) await postLogs([beatRecord(JOB, 'heartbeat', { atSeconds, type: 'json/v1' })]);
    expect(server.traces.counts()).toMatchObject({ traces: 1, spans: 0, realSpans: 1, spansDropped: 0 });
    expect(await bars()).toEqual([['job', 'running', 15]]);
  });

  it('an event with a span becomes an event of it, also when the span has the same one', async () => {
    const withEvent = {
      ...JOB,
      events: [{ name: 'half', time: [NOW_SECONDS - 9, 0] as [number, number], attributes: { k: 1 } }],
    };
    const body = encodeTraces([withEvent], 'protobuf');
    const records = [eventRecord(JOB, 'half', NOW_SECONDS - 9), eventRecord(JOB, 'done', NOW_SECONDS - 2)];
    expect(await remarkOn(records)).toBeUndefined();
    await send(server, { headers: { 'content-type': 'application/x-protobuf' }, body });
    const stored = await server.traces.read(TRACE_A);
    const [merged] = mergeSpanRows(stored?.spans ?? []);
    expect(merged?.span.events.map(({ name, attributes }) => [name, { ...attributes }])).toEqual([
      ['half', { k: 1 }],
      ['done', { k: 1 }],
    ]);
  });

  it('other logs are taken and not stored, which the answer and one warning say', async () => {
    const { eventName: _eventName, ...plain } = eventRecord(JOB, '', NOW_SECONDS);
    const { spanContext: _spanContext, ...homeless } = eventRecord(JOB, 'app.start', NOW_SECONDS);
    expect(await remarkOn([plain, homeless])).toEqual({
      rejectedSpans: 0,
      errorMessage: '2 logs were taken and not stored: this server keeps only what logs tell of spans.',
    });
    await postLogs([plain]);
    expect(server.traces.counts()).toMatchObject({ traces: 0, spans: 0 });
    expect(warnings).toHaveLength(1);
  });

  it('a heartbeat that cannot be read is rejected alone, with its reason', async () => {
    const good = beatRecord(JOB, 'heartbeat', { atSeconds: NOW_SECONDS, type: 'json/v1' });
    const bad = [
      { ...good, body: '{' },
      { ...good, body: 'no base64 of a span', attributes: { ...good.attributes, 'partial.body.type': 'proto' } },
      { ...good, attributes: { ...good.attributes, 'partial.body.type': 'yaml' } },
      { ...good, attributes: { 'partial.event': 'heartbeat', 'partial.body.type': 'json/v1' } },
      { ...good, attributes: { ...good.attributes, 'partial.event': 'pause' } },
      { ...good, body: '{}' },
    ];
    const remark = await remarkOn([...bad, good]);
    expect(remark?.rejectedSpans).toBe(6);
    expect(remark?.errorMessage).toMatch(/^6 log records were not stored: /);
    expect(await bars()).toEqual([['job', 'running', 20]]);
  });

  it('answers in JSON what was asked in JSON, and 400 for what is no OTLP', async () => {
    const answer = await postLogs([beatRecord(JOB, 'heartbeat', { atSeconds: NOW_SECONDS, type: 'json/v1' })], 'json');
    expect([answer.status, answer.headers['content-type'], answer.body.toString()]).toEqual([
      200,
      'application/json',
      '{}',
    ]);
    const broken = await send(server, { path: '/v1/logs', headers: { 'content-type': 'application/json' }, body: '{' });
    expect(broken.status).toBe(400);
  });

  it('an unknown content type is 415 and a wrong method 405, as for traces', async () => {
    expect((await send(server, { path: '/v1/logs', headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect((await send(server, { path: '/v1/logs', method: 'GET' })).status).toBe(405);
  });
});
