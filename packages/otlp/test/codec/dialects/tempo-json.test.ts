import { decodeTempoJson, decodeTempoValue } from '../../../src/codec/dialects/tempo-json.js';

const TRACE = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: 'CvdlGRbNQ92ESOshHIAxnA==',
              spanId: 't61rcWkgMzE=',
              parentSpanId: 'APBnqgupArc=',
              name: 'GET /orders',
              kind: 'SPAN_KIND_SERVER',
              startTimeUnixNano: '1700000000123456789',
              endTimeUnixNano: '1700000001023456788',
              status: { code: 'STATUS_CODE_ERROR', message: 'boom' },
            },
          ],
        },
      ],
    },
  ],
};

it.each([
  ['/api/v2/traces', { trace: TRACE }],
  ['/api/traces', { batches: TRACE.resourceSpans }],
  ['a trace alone', TRACE],
])('the answer of %s is read to the nanosecond', (_route, value) => {
  const decoded = decodeTempoJson(JSON.stringify(value));
  expect(decoded).toMatchObject({
    status: 'decoded',
    rejected: [],
    spans: [
      {
        name: 'GET /orders',
        kind: 1,
        startTime: [1700000000, 123456789],
        endTime: [1700000001, 23456788],
        parentSpanContext: { spanId: '00f067aa0ba902b7' },
        status: { code: 2, message: 'boom' },
        resource: { attributes: { 'service.name': 'shop' } },
      },
    ],
  });
  expect(decoded).not.toHaveProperty('partialMessage');
});

it.each([['PARTIAL'], [1]])('the status %p is told with its message', (status) => {
  expect(decodeTempoValue({ trace: TRACE, status, message: 'one querier failed' })).toMatchObject({
    status: 'decoded',
    partialMessage: 'one querier failed',
  });
});

it.each(['COMPLETE', 0, undefined])('the status %p is not', (status) => {
  expect(decodeTempoValue({ trace: TRACE, status })).not.toHaveProperty('partialMessage');
});

it.each([{}, { trace: {} }, { trace: null }, { trace: {}, metrics: {} }])('%j is a trace without spans', (value) => {
  expect(decodeTempoValue(value)).toEqual({ status: 'decoded', spans: [], rejected: [] });
});

it.each(['', '[', '[]', 'null', '"trace"', '{"trace":[]}', '{"trace":{"resourceSpans":7}}'])(
  'the body %j is invalid',
  (body) => {
    expect(decodeTempoJson(body).status).toBe('invalid');
  },
);
