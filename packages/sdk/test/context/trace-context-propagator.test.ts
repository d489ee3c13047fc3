import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { suppressTracing, W3CTraceContextPropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import { TraceContextPropagator } from '../../src/context/trace-context-propagator.js';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';
const ours = new TraceContextPropagator();

function extracted(traceparent: string | string[], tracestate?: string | string[]): object | undefined {
  const carrier = { traceparent, ...(tracestate === undefined ? {} : { tracestate }) };
  const spanContext = trace.getSpanContext(ours.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter));
  if (spanContext === undefined) return undefined;
  return { ...spanContext, traceState: spanContext.traceState?.serialize() };
}

const REMOTE = { traceId: TRACE_ID, spanId: SPAN_ID, isRemote: true };

describe('TraceContextPropagator', () => {
  // The cases of the test suite of W3C Trace Context.
  it.each([
    [`00-${TRACE_ID}-${SPAN_ID}-01`, 1],
    [`00-${TRACE_ID}-${SPAN_ID}-00`, 0],
    [` 00-${TRACE_ID}-${SPAN_ID}-01\t`, 1],
    [`cc-${TRACE_ID}-${SPAN_ID}-01-what-the-future-will-be-like`, 1],
    [`00-${TRACE_ID}-${SPAN_ID}-ff`, 3],
  ])('reads %s', (header, traceFlags) => {
    expect(extracted(header)).toEqual({ ...REMOTE, traceFlags });
  });

  it.each([
    `00-${TRACE_ID}-${SPAN_ID}-01-more`,
    `00-${TRACE_ID}-${SPAN_ID}-01-`,
    `cc-${TRACE_ID}-${SPAN_ID}-01.future`,
    `ff-${TRACE_ID}-${SPAN_ID}-01`,
    `00-${'0'.repeat(32)}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
    `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${SPAN_ID}-0.`,
    `0-${TRACE_ID}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${SPAN_ID}`,
    '',
  ])('ignores %j', (header) => {
    expect(extracted(header)).toBeUndefined();
  });

  it('believes neither of two parents, and joins two headers of state', () => {
    const header = `00-${TRACE_ID}-${SPAN_ID}-01`;
    expect(extracted([header, header])).toBeUndefined();
    expect(extracted([header], ['a=1', 'b=2'])).toEqual({ ...REMOTE, traceFlags: 1, traceState: 'a=1,b=2' });
  });

  it('keeps the parent when the state is broken', () => {
    expect(extracted(`00-${TRACE_ID}-${SPAN_ID}-01`, 'a=1,B')).toEqual({ ...REMOTE, traceFlags: 1 });
  });

  it('writes nothing where tracing is suppressed, or without a valid span', () => {
    const carrier = {};
    const span = trace.setSpanContext(ROOT_CONTEXT, { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 });
    ours.inject(suppressTracing(span), carrier, defaultTextMapSetter);
    ours.inject(ROOT_CONTEXT, carrier, defaultTextMapSetter);
    expect(carrier).toEqual({});
  });

  it('writes and reads what the official one does', () => {
    const official = new W3CTraceContextPropagator();
    const hex = (size: number): fc.Arbitrary<string> =>
      fc.stringMatching(new RegExp(`^[0-9a-f]{${size}}$`)).filter((text) => !/^0+$/.test(text));
    const key = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    const members = fc.uniqueArray(key, { maxLength: 5 }).map((keys) => keys.map((name) => `${name}=v`).join(','));
    fc.assert(
      fc.property(hex(32), hex(16), fc.integer({ min: 0, max: 3 }), members, (traceId, spanId, flags, state) => {
        const header = {
          traceparent: `00-${traceId}-${spanId}-0${flags}`,
          ...(state === '' ? {} : { tracestate: state }),
        };
        const read = [ours, official].map((one) => one.extract(ROOT_CONTEXT, header, defaultTextMapGetter));
        const written = read.map((context, index) => {
          const carrier = {};
          (index === 0 ? ours : official).inject(context, carrier, defaultTextMapSetter);
          return carrier;
        });
        expect(written).toEqual([header, header]);
        const [first, second] = read.map((context) => trace.getSpanContext(context));
        expect({ ...first, traceState: undefined }).toEqual({ ...second, traceState: undefined });
        expect((first?.traceFlags ?? 0) & TraceFlags.SAMPLED).toBe(flags & 1);
      }),
    );
  });
});
