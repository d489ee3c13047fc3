import { createTracerMetaBridge, importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { encodeTraces } from '@spanbridge/otlp';
import { fixtureLines, readLines } from './fixture-records.js';

const START = {
  __tracer_meta__: {
    timestamp: '2026-03-01T08:00:00Z',
    event: 'job.start',
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    span_id: 'b7ad6b7169203331',
    provisional: true,
  },
};

describe('importTracerMeta', () => {
  it('gives the bytes that shipping the same records gives', () => {
    const lines = fixtureLines('01_initial.jsonl').filter((line) => line !== '');
    const imported = importTracerMeta(
      lines.map((line) => JSON.parse(line) as unknown),
      { resource: { 'service.name': 'shop' }, serviceName: 'shop' },
    );
    const shipped = readLines([...lines, '']).spans;
    expect(imported.map((span) => span.spanContext())).toEqual(shipped.map((span) => span.spanContext()));
    expect(imported.map((span) => span.attributes)).toEqual(shipped.map((span) => span.attributes));
    expect(encodeTraces(imported).length).toBeGreaterThan(0);
  });

  it('a span without an end is flushed at its last evidence', () => {
    const [span] = importTracerMeta([START]);
    expect(span?.attributes).toEqual({
      'partial.gc': true,
      'spanbridge.end.cause': 'flushed',
      'tracer_meta.dialect': 'v2',
    });
    expect(span?.resource.attributes).toEqual({
      'service.name': 'unknown_service',
      'host.id': '4946db5ba8476d66e6df3a6b6700c69b',
    });
    expect(span?.instrumentationScope).toEqual({ name: 'spanbridge.tracer-meta' });
  });

  it('rejected records go to onRejected with their index and throw nothing', () => {
    const rejected: unknown[] = [];
    const spans = importTracerMeta([START, { __tracer_meta__: 1 }, null, 'x', { __tracer_meta__: {} }], {
      onRejected: (result, index) => rejected.push([index, result.reason]),
    });
    expect(spans).toHaveLength(1);
    expect(rejected).toEqual([[1, 'invalid-meta']]);
  });

  it('refuses an unusable namespace when it is constructed', () => {
    expect(() => importTracerMeta([], { namespace: 'a b' })).toThrow(
      'The namespace "a b" is not usable. Use only letters, digits, ".", "_" and "-".',
    );
  });
});

describe('the bridge', () => {
  it('claims the shapes of tracer-meta and no others', () => {
    const bridge = createTracerMetaBridge();
    expect([START, { msg: 'x' }, 7].map((value) => bridge.recognises(value))).toEqual([true, false, false]);
    expect(bridge.format).toBe('tracer-meta');
  });
});
