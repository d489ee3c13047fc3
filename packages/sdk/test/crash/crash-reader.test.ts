import type { CrashedSpan } from '../../src/crash/crash-entry.js';
import { CrashReader } from '../../src/crash/crash-reader.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const HEADER = '{"spanbridge.crash":1,"pid":1,"started":"","startedUnixMs":0}';
const RESOURCE = '{"resource":0,"value":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}}';
const SCOPE = '{"scope":1,"value":{"name":"lib","version":"2"}}';

const idOf = (number: number): string => (number + 1).toString(16).padStart(16, '0');
const nano = (seconds: number): string => `${1_700_000_000 + seconds}000000000`;

/** The start of span `number` at `seconds`, child of span `parent`. */
function startOf(number: number, seconds: number, parent?: number): string {
  const ids = { traceId: TRACE, spanId: idOf(number), ...(parent === undefined ? {} : { parentSpanId: idOf(parent) }) };
  const rest = {
    flags: 257,
    kind: 1,
    name: `span ${number}`,
    startTimeUnixNano: nano(seconds),
    attributes: { n: number },
  };
  return JSON.stringify({ start: number, resource: 0, scope: 1, ...ids, ...rest });
}

const endOf = (number: number, seconds: number): string => JSON.stringify({ end: number, timeUnixNano: nano(seconds) });

function updateOf(number: number, seconds: number, span: object): string {
  return JSON.stringify({ update: number, timeUnixNano: nano(seconds), span });
}

function read(...lines: readonly string[]): readonly CrashedSpan[] {
  const reader = new CrashReader();
  [HEADER, RESOURCE, SCOPE, ...lines].forEach((text, index) => {
    expect(reader.take(text, index + 1)).toEqual({ status: 'read' });
  });
  const { spans, damaged } = reader.finish();
  expect(damaged).toEqual([]);
  return spans;
}

const timesOf = (spans: readonly CrashedSpan[]) =>
  spans.map(({ span }) => [span.name, span.startTime[0] - 1_700_000_000, span.endTime[0] - 1_700_000_000]);

