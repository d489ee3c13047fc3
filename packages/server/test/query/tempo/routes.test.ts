import { decodeTempoJson, decodeTempoProtobuf, decodeTraces, encodeTraces } from '@spanbridge/otlp';
import type { RunningServer } from '../../../src/index.js';
import { closeServers, openServer, type Received, send, sendProtobuf } from '../../support/http.js';
import { markerOf } from '../../support/sent-spans.js';
import { sketchSpan, TRACE_A, TRACE_B, toSpanId } from '../../support/spans.js';

const ROOT = sketchSpan({ spanId: toSpanId(1), name: 'root', isError: true, attributes: { flag: false, text: '' } });
const CHILD = sketchSpan({ spanId: toSpanId(2), parentSpanId: toSpanId(1), name: 'child' });
const PROTOBUF = { accept: 'application/protobuf, application/json;q=0.5' };

let server: RunningServer;

beforeEach(async () => {
  server = await openServer();
  const sent = encodeTraces([markerOf(ROOT), ROOT, CHILD], 'protobuf');
  expect((await sendProtobuf(server, sent)).status).toBe(200);
});
afterEach(closeServers);

function get(path: string, headers: Record<string, string> = {}): Promise<Received> {
  return send(server, { method: 'GET', path, headers });
}

const contentOf = (decoded: ReturnType<typeof decodeTempoJson>): unknown =>
  decoded.status === 'decoded' &&
  decoded.spans.map((span) => [
    ...[span.name, span.spanContext().spanId, span.parentSpanContext?.spanId, span.kind, span.status.code],
    { ...span.attributes },
  ]);

const EXPECTED = [
  ['root', toSpanId(1), undefined, 0, 2, { flag: false, text: '' }],
  ['child', toSpanId(2), toSpanId(1), 0, 0, {}],
];

describe('the interface of Tempo', () => {
  it('echoes', async () => {
    const answer = await get('/api/echo');
    expect([answer.status, answer.headers['content-type'], answer.body.toString()]).toEqual([
      ...[200, 'text/plain; charset=utf-8', 'echo'],
    ]);
  });

  it('answers a trace in JSON, old and new, one span for each real id', async () => {
    const [old, current] = [await get(`/api/traces/${TRACE_A}`), await get(`/api/v2/traces/${TRACE_A}?start=1&end=2`)];
    expect(old.headers['content-type']).toBe('application/json');
    expect(Object.keys(JSON.parse(old.body.toString()) as object)).toEqual(['batches']);
    expect(Object.keys(JSON.parse(current.body.toString()) as object)).toEqual(['trace']);
    expect(contentOf(decodeTempoJson(old.body))).toEqual(EXPECTED);
    expect(contentOf(decodeTempoJson(current.body))).toEqual(EXPECTED);
  });

  it('answers in protobuf who asks for it', async () => {
    const [old, current] = [
      await get(`/api/traces/${TRACE_A}`, PROTOBUF),
      await get(`/api/v2/traces/${TRACE_A}`, PROTOBUF),
    ];
    expect([old.headers['content-type'], current.headers['content-type']]).toEqual([
      ...['application/protobuf', 'application/protobuf'],
    ]);
    expect(contentOf(decodeTraces(old.body, 'protobuf'))).toEqual(EXPECTED);
    expect(contentOf(decodeTempoProtobuf(current.body))).toEqual(EXPECTED);
  });

  it('takes an id without its leading zeros', async () => {
    const short = sketchSpan({ traceId: '00000000000000000000000000000abc' });
    await sendProtobuf(server, encodeTraces([short], 'protobuf'));
    expect((await get('/api/v2/traces/ABC')).status).toBe(200);
  });

  it('a trace that is not there is 404, an id that is none 400', async () => {
    expect((await get(`/api/v2/traces/${TRACE_B}`)).status).toBe(404);
    expect((await get('/api/traces/xyz')).status).toBe(400);
  });
});
