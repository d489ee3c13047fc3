import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { decodeJaegerJson, decodeJaegerValue } from '../../../src/codec/dialects/jaeger-json.js';

type Json = Readonly<Record<string, unknown>>;

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

function span(changes: Json = {}): Json {
  return {
    traceID: TRACE_ID,
    spanID: 'b7ad6b7169203331',
    flags: 1,
    operationName: 'GET /orders',
    references: [],
    startTime: 1700000000123456,
    duration: 900001,
    tags: [],
    logs: [],
    processID: 'p1',
    warnings: null,
    ...changes,
  };
}

function trace(...spans: readonly Json[]): Json {
  const tags = [{ key: 'host.name', type: 'string', value: 'a' }];
  return { traceID: TRACE_ID, spans, processes: { p1: { serviceName: 'shop', tags } }, warnings: null };
}

function tag(key: string, type: string, value: unknown): Json {
  return { key, type, value };
}

function decodeOne(changes: Json): ReadableSpan {
  const decoded = decodeJaegerJson(JSON.stringify({ data: [trace(span(changes))], errors: null }));
  const [first] = decoded.status === 'decoded' ? decoded.spans : [];
  if (first === undefined) throw new Error(JSON.stringify(decoded));
  return first;
}

describe('a span', () => {
  it('has its times in microseconds, its name, and the resource of its process', () => {
    const decoded = decodeOne({});
    expect(decoded).toMatchObject({
      name: 'GET /orders',
      kind: 0,
      startTime: [1700000000, 123456000],
      endTime: [1700000001, 23457000],
      status: { code: 0 },
      resource: { attributes: { 'host.name': 'a', 'service.name': 'shop' } },
    });
    expect(decoded.spanContext()).toEqual({ traceId: TRACE_ID, spanId: 'b7ad6b7169203331', traceFlags: 1 });
    expect(decoded.parentSpanContext).toBeUndefined();
  });

  it('gets back the leading zeros of its ids', () => {
    expect(decodeOne({ traceID: 'abc', spanID: '1' }).spanContext()).toMatchObject({
      traceId: '00000000000000000000000000000abc',
      spanId: '0000000000000001',
    });
  });

  it.each([
    ['server', 1],
    ['client', 2],
    ['producer', 3],
    ['consumer', 4],
    ['internal', 0],
    ['something', 0],
  ])('of the kind %s has the number %d', (kind, number) => {
    const decoded = decodeOne({ tags: [tag('span.kind', 'string', kind)] });
    expect(decoded.kind).toBe(number);
    expect(decoded.attributes).toEqual({});
  });

  it('has the scope and the trace state that its tags name', () => {
    const decoded = decodeOne({
      tags: [
        tag('otel.scope.name', 'string', 'lib'),
        tag('otel.scope.version', 'string', '1.2'),
        tag('otel.library.name', 'string', 'old'),
        tag('w3c.tracestate', 'string', 'a=1'),
        tag('internal.span.format', 'string', 'otlp'),
      ],
    });
    expect(decoded.instrumentationScope).toEqual({ name: 'lib', version: '1.2' });
    expect(decoded.spanContext().traceState?.serialize()).toBe('a=1');
    expect(decoded.attributes).toEqual({});
  });
});

describe('the status', () => {
  it.each([
    ['OK', [tag('otel.status_code', 'string', 'OK')], { code: 1 }, {}],
    ['ERROR', [tag('otel.status_code', 'string', 'ERROR'), tag('error', 'bool', true)], { code: 2 }, {}],
    [
      'ERROR with a message',
      [tag('otel.status_code', 'string', 'ERROR'), tag('otel.status_description', 'string', 'x')],
      { code: 2, message: 'x' },
      {},
    ],
    ['ERROR by the tag of OpenTracing', [tag('error', 'bool', true)], { code: 2 }, {}],
    ['unset, with an attribute', [tag('error', 'string', 'none')], { code: 0 }, { error: 'none' }],
    ['unset without tags', [], { code: 0 }, {}],
  ])('is %s', (_name, tags, status, attributes) => {
    const decoded = decodeOne({ tags });
    expect(decoded.status).toEqual(status);
    expect(decoded.attributes).toEqual(attributes);
  });
});

