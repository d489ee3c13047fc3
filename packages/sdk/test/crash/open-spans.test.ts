import { OpenSpans } from '../../src/crash/open-spans.js';
import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { testSpans } from '../../../../test/support/test-spans.js';

const [one, two, three] = testSpans(3) as unknown as [LiveSpan, LiveSpan, LiveSpan];

function tableOf(...spans: readonly LiveSpan[]): OpenSpans {
  const table = new OpenSpans();
  for (const span of spans) {
    const entry = table.create(span, false);
    if (entry !== undefined) table.add(entry, 100);
  }
  return table;
}

describe('the table of open spans', () => {
  it('numbers spans in the order of their starts, and takes each once', () => {
    const table = tableOf(one, two, one);
    expect([...table.entries()].map(({ number }) => number)).toEqual([0, 1]);
    expect(table).toMatchObject({ size: 2, sizeBytes: 200, upcomingNumber: 2 });
  });

  it('finds a span by its ids, also by a copy of it', () => {
    const table = tableOf(one);
    expect(table.find({ spanContext: () => ({ ...one.spanContext() }) })?.span).toBe(one);
    expect(table.find(two)).toBeUndefined();
  });

  it('gives the ended among those that leave, and all that have ended', () => {
    const table = tableOf(one, two, three);
    table.noteEnd(one);
    table.noteEnd(two);
    expect([...table.endedAmong([two, three])].map(({ number }) => number)).toEqual([1]);
    expect([...table.endedAmong(undefined)].map(({ number }) => number)).toEqual([0, 1]);
    expect(table.noteEnd({ spanContext: () => ({ traceId: 'x', spanId: 'y', traceFlags: 1 }) })).toBeUndefined();
  });

  it('weighs what is open', () => {
    const table = tableOf(one, two);
    const entry = table.noteEnd(one);
    if (entry === undefined) throw new Error('It is not there.');
    table.grow(entry, 50);
    expect(table.sizeBytes).toBe(250);
    table.remove(entry);
    table.remove(entry);
    expect(table).toMatchObject({ size: 1, sizeBytes: 100, endedCount: 0 });
  });
});
