import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import type { BridgeResult, RecordBridge } from '../../src/decode/decoder.js';
import { isRecord } from '../../src/decode/decoder.js';
import { Ledger, type LedgerColumn } from '../../src/diagnostics/ledger.js';
import type { PendingSpansOptions } from '../../src/lifecycle/pending-spans-options.js';
import { RecordPipeline, type RecordText, type TurnedAwayRecord } from '../../src/pipeline/record-pipeline.js';
import { end, event, idOf, start, tentativeEnd } from '../support/signals.js';
import { encodeEvent, onlySpanOf, RESOURCE } from '../support/tables.js';

/** Reads `{"demo": "start 1 2.5"}`: a word, the id of a span, and a time in seconds. */
const demoBridge: RecordBridge = {
  format: 'demo',
  recognises: (value) => isRecord(value) && 'demo' in value,
  read: (value): BridgeResult => {
    const [word = '', id = '0', at = '0'] = String((value as Record<string, unknown>)['demo']).split(' ');
    const fields = { id: Number(id), at: Number(at) };
    switch (word) {
      case 'start':
        return { status: 'decoded', signals: [start(fields)] };
      case 'end':
        return { status: 'decoded', signals: [end(fields)] };
      case 'maybe':
        return { status: 'decoded', signals: [tentativeEnd(fields)] };
      case 'event':
        return { status: 'decoded', signals: [event(fields)] };
      case 'whole':
        return { status: 'decoded', signals: [start(fields), end({ ...fields, at: fields.at + 1 })] };
      case 'finished':
        return { status: 'finished', spans: [onlySpanOf([start(fields), end(fields)])] };
      case 'foreign':
        return { status: 'ignored', reason: 'no-span' };
      default:
        return { status: 'rejected', reason: 'invalid-event', detail: 'the word is not known' };
    }
  },
};

function createPipeline(limits: Partial<PendingSpansOptions> = {}) {
  const ledger = new Ledger();
  const spans: ReadableSpan[] = [];
  const turnedAway: TurnedAwayRecord[] = [];
  const pipeline = new RecordPipeline({
    bridges: [demoBridge],
    ledger,
    resource: RESOURCE,
    encodeEvent,
    onSpan: (span) => spans.push(span),
    onTurnedAway: (record) => turnedAway.push(record),
    limits,
  });
  const feed = (...lines: readonly string[]): void => {
    lines.forEach((text, index) => {
      pipeline.accept({ text, line: index + 1, isTerminated: true });
    });
  };
  const flush = (): void => {
    for (const _step of pipeline.flush());
  };
  return { pipeline, ledger, spans, turnedAway, feed, flush };
}

function line(words: string): string {
  return JSON.stringify({ demo: words });
}

function countsOf(ledger: Ledger): Partial<Record<LedgerColumn, number>> {
  return Object.fromEntries(Object.entries(ledger.columns()).filter(([, count]) => count > 0));
}

