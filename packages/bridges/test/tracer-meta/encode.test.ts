import { readdirSync } from 'node:fs';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeTracerMeta, encodeTracerMetaEvent, importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { fixtureLines, readLines, spanNamed } from './fixture-records.js';

const IDS = [
  '"trace_id":"625abea708c33c370e717ee744eb0ad6"',
  '"span_id":"cf098ba54a7487f5"',
  '"parent_span_id":"134b3085f2160c60"',
].join(',');
const CODE = '"file":"svc/app.py","line":10,"function":"handler"';

function fixtureSpans(name: string): readonly ReadableSpan[] {
  return readLines(fixtureLines(name)).spans;
}

/** What a span says in a tree: who, under whom, how long, with what. */
function outline(spans: readonly ReadableSpan[]): unknown[] {
  return spans.map((span) => ({
    ids: [span.spanContext().traceId, span.spanContext().spanId, span.parentSpanContext?.spanId],
    name: span.name,
    status: span.status,
    events: span.events.map((event) => [event.name, { ...event.attributes }]),
    implicit: span.attributes['tracer_meta.implicit'],
    unfinished: span.attributes['partial.gc'],
  }));
}

describe('encodeTracerMeta', () => {
  it('writes the provisional start, the events and the end, with the keys of the meta object in their order', () => {
    const [span] = fixtureSpans('edge_cases.jsonl').filter(({ name }) => name === 'step');
    const records = span === undefined ? [] : encodeTracerMeta(span);
    expect(records.map((record) => JSON.stringify(record))).toEqual([
      [
        `{"__tracer_meta__":{"timestamp":"2026-03-01T08:00:00.100000Z","event":"step.start",${IDS},`,
        `"provisional":true}}`,
      ].join(''),
      [
        `{"job_id":7,"__tracer_meta__":{"timestamp":"2026-03-01T08:00:00.150000Z","event":"job.end",`,
        `${IDS},${CODE}}}`,
      ].join(''),
      [`{"__tracer_meta__":{"timestamp":"2026-03-01T08:00:00.160000Z","event":"job.end",${IDS},${CODE}}}`].join(''),
      [
        `{"error":"soft failure","__tracer_meta__":{"timestamp":"2026-03-01T08:00:00.170000Z",`,
        `"event":"retrying",${IDS},${CODE},"level":"error"}}`,
      ].join(''),
      [
        `{"error":"boom","exception":[{"exc_type":"ValueError","exc_value":"boom","syntax_error":null,`,
        `"is_cause":false,"frames":[{"filename":"/srv/app/x.py","lineno":3,"name":"step"}]},`,
        `{"exc_type":"KeyError","exc_value":"'id'","syntax_error":null,"is_cause":true,`,
        `"frames":[{"filename":"/srv/app/y.py","lineno":9,"name":"lookup"}]}],`,
        `"__tracer_meta__":{"timestamp":"2026-03-01T08:00:00.200000Z","event":"step.end",${IDS}}}`,
      ].join(''),
    ]);
  });

  it.each(readdirSync(`${__dirname}/../../../../test/fixtures/tracer-meta`).filter((name) => name.endsWith('.jsonl')))(
    'reading the records of %s again gives the same tree',
    (name) => {
      const spans = fixtureSpans(name);
      const lines = spans.flatMap((span) => encodeTracerMeta(span)).map((record) => JSON.stringify(record));
      expect(outline(readLines(lines).spans)).toEqual(outline(spans));
    },
  );

  it('the compatibility mode writes the timestamp last, once more', () => {
    const span = spanNamed(fixtureSpans('edge_cases.jsonl'), 'upper');
    const [start] = encodeTracerMeta(span, { compatMode: true });
    expect(Object.keys(start ?? {})).toEqual(['__tracer_meta__', 'timestamp']);
    expect(start?.['timestamp']).toBe('2026-03-01T08:00:05.000000Z');
  });

  it('the workspace root is taken off the front of file', () => {
    const span = spanNamed(fixtureSpans('edge_cases.jsonl'), 'upper');
    const event = { ...span.events[0], name: 'x', time: span.startTime, attributes: { 'code.file.path': '/w/s/a.py' } };
    const record = encodeTracerMetaEvent(span, event, { workspaceRoot: '/w/s' });
    expect(record['__tracer_meta__']).toMatchObject({ file: 'a.py' });
  });

  it('a stack of another language stays text and comes back as it was', () => {
    const [span] = importTracerMeta([
      ...['js.start', 'js.end'].map((event) => ({
        ...(event === 'js.end'
          ? { exception: [{ exc_type: 'E', exc_value: 'v', stacktrace: 'E: v\n    at f (a.js:1)' }] }
          : {}),
        __tracer_meta__: {
          timestamp: '2026-03-01T08:00:00Z',
          event,
          trace_id: '0af7651916cd43dd8448eb211c80319c',
          span_id: 'b7ad6b7169203331',
          ...(event === 'js.start' ? { provisional: true } : {}),
        },
      })),
    ]);
    const again = importTracerMeta(span === undefined ? [] : encodeTracerMeta(span));
    expect(again[0]?.events[0]?.attributes).toEqual({
      'exception.type': 'E',
      'exception.message': 'v',
      'exception.stacktrace': 'E: v\n    at f (a.js:1)',
    });
  });
});
