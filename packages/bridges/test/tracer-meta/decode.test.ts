import { decodeTracerMeta, isTracerMetaShape } from '@spanbridge/bridges/tracer-meta';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const META = { timestamp: '2026-03-01T08:00:00.123456Z', event: 'tick', trace_id: TRACE, span_id: SPAN };

function v2(meta: object, user: object = {}): object {
  return { ...user, __tracer_meta__: { ...META, ...meta } };
}

describe('a v2 record', () => {
  it('is read with its ids, its time to the nanosecond and the keys of the application apart', () => {
    const value = v2(
      { parent_span_id: '00F067AA0BA902B7', file: 'a.py', line: 3, function: 'run', level: 'info' },
      { n: 1 },
    );
    const result = decodeTracerMeta(value);
    expect(result).toEqual({
      status: 'decoded',
      record: {
        dialect: 'v2',
        traceId: TRACE,
        spanId: SPAN,
        parentSpanId: '00f067aa0ba902b7',
        timeNs: 1772352000123456000n,
        event: 'tick',
        role: 'user',
        code: { file: 'a.py', line: 3, function: 'run' },
        level: 'info',
        user: { n: 1 },
      },
    });
  });

  it('the keys of the application have no prototype, and __proto__ and constructor are keys', () => {
    const value = JSON.parse(
      `{"__proto__": {"polluted": true}, "constructor": 1, "__tracer_meta__": ${JSON.stringify(META)}}`,
    ) as unknown;
    const result = decodeTracerMeta(value);
    const user = result.status === 'decoded' ? result.record.user : {};
    expect(Object.getPrototypeOf(user)).toBeNull();
    expect(Object.keys(user)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    [{ event: 'job.start', provisional: true }, 'start'],
    [{ event: 'job.start', provisional: 'true' }, 'user'],
    [{ event: 'job.start' }, 'user'],
    [{ event: '.start', provisional: true }, 'user'],
    [{ event: 'job.end' }, 'end?'],
    [{ event: 'job.end', provisional: true }, 'user'],
    [{ event: '.end' }, 'user'],
    [{ event: 'warm.start.start', provisional: true }, 'start'],
    [{ event: 'job' }, 'user'],
  ])('%j has the role %s', (meta, role) => {
    expect(decodeTracerMeta(v2(meta))).toMatchObject({ status: 'decoded', record: { role } });
  });

  it('the timestamp of the compatibility mode is dropped, any other one at the top is the application’s', () => {
    const same = decodeTracerMeta(v2({}, { timestamp: META.timestamp }));
    expect(same).toMatchObject({ status: 'decoded', record: { user: {} } });
    expect(same.status === 'decoded' && Object.keys(same.record.user)).toEqual([]);
    const other = decodeTracerMeta(v2({}, { timestamp: '2019-01-01T00:00:00Z' }));
    expect(other).toMatchObject({ record: { user: { timestamp: '2019-01-01T00:00:00Z' } } });
  });

  it('a span that names itself as its parent is a root', () => {
    const result = decodeTracerMeta(v2({ parent_span_id: SPAN.toUpperCase() }));
    expect(result.status === 'decoded' && 'parentSpanId' in result.record).toBe(false);
  });

  it('ids that are no hex are hashed under the namespace and kept as they were', () => {
    expect(decodeTracerMeta(v2({ trace_id: 'demo-001', span_id: 'root' }))).toMatchObject({
      record: {
        traceId: '48268e4d50bc998ccb0048606f7d9517',
        spanId: '0eded98c7292046a',
        foreignTraceId: 'demo-001',
        foreignSpanId: 'root',
      },
    });
    const other = decodeTracerMeta(v2({ trace_id: 'demo-001' }), { namespace: 'shop' });
    expect(other.status === 'decoded' && other.record.traceId).not.toBe('48268e4d50bc998ccb0048606f7d9517');
  });
});

describe('values that are no records', () => {
  it.each([null, 1, 'text', true, [], [v2({})], {}, { level: 'info', msg: 'a log line' }, { payload: {} }])(
    '%j is ignored as not-a-trace-record',
    (value) => {
      expect(decodeTracerMeta(value)).toEqual({ status: 'ignored', reason: 'not-a-trace-record' });
      expect(isTracerMetaShape(value)).toBe(false);
    },
  );

  it('a record that was logged outside any span is ignored as no-span', () => {
    const value = { __tracer_meta__: { timestamp: META.timestamp, event: 'x', trace_id: null } };
    expect(decodeTracerMeta(value)).toEqual({ status: 'ignored', reason: 'no-span' });
  });
});

describe('broken records', () => {
  it.each([
    [{ __tracer_meta__: 'oops' }, 'invalid-meta', '__tracer_meta__ is "oops", not an object'],
    [{ __tracer_meta__: [] }, 'invalid-meta', '__tracer_meta__ is a value of type object, not an object'],
    [{ __tracer_meta__: null }, 'invalid-meta', '__tracer_meta__ is null, not an object'],
    [v2({ trace_id: undefined }), 'invalid-trace-id', 'trace_id is missing'],
    [v2({ trace_id: '0'.repeat(32) }), 'invalid-trace-id', `trace_id is "${'0'.repeat(32)}"`],
    [v2({ trace_id: '' }), 'invalid-trace-id', 'trace_id is ""'],
    [v2({ span_id: 17 }), 'invalid-span-id', 'span_id is a value of type number'],
    [v2({ span_id: '0000000000000000' }), 'invalid-span-id', 'span_id is "0000000000000000"'],
    [v2({ parent_span_id: '' }), 'invalid-parent-id', 'parent_span_id is ""'],
    [v2({ timestamp: 'yesterday' }), 'invalid-timestamp', 'timestamp is "yesterday", not ISO 8601'],
    [v2({ timestamp: 1772352000 }), 'invalid-timestamp', 'timestamp is a value of type number, not ISO 8601'],
    [v2({ timestamp: '2026-02-30T00:00:00Z' }), 'invalid-timestamp', expect.any(String) as string],
    [v2({ event: '' }), 'invalid-event', 'event is ""'],
    [v2({ event: 5 }), 'invalid-event', 'event is a value of type number'],
  ])('%j is rejected as %s', (value, reason, detail) => {
    expect(decodeTracerMeta(value)).toEqual({ status: 'rejected', reason, detail });
  });

  it('the first fault names the reason: meta, trace id, span id, parent id, timestamp, event', () => {
    const faults = { trace_id: '', span_id: '', parent_span_id: '', timestamp: '', event: '' };
    const mended = Object.keys(faults).map((_, index) => {
      const meta = Object.fromEntries(Object.entries(faults).slice(index));
      const result = decodeTracerMeta(v2(meta));
      return result.status === 'rejected' ? result.reason : result.status;
    });
    expect(mended).toEqual([
      ...['invalid-trace-id', 'invalid-span-id', 'invalid-parent-id', 'invalid-timestamp', 'invalid-event'],
    ]);
  });

  it('a message quotes no more than the first letters of a bad value', () => {
    const result = decodeTracerMeta(v2({ timestamp: 'x'.repeat(1_000_000) }));
    expect(result.status === 'rejected' && result.detail.length).toBeLessThan(120);
  });
});

describe('the flat dialect v1', () => {
  it.each([
    [{ timestamp: META.timestamp, event: 'tick' }],
    [{ ts: META.timestamp, message: 'tick' }],
    [{ '@timestamp': META.timestamp, msg: 'tick' }],
  ])('reads %j', (names) => {
    const value = { ...names, trace_id: TRACE, span_id: SPAN, parent_id: 'p', lvl: 'warn', n: 1 };
    expect(decodeTracerMeta(value)).toMatchObject({
      record: {
        dialect: 'v1',
        event: 'tick',
        role: 'user',
        level: 'warn',
        user: { n: 1 },
        timeNs: 1772352000123456000n,
      },
    });
  });

  it('has no lifecycle records, whatever its events are called', () => {
    const value = { ...META, event: 'job.start', provisional: true };
    expect(decodeTracerMeta(value)).toMatchObject({ record: { role: 'user' } });
  });

  it('an alias beside the key itself stays a key of the application', () => {
    expect(decodeTracerMeta({ ...META, message: 'other' })).toMatchObject({
      record: { event: 'tick', user: { message: 'other' } },
    });
  });
});

describe('the shape of the editor', () => {
  it('takes from the frame what the payload leaves open', () => {
    const payload = { timestamp: META.timestamp, trace_id: TRACE, span_id: SPAN, user_id: 7 };
    const value = { id: '1', file: 'a.py', line: 4, severity: 'warn', label: 'slow', extra: true, payload };
    expect(decodeTracerMeta(value)).toMatchObject({
      record: {
        dialect: 'editor',
        event: 'slow',
        level: 'warn',
        code: { file: 'a.py', line: 4 },
        user: { user_id: 7, extra: true },
      },
    });
  });
});
