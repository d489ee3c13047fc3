import { createProbeSpan, PROBE_SERVICE } from '../../src/doctor/probe-span.js';

it('is a sampled root of one millisecond that ends now, under a service of its own', () => {
  const ids = { traceId: 'be97f2fa26196196d1c776cef223b871', spanId: 'c33604c286773277' };
  const span = createProbeSpan(1_700_000_000_000_500_000n, ids);
  expect(span.spanContext()).toEqual({ ...ids, traceFlags: 1 });
  expect(span.parentSpanContext).toBeUndefined();
  expect([span.startTime, span.endTime]).toEqual([
    [1_699_999_999, 999_500_000],
    [1_700_000_000, 500_000],
  ]);
  expect(span.resource.attributes['service.name']).toBe(PROBE_SERVICE);
});
