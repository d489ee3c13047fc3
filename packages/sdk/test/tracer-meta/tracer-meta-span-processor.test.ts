import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AlwaysOffSampler, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import fc from 'fast-check';
import { TracerMetaSpanProcessor, type TracerMetaSpanProcessorOptions } from '../../src/index.js';

type Meta = Readonly<Record<string, unknown>>;

interface Written {
  readonly __tracer_meta__: Meta;
  readonly [key: string]: unknown;
}

/** A provider whose spans are written down, and are kept as they ended. */
function createProgram(options: Partial<TracerMetaSpanProcessorOptions> = {}, sampler?: AlwaysOffSampler) {
  const lines: string[] = [];
  const ended: ReadableSpan[] = [];
  const target = { write: (line: string) => void lines.push(line) };
  const processor = new TracerMetaSpanProcessor({ ...target, compatMode: false, ...options });
  const keeper = {
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => void ended.push(span),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  const provider = new TracerProvider({
    spanProcessors: [processor, keeper],
    ...(sampler === undefined ? {} : { sampler }),
  });
  const records = (): Written[] => lines.map((line) => JSON.parse(line) as Written);
  return { tracer: provider.getTracer('app'), provider, processor, lines, records, ended };
}

function metaOf({ __tracer_meta__: { timestamp, trace_id, span_id, ...rest } }: Written): Meta {
  expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  expect([trace_id, span_id]).toEqual([
    expect.stringMatching(/^[0-9a-f]{32}$/),
    expect.stringMatching(/^[0-9a-f]{16}$/),
  ]);
  return rest;
}

describe('a span', () => {
  it('has its provisional start written before anything else happens to it', () => {
    const { tracer, records, lines } = createProgram();
    const span = tracer.startSpan('job', { attributes: { job_id: 7 } });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.endsWith('}\n')).toBe(true);
    const [start] = records();
    expect(start && metaOf(start)).toEqual({ event: 'job.start', provisional: true });
    expect(start?.['job_id']).toBe(7);
    expect(start?.__tracer_meta__['span_id']).toBe(span.spanContext().spanId);
  });

  it('has its events as records of their own, and at its end what was not known at the start', () => {
    const { tracer, records } = createProgram();
    const span = tracer.startSpan('job', { attributes: { job_id: 7, step: 'a' } });
    span.addEvent('row', { n: 1 });
    span.setAttributes({ step: 'b', rows: 3 });
    span.end();
    expect(records().map((record) => ({ ...record, __tracer_meta__: metaOf(record) }))).toEqual([
      { job_id: 7, step: 'a', __tracer_meta__: { event: 'job.start', provisional: true } },
      { n: 1, __tracer_meta__: { event: 'row' } },
      { step: 'b', rows: 3, __tracer_meta__: { event: 'job.end' } },
    ]);
  });

  it('names its parent', () => {
    const { tracer, records } = createProgram();
    const parent = tracer.startSpan('parent');
    tracer.startSpan('child', {}, trace.setSpan(context.active(), parent));
    expect(records()[1]?.__tracer_meta__['parent_span_id']).toBe(parent.spanContext().spanId);
  });

  it('that failed carries error and exception at its end, in the shape of the format', () => {
    const { tracer, records } = createProgram();
    const span = tracer.startSpan('job');
    span.recordException({ name: 'ValueError', message: 'boom', stack: '  File "x.py", line 3, in step' });
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'it broke' });
    span.end();
    expect(records()[1]).toMatchObject({
      error: 'it broke',
      exception: [
        {
          exc_type: 'ValueError',
          exc_value: 'boom',
          is_cause: false,
          frames: [{ filename: 'x.py', lineno: 3, name: 'step' }],
        },
      ],
      __tracer_meta__: { event: 'job.end' },
    });
  });

  it('that is not sampled is not written', () => {
    const { tracer, lines } = createProgram({}, new AlwaysOffSampler());
    tracer.startSpan('job').end();
    expect(lines).toEqual([]);
  });

  it('that started before the processor was there is written whole at its end', () => {
    const { processor, records, tracer, ended } = createProgram();
    tracer.startSpan('job', { attributes: { job_id: 7 } }).end();
    const before = records().length;
    const [span] = ended;
    processor.onEnd({ ...span, spanContext: () => span?.spanContext() } as ReadableSpan);
    expect(records().slice(before)).toEqual(records().slice(0, before));
  });

  it('an attribute called error does not make it fail', () => {
    const { tracer, records } = createProgram();
    const span = tracer.startSpan('job');
    span.setAttribute('error', 'only a word');
    span.end();
    expect(records()[1]).toMatchObject({ 'tracer_meta.user.error': 'only a word' });
    expect(importTracerMeta(records())[0]?.status.code).toBe(SpanStatusCode.UNSET);
  });
});

describe('the compatibility mode', () => {
  afterEach(() => {
    delete process.env['AITRACE_COMPAT_MODE'];
  });

  it.each([
    ['true', undefined, true],
    ['TRUE', undefined, true],
    ['1', undefined, false],
    ['true', false, false],
    ['', true, true],
  ])('AITRACE_COMPAT_MODE=%j and the option %j give a timestamp at the top: %j', (variable, option, isThere) => {
    process.env['AITRACE_COMPAT_MODE'] = variable;
    const lines: string[] = [];
    const processor = new TracerMetaSpanProcessor({
      write: (line) => void lines.push(line),
      ...(option === undefined ? {} : { compatMode: option }),
    });
    new TracerProvider({ spanProcessors: [processor] }).getTracer('app').startSpan('job');
    const record = JSON.parse(lines[0] ?? '') as Written;
    expect(record['timestamp']).toBe(isThere ? record.__tracer_meta__['timestamp'] : undefined);
  });
});