describe('tags', () => {
  it.each([
    ['a text', 'string', 'a', 'a'],
    ['a boolean', 'bool', true, true],
    ['an integer', 'int64', 7, 7],
    ['a large integer as text', 'int64', '9007199254740993', '9007199254740993'],
    ['a fraction', 'float64', 1.5, 1.5],
    ['bytes', 'binary', '+/8=', new Uint8Array([251, 255])],
    ['a value without a type', undefined, 4, 4],
  ])('with %s are attributes', (_name, type, value, expected) => {
    expect(decodeOne({ tags: [{ key: 'k', type, value }] }).attributes).toEqual({ k: expected });
  });

  it('keep a bare integer beyond 2^53 exact', () => {
    const text = JSON.stringify(trace(span({ tags: [tag('k', 'int64', 1)] }))).replace(
      '"value":1}',
      '"value":9007199254740993}',
    );
    expect(decodeJaegerJson(text)).toMatchObject({ spans: [{ attributes: { k: '9007199254740993' } }] });
  });

  it('may be called like members of objects', () => {
    const { attributes } = decodeOne({ tags: [tag('__proto__', 'string', 'x'), tag('constructor', 'string', 'y')] });
    expect(Object.entries(attributes)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('references', () => {
  const child = { refType: 'CHILD_OF', traceID: TRACE_ID, spanID: '1' };
  const follows = { refType: 'FOLLOWS_FROM', traceID: 'ff', spanID: '2' };

  it('the first CHILD_OF of the trace is the parent, the others are links', () => {
    const decoded = decodeOne({ references: [follows, child, { ...child, spanID: '3' }] });
    expect(decoded.parentSpanContext).toMatchObject({ spanId: '0000000000000001' });
    expect(decoded.links).toMatchObject([
      { context: { traceId: '000000000000000000000000000000ff', spanId: '0000000000000002' } },
      { context: { traceId: TRACE_ID, spanId: '0000000000000003' } },
    ]);
  });

  it('a CHILD_OF of another trace is a link', () => {
    const decoded = decodeOne({ references: [{ ...child, traceID: 'ee' }] });
    expect(decoded.parentSpanContext).toBeUndefined();
    expect(decoded.links).toHaveLength(1);
  });

  it('the old field names the parent where there is no reference', () => {
    expect(decodeOne({ parentSpanID: 'a' }).parentSpanContext).toMatchObject({ spanId: '000000000000000a' });
  });
});

it('logs are events, named by their field "event"', () => {
  const fields = [tag('event', 'string', 'retry'), tag('attempt', 'int64', 2)];
  const { events } = decodeOne({
    logs: [
      { timestamp: 1700000000200000, fields },
      { timestamp: 1, fields: [] },
    ],
  });
  expect(events).toEqual([
    { name: 'retry', time: [1700000000, 200000000], attributes: { attempt: 2 }, droppedAttributesCount: 0 },
    { name: '', time: [0, 1000], attributes: {}, droppedAttributesCount: 0 },
  ]);
});

describe('processes', () => {
  it('every span has the resource of its own', () => {
    const value = {
      spans: [
        span({ processID: 'p1' }),
        span({ spanID: '2', processID: 'p2' }),
        span({ spanID: '3', processID: 'constructor' }),
      ],
      processes: { p1: { serviceName: 'a' }, p2: { serviceName: 'OTLPResourceNoServiceName', tags: [] } },
    };
    expect(decodeJaegerValue(value)).toMatchObject({
      spans: [
        { resource: { attributes: { 'service.name': 'a' } } },
        { resource: { attributes: {} } },
        { resource: { attributes: {} } },
      ],
    });
  });
});

describe('what cannot be read', () => {
  it('of one span with a wrong id rejects that span alone', () => {
    const value = trace(span({ spanID: '0' }), span({ operationName: 'good' }));
    expect(decodeJaegerValue(value)).toMatchObject({
      status: 'decoded',
      spans: [{ name: 'good' }],
      rejected: [{ reason: 'invalid-span-id' }],
    });
  });

  it('tells its place', () => {
    expect(decodeJaegerValue({ data: [trace(span({ startTime: -1 }))] })).toEqual({
      status: 'invalid',
      detail:
        'The body is not a valid Jaeger trace: data[0].spans[0].startTime: it does not fit 64 bits as nanoseconds.',
    });
  });

  it.each([
    null,
    [],
    { data: 7 },
    { spans: {} },
    { spans: [span({ startTime: 1.5 })] },
    { spans: [span({ startTime: '18446744073709551', duration: '18446744073709551' })] },
    { spans: [span({ traceID: 'xyz' })] },
    { spans: [span({ tags: [{ key: 'k', type: 'binary', value: '?' }] })] },
    { spans: [span({ tags: [{ key: 'k', type: 'string', value: {} }] })] },
    { spans: [], processes: { p1: 'x' } },
  ])('is invalid: %j', (value) => {
    expect(decodeJaegerValue(value).status).toBe('invalid');
  });

  it('no data is no spans', () => {
    expect(decodeJaegerValue({ data: null })).toEqual({ status: 'decoded', spans: [], rejected: [] });
  });

  it('never throws, whatever it is given', () => {
    const shape = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.jsonValue(),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'data',
            'spans',
            'tags',
            'logs',
            'fields',
            'references',
            'processes',
            'p1',
            'traceID',
            'value',
          ),
          tie('value'),
        ),
      ),
    })).value;
    fc.assert(
      fc.property(shape, (value) => {
        const decoded = decodeJaegerValue(value);
        return decoded.status === 'decoded' || !decoded.detail.includes('bug');
      }),
    );
  });
});
