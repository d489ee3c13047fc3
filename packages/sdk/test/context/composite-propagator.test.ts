import { defaultTextMapGetter, defaultTextMapSetter, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { CompositePropagator, createPropagator } from '../../src/context/composite-propagator.js';

const HEADERS = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', baggage: 'a=1' };

describe('createPropagator', () => {
  it('reads and writes the headers of the named propagators', () => {
    const propagator = createPropagator(['tracecontext', 'baggage']);
    expect(propagator.fields()).toEqual(['traceparent', 'tracestate', 'baggage']);
    const carrier = {};
    propagator.inject(propagator.extract(ROOT_CONTEXT, HEADERS, defaultTextMapGetter), carrier, defaultTextMapSetter);
    expect(carrier).toEqual(HEADERS);
  });

  it('does nothing without any', () => {
    expect(createPropagator([]).extract(ROOT_CONTEXT, HEADERS, defaultTextMapGetter)).toBe(ROOT_CONTEXT);
  });
});

describe('CompositePropagator', () => {
  it('one that throws keeps no other from its work', () => {
    const broken = {
      inject: () => {
        throw new Error('inject');
      },
      extract: () => {
        throw new Error('extract');
      },
      fields: () => ['x'],
    };
    const propagator = new CompositePropagator([broken, createPropagator(['tracecontext', 'baggage']), broken]);
    const context = propagator.extract(ROOT_CONTEXT, HEADERS, defaultTextMapGetter);
    expect(trace.getSpanContext(context)?.spanId).toBe('b7ad6b7169203331');
    expect(propagation.getBaggage(context)?.getEntry('a')?.value).toBe('1');
    const carrier = {};
    propagator.inject(context, carrier, defaultTextMapSetter);
    expect(carrier).toEqual(HEADERS);
  });
});
