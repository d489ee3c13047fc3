import { fixtureLines, readLines, spanNamed } from './fixture-records.js';

const COUNTS = [
  ['01_initial.jsonl', { lines: 71, records: 71, traces: 5, spans: 18, spanEvents: 45, implicit: 5, unfinished: 0 }],
  ['02_simple.jsonl', { lines: 9, records: 9, traces: 1, spans: 2, spanEvents: 5, implicit: 0, unfinished: 0 }],
  ['v1/20251024_120631.jsonl', { lines: 5, records: 5, traces: 1, spans: 2, spanEvents: 5, implicit: 2 }],
  ['vscode_format_example.jsonl', { lines: 8, records: 8, traces: 2, spans: 4, spanEvents: 8, implicit: 4 }],
  [
    'edge_cases.jsonl',
    {
      ...{ lines: 55, records: 43, ignored: 2, rejected: 10, duplicates: 2 },
      ...{ traces: 9, spans: 17, spanEvents: 21, implicit: 4, unfinished: 2, markers: 0 },
    },
  ],
] as const;

describe('the recorded fixtures', () => {
  it.each(COUNTS)('%s gives the counts that its README states', (name, counts) => {
    const { ledger } = readLines(fixtureLines(name));
    expect(ledger.columns()).toMatchObject(counts);
    expect(ledger.imbalances()).toEqual([expect.stringContaining('spans')]);
  });

  it('the names of 01_initial are those of its functions', () => {
    const { spans } = readLines(fixtureLines('01_initial.jsonl'));
    expect([...new Set(spans.map((span) => span.name))].sort()).toEqual([
      'background_job',
      'calculate_discount',
      'checkout_session',
      'fetch_user_data',
      'generate_traces',
      'process_order',
      'validate_payment',
    ]);
    const implicit = spans.filter((span) => span.attributes['tracer_meta.implicit'] === true);
    expect(implicit.map((span) => span.name)).toEqual(Array(5).fill('generate_traces'));
    expect(implicit.every((span) => span.parentSpanContext === undefined)).toBe(true);
  });

  it('microseconds are kept to the last digit', () => {
    const { spans } = readLines(fixtureLines('01_initial.jsonl'));
    const root = spans.find((span) => span.spanContext().spanId === '45626b30f6fd157e');
    expect(root?.startTime).toEqual([1761486581, 900914000]);
    expect(root?.endTime).toEqual([1761486582, 66910000]);
    const job = spans.find((span) => span.spanContext().spanId === '44b3de7ee55eb214');
    expect(job?.name).toBe('background_job');
    expect(job?.startTime).toEqual([1761486581, 910536000]);
    expect(job?.endTime).toEqual([1761486582, 66544000]);
  });

  it('the flat records of v1 become implicit spans under their functions or events', () => {
    const { spans } = readLines(fixtureLines('v1/20251024_120631.jsonl'));
    const invoked = spanNamed(spans, 'chatbot_invoked');
    expect(invoked.events.map((event) => event.name)).toEqual([
      ...['chatbot_invoked', 'llm_start', 'llm_end', 'chatbot_response_generated'],
    ]);
    expect(invoked.parentSpanContext?.spanId).toBe('42d0da9b0b387982');
    expect(spanNamed(spans, 'conversation_completed').parentSpanContext).toBeUndefined();
    expect(invoked.attributes['tracer_meta.dialect']).toBe('v1');
  });

  it('ids of the editor shape that are not hex are hashed and kept as attributes', () => {
    const { spans } = readLines(fixtureLines('vscode_format_example.jsonl'));
    expect(spans.map((span) => span.name).sort()).toEqual([
      ...['api_handler', 'find_user_by_id', 'handle_login', 'process_payment'],
    ]);
    const query = spanNamed(spans, 'find_user_by_id');
    expect(query.spanContext().traceId).toBe('cc06265d6c818f0fa0cece6354674059');
    expect(query.spanContext().spanId).toBe('e3d0e450e0eea33e');
    expect(query.attributes).toEqual({
      'tracer_meta.dialect': 'editor',
      'tracer_meta.implicit': true,
      'tracer_meta.span_id': 'a1b2c3d4e5f6g7h8',
      'tracer_meta.trace_id': 'abc123def456',
    });
  });
});

