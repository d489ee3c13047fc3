import { decodeJaegerV3Json } from '../../../src/codec/dialects/jaeger-v3-json.js';

it('the spans of the wrapper are read', () => {
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', name: 'op', kind: 2 };
  const body = JSON.stringify({ result: { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] } });
  expect(decodeJaegerV3Json(Buffer.from(body))).toMatchObject({ status: 'decoded', spans: [{ name: 'op', kind: 1 }] });
});

it.each(['{}', '{"error":{"httpCode":404}}', '[]', 'null', '<html>'])('%s is no such answer', (body) => {
  expect(decodeJaegerV3Json(body).status).toBe('invalid');
});