it('on request a start names the code that started the span, as seen from the workspace', () => {
  const { tracer, records } = createProgram({ includeCaller: true, workspaceRoot: __dirname });
  function load(): void {
    tracer.startSpan('job').end();
  }
  load();
  expect(records()[0] && metaOf(records()[0] as Written)).toMatchObject({
    event: 'job.start',
    file: 'tracer-meta-span-processor.test.ts',
    function: 'load',
    line: expect.any(Number) as number,
  });
  expect(records()[1]?.__tracer_meta__).not.toHaveProperty('file');
});

describe('a target that fails', () => {
  it('harms nobody: the program runs on, lines are counted as dropped, and one sentence tells why', () => {
    const told: string[] = [];
    const { tracer, processor } = createProgram({
      write: () => {
        throw new Error('disk full');
      },
      warn: (message) => told.push(message),
    });
    const span = tracer.startSpan('job');
    span.addEvent('row');
    span.end();
    expect(processor.ledger()).toEqual({ written: 0, dropped: 3 });
    expect(told).toEqual([
      'TracerMetaSpanProcessor: a line could not be written: disk full. Further ones are only counted.',
    ]);
  });

  it('a hook that throws harms nobody either', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    const { tracer, processor } = createProgram({ write: fail, warn: fail });
    tracer.startSpan('job').end();
    expect(processor.ledger().dropped).toBe(2);
  });
});

it('after the shutdown nothing is written; spans that run keep their start', async () => {
  const { tracer, provider, processor, records } = createProgram();
  const span = tracer.startSpan('job');
  await provider.shutdown();
  span.end();
  await processor.shutdown();
  expect(records().map(({ __tracer_meta__: { event } }) => event)).toEqual(['job.start']);
});

/** What of a span the format can carry; times in whole microseconds, as it writes them. */
function carried(span: ReadableSpan): unknown {
  const micros = ([seconds, nanos]: ReadableSpan['endTime']): string => `${seconds}.${Math.floor(nanos / 1000)}`;
  const attributes = { ...span.attributes };
  delete attributes['tracer_meta.dialect'];
  return {
    ids: [span.spanContext().traceId, span.spanContext().spanId, span.parentSpanContext?.spanId],
    name: span.name,
    kind: span.kind,
    times: [micros(span.startTime), micros(span.endTime)],
    status: [span.status.code, span.status.message ?? ''],
    attributes,
    events: span.events.map((event) => [event.name, micros(event.time), { ...event.attributes }]),
  };
}

const key = fc.stringMatching(/^[a-z]{1,8}(\.[a-z]{1,8})?$/);
const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string(), { minLength: 1, maxLength: 3 }));
const attributes = fc.dictionary(key, value, { maxKeys: 4 });

/** The life of a span: how it starts, what happens, how it ends. */
const life = fc.record({
  name: fc.string({ minLength: 1 }),
  finalName: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  kind: fc.constantFrom(...[SpanKind.INTERNAL, SpanKind.SERVER, SpanKind.CLIENT, SpanKind.PRODUCER, SpanKind.CONSUMER]),
  start: attributes,
  later: attributes,
  events: fc.array(fc.record({ name: fc.string({ minLength: 1 }), attributes }), { maxLength: 3 }),
  exceptions: fc.array(
    fc.record({ name: fc.constantFrom('TypeError', 'Oops'), message: fc.string({ minLength: 1 }) }),
    {
      maxLength: 2,
    },
  ),
  status: fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR),
  message: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
});

it('reading the lines gives the spans that were written', () => {
  fc.assert(
    fc.property(fc.array(life, { minLength: 1, maxLength: 4 }), (lives) => {
      const { tracer, records, ended } = createProgram();
      lives.forEach((one, index) => {
        const time = (step: number): number => 1_700_000_000_000 + index * 1_000 + step;
        const span = tracer.startSpan(one.name, { kind: one.kind, attributes: one.start, startTime: time(0) });
        one.events.forEach((event, step) => span.addEvent(`e${event.name}`, event.attributes, time(step + 1)));
        one.exceptions.forEach((exception, step) => {
          span.recordException({ ...exception, stack: `at ${exception.name}` }, time(step + 10));
        });
        span.setAttributes(one.later);
        if (one.finalName !== undefined) span.updateName(one.finalName);
        if (one.status === SpanStatusCode.ERROR && one.message !== undefined) {
          span.setStatus({ code: one.status, message: one.message });
        } else if (one.status !== SpanStatusCode.UNSET) span.setStatus({ code: one.status });
        span.end(time(100));
      });
      const byId = (span: ReadableSpan): string => span.spanContext().spanId;
      const read = importTracerMeta(records()).sort((a, b) => (byId(a) < byId(b) ? -1 : 1));
      const written = [...ended].sort((a, b) => (byId(a) < byId(b) ? -1 : 1));
      expect(read.map(carried)).toEqual(written.map(carried));
    }),
    { numRuns: 300 },
  );
});
