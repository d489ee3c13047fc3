import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeExportResponse, decodeStatus, encodeTraces } from '@spanbridge/otlp';
import type { RunningServer } from '../../src/index.js';
import { closeServers, openServer, type Received, send, sendJson, sendProtobuf } from '../support/http.js';
import { type Json, jsonRequest, jsonRequestWithValue, jsonSpan } from '../support/otlp.js';
import { sketchSpan, sketchSpans, TRACE_A, toSpanId } from '../support/spans.js';

let server: RunningServer;

beforeEach(async () => {
  server = await openServer({ spansMax: 1_000, bodyBytesMax: 4 * 1024 * 1024 });
});
afterEach(closeServers);

async function stored(traceId = TRACE_A): Promise<readonly ReadableSpan[]> {
  return (await server.traces.read(traceId))?.spans ?? [];
}

async function storedValue(): Promise<unknown> {
  return (await stored())[0]?.attributes['key'];
}

/** The spans of the trace as the page offers them for download. */
async function downloaded(): Promise<string> {
  const answer = await send(server, { method: 'GET', path: `/api/spanbridge/traces/${TRACE_A}/otlp` });
  return answer.body.toString();
}

function partialSuccess(answer: Received): unknown {
  const encoding = answer.headers['content-type'] === 'application/json' ? 'json' : 'protobuf';
  const decoded = decodeExportResponse(answer.body, encoding);
  return decoded.status === 'decoded' ? decoded.partialSuccess : decoded;
}

function jsonText(text: string): Promise<Received> {
  return send(server, { headers: { 'content-type': 'application/json' }, body: text });
}

