import { createOtlpJsonBridge } from '../../src/ship/otlp-json-bridge.js';

const bridge = createOtlpJsonBridge(() => undefined);

describe('the bridge for OTLP JSON', () => {
  it('claims what has resourceSpans', () => {
    expect([{ resourceSpans: [] }, { resourceSpans: 1 }, [], null].map((value) => bridge.recognises(value))).toEqual([
      ...[true, false, false, false],
    ]);
  });

  it('hands over the spans as they are', () => {
    const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', name: 'x' };
    const result = bridge.read({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    expect(result).toMatchObject({ status: 'finished', spans: [{ name: 'x' }] });
  });

  it('rejects what has the name and not the shape of OTLP', () => {
    const result = bridge.read({ resourceSpans: [{ scopeSpans: 'none' }] });
    expect(result).toMatchObject({ status: 'rejected', reason: 'invalid-shape' });
  });
});
