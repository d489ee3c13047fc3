import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import {
  endCauseOf,
  isError,
  isImplicit,
  isStartMissing,
  parentSpanIdOf,
  phaseOf,
  serviceNameOf,
  toUnixNano,
} from '../../src/span/span-facts.js';
import { makeSpan } from '../support/make-span.js';

const withAttributes = (attributes: Attributes): ReadableSpan => makeSpan({ spanId: 'aa', attributes });

describe('span facts', () => {
  it('reads phase, end cause, missing start and error', () => {
    const span = withAttributes({
      'spanbridge.span.phase': 'late',
      'spanbridge.end.cause': 'evicted',
      'spanbridge.start.missing': true,
    });
    expect([phaseOf(span), endCauseOf(span), isStartMissing(span), isError(span)]).toEqual([
      'late',
      'evicted',
      true,
      false,
    ]);
    expect(isError(makeSpan({ spanId: 'aa', error: 'boom' }))).toBe(true);
  });

  it('takes a span for implicit if any system says so, and only by true', () => {
    expect(isImplicit(withAttributes({ 'tracer_meta.implicit': true }))).toBe(true);
    expect(isImplicit(withAttributes({ 'tracer_meta.implicit': 'yes', implicit: true }))).toBe(false);
  });

  it('calls a service without a name unknown_service', () => {
    expect(serviceNameOf(makeSpan({ spanId: 'aa', service: 'api' }))).toBe('api');
    expect(serviceNameOf(makeSpan({ spanId: 'aa', service: '' }))).toBe('unknown_service');
    expect(serviceNameOf(makeSpan({ spanId: 'aa', resource: { 'service.name': 7 } }))).toBe('unknown_service');
  });

  it('takes an empty or all-zero parent id for none', () => {
    expect(parentSpanIdOf(makeSpan({ spanId: 'aa', parentSpanId: 'bb' }))).toBe('bb');
    expect(parentSpanIdOf(makeSpan({ spanId: 'aa', parentSpanId: '0000000000000000' }))).toBeUndefined();
    expect(parentSpanIdOf(makeSpan({ spanId: 'aa', parentSpanId: '' }))).toBeUndefined();
    expect(parentSpanIdOf(makeSpan({ spanId: 'aa' }))).toBeUndefined();
  });

  it.each<[[number, number], bigint]>([
    [[1, 5], 1_000_000_005n],
    [[Number.NaN, 0], 0n],
    [[1.5, 2.5], 1_000_000_002n],
    [[-3, 0], 0n],
    [[1e15, 0], 9_223_372_036_854_775_807n],
  ])('reads the time %p as %p', (time, nanos) => {
    expect(toUnixNano(time)).toBe(nanos);
  });
});