describe('edge_cases.jsonl', () => {
  const { spans, turnedAway } = readLines(fixtureLines('edge_cases.jsonl'));

  it('turns away exactly the lines that it should, each with its reason', () => {
    expect(turnedAway.map(({ line, status, reason }) => [line, status, reason])).toEqual([
      [43, 'ignored', 'no-span'],
      [44, 'ignored', 'not-a-trace-record'],
      [45, 'rejected', 'invalid-json'],
      [47, 'rejected', 'invalid-span-id'],
      [48, 'rejected', 'invalid-trace-id'],
      [49, 'rejected', 'invalid-span-id'],
      [50, 'rejected', 'invalid-timestamp'],
      [51, 'rejected', 'invalid-timestamp'],
      [52, 'rejected', 'invalid-event'],
      [53, 'rejected', 'invalid-meta'],
      [54, 'rejected', 'invalid-json'],
      [56, 'rejected', 'truncated-line'],
    ]);
  });

  it('makes the spans that the table of its README lists', () => {
    const rows = spans.map((span) => [
      span.name,
      span.spanContext().spanId,
      span.parentSpanContext?.spanId ?? '–',
      span.status.code,
      span.events.length,
    ]);
    expect(rows.sort((a, b) => String(a[1]).localeCompare(String(b[1])))).toEqual([
      ['orphan', '081b49663fe3915c', '385438d5da5179bc', 0, 0],
      ['demo', '0eded98c7292046a', '–', 0, 0],
      ['Svc.outer.<locals>.run', '134b3085f2160c60', '–', 0, 2],
      ['last', '1f5860bf6057486b', '–', 0, 0],
      ['query', '50b6602f957591d4', 'd8f3ce0a792c3bb6', 0, 0],
      ['killed', '650f8604cfdee783', '134b3085f2160c60', 0, 1],
      ['legacy_label', '840d0e667a8348f9', '–', 0, 1],
      ['legacy', '8b33b85363ea67c8', '840d0e667a8348f9', 0, 1],
      ['load', '9117f95508a341af', '–', 0, 4],
      ['upper', '923f3ce02d624bb0', '–', 0, 1],
      ['ooo', '95564def220ceab3', '–', 0, 2],
      ['lost', 'b38b762887fe0e6a', '–', 2, 2],
      ['selfish', 'cb546b56c7ea0ec1', '–', 0, 0],
      ['step', 'cf098ba54a7487f5', '134b3085f2160c60', 2, 5],
      ['serve', 'd8f3ce0a792c3bb6', '–', 0, 1],
      ['shift.end', 'ea6d2a31a208836c', 'b38b762887fe0e6a', 0, 1],
      ['warm.start', 'eb9035ad146e50cd', '134b3085f2160c60', 0, 0],
    ]);
  });

  it('a user event that merely ends in .end stays an event, and the span ends at its own end', () => {
    const step = spanNamed(spans, 'step');
    expect(step.events.map((event) => event.name)).toEqual([
      'job.end',
      'job.end',
      'retrying',
      'exception',
      'exception',
    ]);
    expect(step.endTime).toEqual([1772352000, 200000000]);
  });

  it('an error on the end record gives status ERROR and one exception event per entry, without local variables', () => {
    const step = spanNamed(spans, 'step');
    expect(step.status).toEqual({ code: 2, message: 'boom' });
    expect(step.events.slice(3).map((event) => event.attributes)).toEqual([
      {
        'exception.type': 'ValueError',
        'exception.message': 'boom',
        'exception.stacktrace': '  File "/srv/app/x.py", line 3, in step',
      },
      {
        'exception.type': 'KeyError',
        'exception.message': "'id'",
        'exception.stacktrace': '  File "/srv/app/y.py", line 9, in lookup',
        'tracer_meta.exception.is_cause': true,
      },
    ]);
    expect(JSON.stringify(spans)).not.toContain('hunter2');
  });

  it('records before the start, a doubled start and offsets give the span that the right order gives', () => {
    const ooo = spanNamed(spans, 'ooo');
    expect(ooo.startTime).toEqual([1772352001, 999999000]);
    expect(ooo.endTime).toEqual([1772352003, 500000000]);
    expect(ooo.events.map((event) => [event.name, event.time, event.attributes?.['page']])).toEqual([
      ['read_page', [1772352002, 0], 1],
      ['read_page', [1772352002, 123], 2],
    ]);
  });

  it('a span that was killed ends at its last record, a span with a start alone has no length', () => {
    const killed = spanNamed(spans, 'killed');
    expect(killed.endTime).toEqual([1772352000, 700000000]);
    expect(killed.attributes).toMatchObject({ 'partial.gc': true, 'spanbridge.end.cause': 'flushed' });
    expect(spanNamed(spans, 'last').duration).toEqual([0, 0]);
  });

  it('an end without a start begins at the first record of the span', () => {
    const lost = spanNamed(spans, 'lost');
    expect(lost.startTime).toEqual([1772352008, 400000000]);
    expect(lost.status).toEqual({ code: 2, message: 'late boom' });
    expect(lost.attributes['spanbridge.start.missing']).toBe(true);
  });

  it('keys of lifecycle records become attributes, odd values are kept', () => {
    const load = spanNamed(spans, 'load');
    expect(load.attributes['request_id']).toBe('req-42');
    expect(load.events[0]?.attributes).toMatchObject({ rows: 3, 'nested.a.b': '[1,"x",null]' });
    expect(load.events[1]?.attributes).toMatchObject({ timestamp: '2019-01-01T00:00:00Z' });
    expect(load.events[2]?.attributes).toMatchObject({ '__proto__.polluted': true, constructor: 'c' });
    expect(load.events[3]?.attributes).toMatchObject({ ratio: 'NaN', limit: '-Infinity', text: 'NaN stays' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