describe('the reader of crash files', () => {
  it('T24 gives a span of which only the start is known its start as its end', () => {
    expect(timesOf(read(startOf(0, 3)))).toEqual([['span 0', 3, 3]]);
  });

  it('T20 ends a span at the last record of itself and of its descendants, also of those that ended', () => {
    const spans = read(startOf(0, 0), startOf(1, 2, 0), startOf(2, 4, 1), endOf(2, 7), endOf(1, 8), startOf(3, 5, 0));
    expect(timesOf(spans)).toEqual([
      ['span 0', 0, 8],
      ['span 3', 5, 5],
    ]);
  });

  it('does not take the records of a stranger for evidence', () => {
    expect(timesOf(read(startOf(0, 0), startOf(1, 9)))).toEqual([
      ['span 0', 0, 0],
      ['span 1', 9, 9],
    ]);
  });

  it('takes a time at which all were open for evidence of those before it, and a clock set back for none', () => {
    const alive = (seconds: number): string => JSON.stringify({ alive: nano(seconds) });
    expect(timesOf(read(startOf(0, 0), alive(5), startOf(1, 6), alive(5)))).toEqual([
      ['span 0', 0, 6 - 1],
      ['span 1', 6, 6],
    ]);
  });

  it('T21 tells ERROR if the span said so, and never OK', () => {
    const spans = read(
      startOf(0, 0),
      startOf(1, 0),
      updateOf(0, 1, { status: { code: 2, message: 'broken' } }),
      updateOf(1, 1, { status: { code: 1 } }),
    );
    expect(spans.map(({ span }) => span.status)).toEqual([{ code: 2, message: 'broken' }, { code: 0 }]);
  });

  it('marks every span as flushed, and sends it under its own id', () => {
    const [{ span, role } = { span: undefined, role: undefined }] = read(startOf(0, 0));
    expect(role).toBe('span');
    expect(span?.spanContext()).toMatchObject({ traceId: TRACE, spanId: idOf(0), traceFlags: 1 });
    expect(span?.attributes).toEqual({ n: 0, 'spanbridge.end.cause': 'flushed', 'partial.gc': true });
    expect(span?.resource.attributes).toEqual({ 'service.name': 'shop' });
  });

  it('an anchored span goes under the derived id of the vector', () => {
    const record = JSON.parse(startOf(0, 0)) as Record<string, unknown>;
    const ids = { traceId: 'be97f2fa26196196d1c776cef223b871', spanId: 'c33604c286773277' };
    const span = { ...ids, name: 'work', kind: 1, startTimeUnixNano: nano(0), attributes: [], flags: 257 };
    const { attributes: _attributes, ...rest } = record;
    const [left] = read(JSON.stringify({ ...rest, anchored: true, span }));
    expect(left?.role).toBe('unfinished');
    expect(left?.span.spanContext().spanId).toBe('347b8354e688e9d2');
    expect(left?.span.parentSpanContext?.spanId).toBe('c33604c286773277');
    expect(left?.span.attributes['spanbridge.span.phase']).toBe('unfinished');
  });

  it('counts an event that two lines hold once, and keeps the newest 128', () => {
    const event = (index: number) => ({ name: `event ${index}`, timeUnixNano: nano(index), attributes: [] });
    const events = Array.from({ length: 200 }, (_, index) => event(index));
    const [{ span } = { span: undefined }] = read(
      startOf(0, 0),
      updateOf(0, 1, { events: events.slice(0, 100), droppedEventsCount: 0 }),
      updateOf(0, 1, { events: events.slice(50, 100), droppedEventsCount: 50 }),
      updateOf(0, 1, { events: events.slice(90), droppedEventsCount: 90 }),
    );
    expect(span?.events.map(({ name }) => name)).toEqual(events.slice(72).map(({ name }) => name));
    expect(span?.droppedEventsCount).toBe(72);
    expect(timesOf(read(startOf(0, 0), updateOf(0, 1, { events: [event(9)] })))).toEqual([['span 0', 0, 9]]);
  });

  it('a resource that was declared again has its later value', () => {
    const [{ span } = { span: undefined }] = read(startOf(0, 0), RESOURCE.replace('shop', 'shop 2'));
    expect(span?.resource.attributes).toEqual({ 'service.name': 'shop 2' });
  });

  it.each([
    ['{"start":0', 'is no JSON'],
    ['[]', 'is no object'],
    ['{"what":1}', 'is of no known kind'],
    ['{"start":0}', 'is no start'],
    ['{"start":0,"resource":0,"scope":0,"attributes":{}}', 'has no start time'],
    ['{"end":"x","timeUnixNano":"1"}', 'is no end'],
    ['{"end":1}', 'is no end'],
    ['{"update":1,"timeUnixNano":"1"}', 'is no update'],
    ['{"alive":12}', 'has no time'],
    ['{"resource":1}', 'is no resource'],
    ['{"scope":1,"value":[]}', 'is no scope'],
  ])('the line %s %s', (text, detail) => {
    expect(new CrashReader().take(text, 1)).toEqual({ status: 'damaged', detail });
  });

  it('a start with ids that cannot be is a damaged line, and its neighbours stay', () => {
    const reader = new CrashReader();
    const lines = [RESOURCE, SCOPE, startOf(0, 0), startOf(1, 0).replace(idOf(1), '0'.repeat(16)), startOf(2, 0)];
    lines.forEach((text, index) => reader.take(text, index + 1));
    const { spans, damaged } = reader.finish();
    expect(spans.map(({ span }) => span.name)).toEqual(['span 0', 'span 2']);
    expect(damaged).toMatchObject([{ line: 4 }]);
  });

  it('a file of a later version is not guessed at', () => {
    expect(new CrashReader().take(HEADER.replace('crash":1', 'crash":2'), 1)).toMatchObject({ status: 'too-new' });
  });
});