describe('RecordPipeline', () => {
  it('turns records into spans and puts every step on the ledger', () => {
    const { feed, flush, ledger, spans, pipeline } = createPipeline();
    feed(line('start 1 1'), line('event 1 2'), line('end 1 3'), line('start 2 1'), line('event 3 1'), line('end 1 3'));
    expect(spans).toEqual([]);
    flush();
    expect(spans.map((span) => span.spanContext().spanId)).toEqual([idOf(1), idOf(2), idOf(3)]);
    expect(countsOf(ledger)).toEqual({
      lines: 6,
      records: 6,
      duplicates: 1,
      traces: 1,
      spans: 3,
      spanEvents: 2,
      implicit: 1,
      unfinished: 1,
    });
    expect([...pipeline.formats]).toEqual([['demo', 6]]);
  });

  it('counts what leaves beside a real span as a marker', () => {
    const { feed, flush, ledger } = createPipeline({ openSpansMax: 0 });
    feed(line('start 1 1'), line('event 1 2'), line('end 1 3'));
    flush();
    expect(countsOf(ledger)).toMatchObject({ spans: 1, markers: 2, unfinished: 1 });
  });

  it('makes no anchor of a record that holds a whole span, and counts that (T12)', () => {
    const { feed, flush, ledger, spans } = createPipeline({ provisional: { strategy: 'anchor' } });
    feed(line('whole 1 1'), line('start 2 1'), line('end 2 3'), line('start 3 1'));
    flush();
    expect(spans.map(({ attributes }) => attributes['spanbridge.span.phase'])).toEqual([
      'anchor',
      'anchor',
      undefined,
      'completion',
      'unfinished',
    ]);
    expect(countsOf(ledger)).toMatchObject({ spans: 3, markers: 2, unfinished: 1 });
    expect(ledger.notes()).toEqual({ anchorsSkipped: 1 });
  });

  it('leaves markers to be counted by whoever sends them', () => {
    let nowMs = 0;
    const { feed, flush, ledger, spans, pipeline } = createPipeline({
      provisional: { strategy: 'marker' },
      now: () => nowMs,
    });
    feed(line('start 1 1'));
    expect(pipeline.nextAnnouncementMs).toBe(5_000);
    nowMs = 5_000;
    pipeline.announce();
    expect(spans).toHaveLength(1);
    expect(countsOf(ledger)).toEqual({ lines: 1, records: 1 });
    feed(line('end 1 9'));
    flush();
    expect(countsOf(ledger)).toEqual({ lines: 2, records: 2, spans: 1, traces: 1 });
  });

  it('notes the spans that it no longer remembers', () => {
    const { feed, flush, ledger } = createPipeline({ closedSpansMax: 0, endedKeysMax: 1 });
    feed(line('whole 1 1'), line('whole 2 1'), line('whole 3 1'));
    flush();
    expect(ledger.notes()).toEqual({ forgotten: 2 });
  });

  it('counts a record once as a duplicate, however many of its signals are known', () => {
    const { feed, ledger } = createPipeline();
    feed(line('whole 1 1'), line('whole 1 1'), line('whole 1 1'));
    expect(countsOf(ledger)).toEqual({ lines: 3, records: 3, duplicates: 2 });
  });

  it('lets spans pass that are whole already', () => {
    const { feed, ledger, spans } = createPipeline();
    feed(line('finished 1 1'));
    expect(spans).toHaveLength(1);
    expect(countsOf(ledger)).toEqual({ lines: 1, records: 1, spans: 1, traces: 1 });
  });

  it('ignores what no bridge knows, with the text as it was read', () => {
    const { feed, ledger, turnedAway } = createPipeline();
    feed('{"level": "info"}', '5', 'null', line('foreign'));
    expect(countsOf(ledger)).toEqual({ lines: 4, ignored: 4 });
    expect(ledger.reasonsOf('ignored')).toEqual({ 'not-a-trace-record': 3, 'no-span': 1 });
    expect(turnedAway[0]).toEqual({
      line: 1,
      text: '{"level": "info"}',
      status: 'ignored',
      reason: 'not-a-trace-record',
    });
  });

  it('rejects what is broken, with the reason and the detail of the bridge or of the parser', () => {
    const { feed, ledger, turnedAway } = createPipeline();
    feed(line('nonsense'), 'plain text');
    expect(ledger.reasonsOf('rejected')).toEqual({ 'invalid-event': 1, 'invalid-json': 1 });
    expect(turnedAway).toEqual([
      {
        line: 1,
        text: '{"demo":"nonsense"}',
        status: 'rejected',
        reason: 'invalid-event',
        detail: 'the word is not known',
      },
      { line: 2, text: 'plain text', status: 'rejected', reason: 'invalid-json', detail: 'unexpected character "p"' },
    ]);
  });

  it('calls a broken last line truncated when it has no newline, and reads a whole one', () => {
    const { pipeline, ledger } = createPipeline();
    const last = (text: string): RecordText => ({ text, line: 9, isTerminated: false });
    pipeline.accept(last('{"demo":"sta'));
    pipeline.accept(last(line('start 1 1')));
    expect(ledger.reasonsOf('rejected')).toEqual({ 'truncated-line': 1 });
    expect(countsOf(ledger)).toMatchObject({ lines: 2, records: 1, rejected: 1 });
  });

  it('takes the reasons of whoever reads the lines', () => {
    const { pipeline, ledger, turnedAway } = createPipeline();
    pipeline.reject({ line: 3, text: '' }, 'too-large', '20000000 bytes');
    expect(countsOf(ledger)).toEqual({ lines: 1, rejected: 1 });
    expect(turnedAway).toMatchObject([{ line: 3, reason: 'too-large', detail: '20000000 bytes' }]);
  });

  it('counts an array as one line per element, however deep it is nested, in the order of the text', () => {
    const { feed, ledger, turnedAway } = createPipeline();
    feed(`[${line('start 1 1')}, [[${line('x')}], 7], [], "y"]`);
    expect(countsOf(ledger)).toEqual({ lines: 4, records: 1, ignored: 2, rejected: 1 });
    expect(turnedAway.map(({ text }) => text)).toEqual(['{"demo":"x"}', '7', '"y"']);
  });

  it('reads a hundred thousand nested arrays', () => {
    const { feed, ledger } = createPipeline();
    feed('['.repeat(100_000) + line('start 1 1') + ']'.repeat(100_000));
    expect(countsOf(ledger)).toEqual({ lines: 1, records: 1 });
  });

  it('sends one span a step at the end, so that the caller can wait', () => {
    const { feed, pipeline, spans } = createPipeline();
    feed(line('start 1 1'), line('start 2 1'));
    const steps = pipeline.flush();
    steps.next();
    expect(spans).toHaveLength(1);
  });

  it('needs nobody to be told of what is turned away', () => {
    const ledger = new Ledger();
    const pipeline = new RecordPipeline({
      bridges: [],
      ledger,
      resource: RESOURCE,
      encodeEvent,
      onSpan: () => undefined,
    });
    pipeline.accept({ text: '{}', line: 1, isTerminated: true });
    pipeline.accept({ text: '{', line: 2, isTerminated: true });
    expect(countsOf(ledger)).toEqual({ lines: 2, ignored: 1, rejected: 1 });
  });

  it('balances, whatever it is fed and however small the table', () => {
    const words = fc.constantFrom('start', 'end', 'maybe', 'event', 'whole', 'finished', 'foreign', 'nonsense');
    const record = fc
      .tuple(words, fc.integer({ min: 1, max: 6 }), fc.nat({ max: 5 }))
      .map((list) => line(list.join(' ')));
    const broken = fc.constantFrom('{', 'text', '[]', '[1,[2]]', '7', '"s"');
    const texts = fc.array(fc.oneof({ weight: 8, arbitrary: record }, broken), { maxLength: 40 });
    fc.assert(
      fc.property(texts, (lines) => {
        const { feed, flush, ledger, spans } = createPipeline({ openSpansMax: 2, closedSpansMax: 1 });
        feed(...lines);
        flush();
        // What becomes of a span is the sender's to tell; here it takes all that it is given.
        ledger.add('accepted', spans.length);
        expect(ledger.imbalances()).toEqual([]);
        expect(ledger.columns().spanEvents).toBe(spans.reduce((sum, span) => sum + span.events.length, 0));
      }),
      { numRuns: 1000 },
    );
  });

  it('an unfinished span of a source with a table of its own is one record, under the id that it has', () => {
    const { pipeline, ledger, spans } = createPipeline();
    const span = onlySpanOf([start({ id: 1, at: 0 }), end({ id: 1, at: 1 })]);
    pipeline.acceptUnfinished('crash', span, 'span');
    pipeline.acceptUnfinished('crash', span, 'unfinished');
    expect(spans).toEqual([span, span]);
    expect(ledger.columns()).toMatchObject({ lines: 2, records: 2, unfinished: 2, spans: 1, markers: 1, traces: 1 });
    expect(Object.fromEntries(pipeline.formats)).toEqual({ crash: 2 });
  });
});
