import { decodeTracerMeta, mapTracerMeta, type MapTracerMetaOptions } from '@spanbridge/bridges/tracer-meta';
import type { SpanSignal } from '@spanbridge/core';

const META = {
  timestamp: '2026-03-01T08:00:00Z',
  trace_id: '0af7651916cd43dd8448eb211c80319c',
  span_id: 'b7ad6b7169203331',
  file: 'a.py',
  line: 3,
  function: 'run',
};

function map(meta: object, user: object = {}, options: MapTracerMetaOptions = {}): SpanSignal {
  const result = decodeTracerMeta({ ...user, __tracer_meta__: { ...META, ...meta } });
  if (result.status !== 'decoded') throw new Error(result.status);
  return mapTracerMeta(result.record, options);
}

const CODE = { 'code.file.path': 'a.py', 'code.line.number': 3, 'code.function.name': 'run' };

describe('a user record', () => {
  it('becomes an event: keys unprefixed and flattened, the place in the code under the conventions’ names', () => {
    const signal = map({ event: 'loaded', level: 'info', logger: 'app' }, { rows: 3, nested: { a: { b: true } } });
    expect(signal).toMatchObject({
      type: 'event',
      nameHint: 'run',
      event: {
        name: 'loaded',
        timeUnixNano: 1772352000000000000n,
        attributes: {
          ...{ rows: 3, 'nested.a.b': true, ...CODE },
          ...{ 'tracer_meta.level': 'info', 'tracer_meta.logger': 'app' },
        },
      },
    });
  });

  it('a key that would hide one of ours moves to tracer_meta.user', () => {
    const signal = map({ event: 'x', level: 'info' }, { 'code.file.path': 'mine', 'tracer_meta.level': 'loud' });
    expect(signal).toMatchObject({
      event: {
        attributes: {
          'tracer_meta.user.code.file.path': 'mine',
          'tracer_meta.user.tracer_meta.level': 'loud',
          'code.file.path': 'a.py',
          'tracer_meta.level': 'info',
        },
      },
    });
  });

  it('an exception becomes attributes of the event, its chain too, local variables never', () => {
    const entry = {
      exc_type: 'ValueError',
      exc_value: 'boom',
      frames: [{ filename: 'x.py', lineno: 3, name: 'f', locals: { p: 'hunter2' } }],
    };
    const signal = map(
      { event: 'failed' },
      { exception: [entry, { exc_type: 'KeyError', exc_value: 'id', is_cause: true }] },
    );
    expect(signal).toMatchObject({
      event: {
        attributes: {
          'exception.type': 'ValueError',
          'exception.message': 'boom',
          'exception.stacktrace': '  File "x.py", line 3, in f',
          'tracer_meta.exception.chain':
            '[{"type":"ValueError","message":"boom","stacktrace":"  File \\"x.py\\", line 3, in f","isCause":false},' +
            '{"type":"KeyError","message":"id","isCause":true}]',
        },
      },
    });
    expect(
      JSON.stringify(signal, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain('hunter2');
  });

  it('local variables are kept when they are asked for', () => {
    const entry = {
      exc_type: 'E',
      exc_value: 'v',
      frames: [{ filename: 'x.py', lineno: 3, name: 'f', locals: { p: 'hunter2' } }],
    };
    expect(map({ event: 'failed' }, { exception: [entry] }, { includeLocals: true })).toMatchObject({
      event: { attributes: { 'tracer_meta.exception.locals': '[{"p":"hunter2"}]' } },
    });
  });

  it('an exception that is neither list nor traceback stays an ordinary key', () => {
    expect(map({ event: 'x' }, { exception: 7 })).toMatchObject({ event: { attributes: { exception: 7 } } });
  });
});

describe('a start record', () => {
  it('names the span without the last .start and carries keys as attributes, without the place in the code', () => {
    const signal = map({ event: 'Svc.<locals>.run.start.start', provisional: true }, { request_id: 'r' });
    expect(signal).toMatchObject({ type: 'start', name: 'Svc.<locals>.run.start', kind: 0 });
    expect(signal.type === 'start' && signal.content.attributes).toEqual({ request_id: 'r' });
  });
});

describe('an end record', () => {
  it('is tentative: it ends the span of its name, or one without a start if it has no keys of the application', () => {
    expect(map({ event: 'job.end' })).toMatchObject({ type: 'end', name: 'job', tentative: { closesUnstarted: true } });
    expect(map({ event: 'job.end' }, { shift: 2 })).toMatchObject({ tentative: { closesUnstarted: false } });
    expect(map({ event: 'job.end' }, { error: 'boom' })).toMatchObject({ tentative: { closesUnstarted: true } });
  });

  it('is the event that it looks like if it turns out to be none', () => {
    expect(map({ event: 'job.end' }, { shift: 2 })).toMatchObject({
      tentative: { otherwise: { name: 'job.end', attributes: { shift: 2, ...CODE } }, nameHint: 'run' },
    });
  });

  it.each([
    [{}, { code: 0 }, []],
    [{ error: null }, { code: 0 }, []],
    [{ exception: [] }, { code: 0 }, []],
    [{ error: 'boom' }, { code: 2, message: 'boom' }, [{ 'exception.message': 'boom' }]],
    [{ error: { code: 7 } }, { code: 2, message: '{"code":7}' }, [{ 'exception.message': '{"code":7}' }]],
    [
      { exception: [{ exc_type: 'E', exc_value: 'v' }] },
      { code: 2, message: 'v' },
      [{ 'exception.type': 'E', 'exception.message': 'v' }],
    ],
    [
      { error: 'boom', exception: 'Traceback (most recent call last):\n  File "x"\napp.errors.Late: too late\n' },
      { code: 2, message: 'boom' },
      [
        {
          'exception.type': 'app.errors.Late',
          'exception.message': 'too late',
          'exception.stacktrace': 'Traceback (most recent call last):\n  File "x"\napp.errors.Late: too late\n',
        },
      ],
    ],
  ])('%j gives status %j and the exceptions %j', (user, status, exceptions) => {
    const signal = map({ event: 'job.end' }, user);
    expect(signal).toMatchObject({ status });
    expect(signal.type === 'end' && signal.events.map((event) => event.attributes)).toEqual(exceptions);
  });

  it('without an error is OK when that is asked for', () => {
    expect(map({ event: 'job.end' }, {}, { endStatus: 'ok' })).toMatchObject({ status: { code: 1 } });
  });

  it('carries keys of the application as attributes, but not those that tell of the error', () => {
    const signal = map({ event: 'job.end' }, { error: 'boom', exception: [], request_id: 'r' });
    expect(signal.type === 'end' && signal.content.attributes).toEqual({ request_id: 'r' });
  });
});