describe('POST /v1/traces: encoding', () => {
  it('C01 ids in upper, lower and mixed case are equal ids, in lower case', async () => {
    for (const traceId of [TRACE_A, TRACE_A.toUpperCase(), '0AF7651916cd43dd8448EB211c80319C']) {
      const answer = await sendJson(server, jsonRequest(jsonSpan({ traceId, spanId: 'B7AD6B7169203331' })));
      expect(answer.status).toBe(200);
    }
    expect((await stored()).map((span) => span.spanContext())).toMatchObject([
      { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' },
    ]);
  });

  it('C02 64-bit times are exact as strings, and leave as strings', async () => {
    const times = { startTimeUnixNano: '9223372036854775806', endTimeUnixNano: '9223372036854775807' };
    await sendJson(server, jsonRequest(jsonSpan(times)));
    expect((await stored())[0]?.endTime).toEqual([9_223_372_036, 854_775_807]);
    expect(await downloaded()).toContain('"endTimeUnixNano":"9223372036854775807"');
  });

  it.each([
    ['a string', '"9007199254740991"'],
    ['a number', '9007199254740991'],
  ])('C02 an integer value as %s is exact', async (_, text) => {
    const request = JSON.stringify(jsonRequestWithValue({ intValue: 'HERE' })).replace('"HERE"', text);
    expect((await jsonText(request)).status).toBe(200);
    expect(await storedValue()).toBe(9_007_199_254_740_991);
  });

  it('C02 an integer value of 2^63 − 1 keeps every digit', async () => {
    await sendJson(server, jsonRequestWithValue({ intValue: '9223372036854775807' }));
    expect(String(await storedValue())).toBe('9223372036854775807');
  });

  it('C03 an enum by name is answered 400, by integer it is accepted', async () => {
    expect((await sendJson(server, jsonRequest(jsonSpan({ kind: 'SPAN_KIND_SERVER' })))).status).toBe(400);
    expect(await stored()).toEqual([]);
    expect((await sendJson(server, jsonRequest(jsonSpan({ kind: 2 })))).status).toBe(200);
  });

  it('C04 fields in snake_case are ignored', async () => {
    const answer = await sendJson(server, { resource_spans: jsonRequest(jsonSpan())['resourceSpans'] });
    expect(answer.status).toBe(200);
    expect(partialSuccess(answer)).toBeUndefined();
    expect(await stored()).toEqual([]);
  });

  it('C05 unknown fields are ignored in every message', async () => {
    const unknown = { futureField: { nested: [1, { deep: null }] } };
    const event = { name: 'e', timeUnixNano: '1700000000000000005', ...unknown };
    const link = { traceId: TRACE_A, spanId: toSpanId(7), ...unknown };
    const span = jsonSpan({ events: [event], links: [link], status: { code: 2, ...unknown }, ...unknown });
    const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop', ...unknown } }], ...unknown };
    const scopeSpans = [{ scope: { name: 'test', ...unknown }, spans: [span], ...unknown }];
    const answer = await sendJson(server, { resourceSpans: [{ resource, scopeSpans, ...unknown }], ...unknown });
    expect(answer.status).toBe(200);
    expect((await stored())[0]).toMatchObject({ events: [{ name: 'e' }], status: { code: 2 } });
  });

  it('C06 of a JSON member that comes twice the last one counts', async () => {
    const text = JSON.stringify(jsonRequest(jsonSpan({ name: 'first' })));
    await jsonText(text.replace('"name":"first"', '"name":"first","name":"last"'));
    expect((await stored())[0]?.name).toBe('last');
  });

  it('C06 an attribute key that comes twice does no harm', async () => {
    const attributes = ['a', 'b'].map((text) => ({ key: 'key', value: { stringValue: text } }));
    expect((await sendJson(server, jsonRequest(jsonSpan({ attributes })))).status).toBe(200);
    expect(await storedValue()).toBe('b');
  });

  it('C07 spans with empty, zero and short ids are counted exactly, and the rest is stored', async () => {
    const invalid: Json[] = [
      { traceId: '' },
      { traceId: '0'.repeat(32) },
      { spanId: 'abcd' },
      { spanId: '0'.repeat(16) },
    ];
    const answer = await sendJson(server, jsonRequest(...invalid.map(jsonSpan), jsonSpan({ parentSpanId: '' })));
    expect(answer.status).toBe(200);
    expect(partialSuccess(answer)).toEqual({
      rejectedSpans: 4,
      errorMessage: '4 spans were not stored: 2 × invalid-trace-id, 2 × invalid-span-id.',
    });
    expect((await stored()).map((span) => span.parentSpanContext)).toEqual([undefined]);
  });

  it('C08 a base64 id is answered 400', async () => {
    const answer = await sendJson(server, jsonRequest(jsonSpan({ traceId: 'CvdlGRbNQ92ESOshHIAxnA==' })));
    expect(answer.status).toBe(400);
    expect(await stored()).toEqual([]);
  });

  it.each(['NaN', 'Infinity', '-Infinity'])('C09 the double "%s" is accepted and leaves as it came', async (text) => {
    expect((await sendJson(server, jsonRequestWithValue({ doubleValue: text }))).status).toBe(200);
    expect(await storedValue()).toBe(Number(text));
    expect(await downloaded()).toContain(`"doubleValue":"${text}"`);
  });

  it.each(['+/+/AQ==', '-_-_AQ=='])('C10 bytes in standard and URL-safe base64 are equal: %s', async (bytesValue) => {
    expect((await sendJson(server, jsonRequestWithValue({ bytesValue }))).status).toBe(200);
    expect(await storedValue()).toEqual(new Uint8Array([0xfb, 0xff, 0xbf, 0x01]));
  });

  it.each([2, 32])('C11 arrays nested %i levels are exact', async (levels) => {
    let value: unknown = { stringValue: 'core' };
    for (let level = 0; level < levels; level += 1) value = { arrayValue: { values: [value] } };
    expect((await sendJson(server, jsonRequestWithValue(value))).status).toBe(200);
    expect(JSON.stringify(await storedValue())).toBe(`${'['.repeat(levels)}"core"${']'.repeat(levels)}`);
  });

  it('C11 arrays and maps nested 10,000 levels are answered 400', async () => {
    const forms = [
      ['{"arrayValue":{"values":[', ']}}'],
      ['{"kvlistValue":{"values":[{"key":"k","value":', '}]}}'],
    ] as const;
    for (const [before, after] of forms) {
      const value = `${before.repeat(10_000)}{"stringValue":"core"}${after.repeat(10_000)}`;
      const text = JSON.stringify(jsonRequestWithValue('HERE')).replace('"HERE"', value);
      const answer = await jsonText(text);
      expect(answer.status).toBe(400);
      expect(answer.body.toString()).not.toMatch(/stack|bug/i);
    }
    expect(await stored()).toEqual([]);
  });

  it('C12 a value that is not set is kept as an empty value', async () => {
    expect((await sendJson(server, jsonRequestWithValue({}))).status).toBe(200);
    expect(Object.keys((await stored())[0]?.attributes ?? {})).toEqual(['key']);
    expect(await storedValue()).toBeNull();
  });

  it('C13 trailing garbage is answered 400 in both encodings, and nothing is stored', async () => {
    expect((await jsonText(`${JSON.stringify(jsonRequest(jsonSpan()))} x`)).status).toBe(400);
    const bytes = Buffer.concat([encodeTraces([sketchSpan()], 'protobuf'), Buffer.from([0xff])]);
    expect((await sendProtobuf(server, bytes)).status).toBe(400);
    expect(await stored()).toEqual([]);
  });

  it('C14 a byte order mark is answered 400 with a message that says so', async () => {
    const answer = await jsonText(`\u{feff}${JSON.stringify(jsonRequest(jsonSpan()))}`);
    expect(answer.status).toBe(400);
    expect(answer.body.toString()).toMatch(/byte order mark/i);
  });
});

describe('POST /v1/traces: answers', () => {
  it('C15 protobuf is answered in protobuf', async () => {
    const answer = await sendProtobuf(server, encodeTraces([sketchSpan()], 'protobuf'));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/x-protobuf' } });
    expect(answer.body).toHaveLength(0);
    expect((await stored()).map(({ name }) => name)).toEqual(['GET /orders']);
  });

  it('C16 JSON is answered in JSON', async () => {
    const answer = await sendJson(server, jsonRequest(jsonSpan()));
    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(answer.body.toString()).toBe('{}');
  });

  it.each([
    ['JSON', 'application/json', '{}'],
    ['protobuf', 'application/x-protobuf', ''],
  ])('C31 an empty request in %s succeeds, and partial_success is unset', async (_, type, body) => {
    const answer = await send(server, { headers: { 'content-type': type }, body });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe(type);
    expect(partialSuccess(answer)).toBeUndefined();
  });

  it('C32 of refused spans the answer has the exact count and a message, in protobuf too', async () => {
    const good = sketchSpans(3);
    const bad = sketchSpans(2, { traceId: '0'.repeat(32) });
    const answer = await sendProtobuf(server, encodeTraces([...good, ...bad], 'protobuf'));
    expect(answer.status).toBe(200);
    expect(partialSuccess(answer)).toEqual({
      rejectedSpans: 2,
      errorMessage: '2 spans were not stored: 2 × invalid-trace-id.',
    });
    expect(await stored()).toHaveLength(3);
  });

  it('spans that the store has no room for are told to the sender, not kept from it', async () => {
    const answer = await sendProtobuf(server, encodeTraces(sketchSpans(1_002), 'protobuf'));
    expect(partialSuccess(answer)).toEqual({
      rejectedSpans: 2,
      errorMessage: '2 spans were not stored: 2 × no room in the store.',
    });
    expect(await stored()).toHaveLength(1_000);
  });

  it('a resend is accepted as if it were new, and stored once', async () => {
    const bytes = encodeTraces(sketchSpans(10), 'protobuf');
    for (const attempt of [1, 2, 3]) {
      const answer = await sendProtobuf(server, bytes);
      expect([attempt, answer.status, partialSuccess(answer)]).toEqual([attempt, 200, undefined]);
    }
    expect(await stored()).toHaveLength(10);
  });

  it.each(['json', 'protobuf'] as const)(
    'C33 an undecodable body in %s gets a Status in the same encoding',
    async (encoding) => {
      const type = encoding === 'json' ? 'application/json' : 'application/x-protobuf';
      const answer = await send(server, { headers: { 'content-type': type }, body: '{"resourceSpans":' });
      expect(answer.status).toBe(400);
      expect(answer.headers['content-type']).toBe(type);
      expect(decodeStatus(answer.body, encoding)).toMatchObject({ status: 'decoded', code: 3 });
    },
  );
});
