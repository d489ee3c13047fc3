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
      ['hotel.confirmed', 'late'],
      ['write summary', 'running'],
      ['stray callback', 'orphan'],
    ]);
  });

  it('comes in the order of legends', () => {
    const tree = buildTraceTree([
      makeSpan({ spanId: 'a', parentSpanId: 'a', error: 'x', attributes: { 'partial.gc': true } }),
    ]);
    expect([...walk(tree)].map(rowMarks)).toEqual([['error', 'unfinished', 'cycle']]);
    expect(Object.keys(ROW_MARK_MEANINGS)).toEqual([
      ...['error', 'running', 'unfinished', 'implicit', 'start-missing', 'late', 'orphan', 'cycle', 'duplicate-id'],
    ]);
  });
});
