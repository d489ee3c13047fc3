import { ROW_MARK_MEANINGS, rowMarks } from '../../src/layout/row-marks.js';
import { buildTraceTree, walk } from '../../src/tree/trace-tree.js';
import { makeSpan } from '../support/make-span.js';
import { interruptedTrace } from '../support/sample-traces.js';

describe('rowMarks', () => {
  it('says what is to be said of each span', () => {
    const marks = [...walk(buildTraceTree(interruptedTrace()))].map((node) => [node.span.name, ...rowMarks(node)]);
    expect(marks).toEqual([
      ['plan holiday', 'unfinished'],
      ['collect preferences', 'implicit'],
      ['search flights', 'start-missing'],
      ['book hotel', 'unfinished'],
      ['write summary', 'running'],
      ['stray callback', 'orphan'],
    ]);
  });

  it('tells a record without its span, and a span that two ends were sent for', () => {
    const tree = buildTraceTree([
      makeSpan({ spanId: 'l', parentSpanId: 'gone', attributes: { 'spanbridge.span.phase': 'late' } }),
      makeSpan({ spanId: 'a', startMs: 1, endMs: 2 }),
      makeSpan({ spanId: 'a', startMs: 1, endMs: 3 }),
    ]);
    expect([...walk(tree)].map(rowMarks)).toEqual([['late', 'orphan'], ['conflicting']]);
  });

  it('comes in the order of legends', () => {
    const tree = buildTraceTree([
      makeSpan({ spanId: 'a', parentSpanId: 'a', error: 'x', attributes: { 'partial.gc': true } }),
    ]);
    expect([...walk(tree)].map(rowMarks)).toEqual([['error', 'unfinished', 'cycle']]);
    expect(Object.keys(ROW_MARK_MEANINGS)).toEqual([
      ...['error', 'running', 'stale', 'unfinished', 'implicit', 'start-missing', 'late', 'orphan', 'cycle'],
      'conflicting',
    ]);
  });
});
