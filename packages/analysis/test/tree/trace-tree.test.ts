import fc from 'fast-check';
import { buildTraceTree, groupByTrace, type TraceTree, walk } from '../../src/tree/trace-tree.js';
import { makeSpan, type SpanSketch } from '../support/make-span.js';
import { checkoutTrace } from '../support/sample-traces.js';

const treeOf = (...sketches: readonly SpanSketch[]): TraceTree => buildTraceTree(sketches.map(makeSpan));

/** The tree as one word per node: dots for the depth, the id, signs for the flags. */
const outline = (tree: TraceTree): string[] =>
  [...walk(tree)].map(
    (node) =>
      '.'.repeat(node.depth) +
      node.spanId +
      (node.isOrphan ? '?' : '') +
      (node.isInCycle ? '@' : '') +
      (node.merged.state === 'conflicting' ? '=' : ''),
  );

describe('buildTraceTree', () => {
  it('answers the figures of the trace', () => {
    const tree = buildTraceTree(checkoutTrace());
    expect(tree).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      rootName: 'POST /checkout',
      serviceNames: ['shop-api', 'postgres', 'basket', 'redis', 'payments'],
      spanCount: 9,
      errorCount: 3,
      startUnixNano: 1_761_307_591_000_000_000n,
      endUnixNano: 1_761_307_592_234_500_000n,
    });
  });

  it('orders siblings by start, then by id', () => {
    const root = { spanId: 'r', endMs: 9 };
    const child = (spanId: string, startMs: number): SpanSketch => ({ spanId, parentSpanId: 'r', startMs });
    expect(outline(treeOf(child('c', 2), child('b', 1), child('a', 2), root))).toEqual(['r', '.b', '.a', '.c']);
  });

  it('puts a span whose parent is absent among the roots, flagged', () => {
    const tree = treeOf({ spanId: 'a', parentSpanId: 'gone', startMs: 0 }, { spanId: 'r', name: 'root', startMs: 1 });
    expect(outline(tree)).toEqual(['a?', 'r']);
    expect(tree.rootName).toBe('root');
  });

  it('names the trace after its first root where every span names a parent', () => {
    expect(treeOf({ spanId: 'a', parentSpanId: 'gone', name: 'orphan' }).rootName).toBe('orphan');
  });

  it('breaks a cycle at its earliest span and flags its members, not what hangs on them', () => {
    const tree = treeOf(
      { spanId: 'c', parentSpanId: 'b', startMs: 3 },
      { spanId: 'a', parentSpanId: 'c', startMs: 2 },
      { spanId: 'b', parentSpanId: 'a', startMs: 1 },
      { spanId: 't', parentSpanId: 'a', startMs: 5 },
    );
    expect(outline(tree)).toEqual(['b@', '.c@', '..a@', '...t']);
  });

  it('makes a span that is its own parent a flagged root', () => {
    expect(outline(treeOf({ spanId: 'a', parentSpanId: 'a' }, { spanId: 'b', parentSpanId: 'a' }))).toEqual([
      'a@',
      '.b',
    ]);
  });

  it('shows equal spans of one id once and counts the copies', () => {
    const tree = treeOf({ spanId: 'a', endMs: 5 }, { spanId: 'a', endMs: 5 }, { spanId: 'a', endMs: 5 });
    expect(outline(tree)).toEqual(['a']);
    expect(tree).toMatchObject({ spanCount: 1, rowCount: 3 });
  });

  it('T44: two different spans of one id are one flagged node, which the later end decides', () => {
    const tree = treeOf(
      { spanId: 'a', name: 'short', endMs: 1 },
      { spanId: 'k', parentSpanId: 'a', startMs: 2 },
      { spanId: 'a', name: 'long', endMs: 9 },
      { spanId: 'a', name: 'short', endMs: 1 },
    );
    expect(outline(tree)).toEqual(['a=', '.k']);
    expect(tree.roots[0]?.span.name).toBe('long');
    expect(tree.roots[0]?.merged.rows.map(({ span }) => span.name)).toEqual(['long', 'short']);
    expect(tree).toMatchObject({ spanCount: 2, rowCount: 4, stateCounts: { conflicting: 1, finished: 1 } });
  });

  it('a late record without its span is shown and counted as none, nor does it name the trace', () => {
    const tree = treeOf(
      { spanId: 'l', parentSpanId: 'gone', name: 'event', attributes: { 'spanbridge.span.phase': 'late' } },
      { spanId: 'o', parentSpanId: 'gone', name: 'orphan', startMs: 5 },
    );
    expect(outline(tree)).toEqual(['l?', 'o?']);
    expect(tree).toMatchObject({ spanCount: 1, rowCount: 2, rootName: 'orphan' });
  });

  it('never joins spans of two traces', () => {
    const tree = treeOf({ traceId: '1', spanId: 'a' }, { traceId: '2', spanId: 'b', parentSpanId: 'a' });
    expect(outline(tree)).toEqual(['a', 'b?']);
  });

  it('takes an end before the start for the start', () => {
    const [node] = treeOf({ spanId: 'a', startMs: 5, endMs: 2 }).roots;
    expect(node?.endUnixNano).toBe(node?.startUnixNano);
  });

  it('has no roots and no name for no spans', () => {
    expect(buildTraceTree([])).toEqual({
      ...{ traceId: '', roots: [], rootName: '', serviceNames: [], spanCount: 0, errorCount: 0, rowCount: 0 },
      stateCounts: { running: 0, stale: 0, unfinished: 0, finished: 0, conflicting: 0 },
      ...{ startUnixNano: 0n, endUnixNano: 0n },
    });
  });

  it('a chain of 100,000 spans is walked to its end, whatever the order read', () => {
    const spans = Array.from({ length: 100_000 }, (_, index) =>
      makeSpan({ spanId: `s${index}`, startMs: index, ...(index === 0 ? {} : { parentSpanId: `s${index - 1}` }) }),
    ).reverse();
    const nodes = [...walk(buildTraceTree(spans))];
    expect(nodes).toHaveLength(100_000);
    expect(nodes.at(-1)).toMatchObject({ spanId: 's99999', depth: 99_999 });
  });

  it('a span with 80,000 children keeps them in order', () => {
    const children = Array.from({ length: 80_000 }, (_, index) =>
      makeSpan({ spanId: `s${index}`, parentSpanId: 'r', startMs: 80_000 - index }),
    );
    const tree = buildTraceTree([...children, makeSpan({ spanId: 'r' })]);
    expect(tree.roots[0]?.children[0]?.spanId).toBe('s79999');
    expect(tree.spanCount).toBe(80_000 + 1);
  });

  it('a cycle of 100,000 spans is broken once', () => {
    const spans = Array.from({ length: 100_000 }, (_, index) =>
      makeSpan({ spanId: `s${index}`, parentSpanId: `s${(index + 1) % 100_000}`, startMs: index }),
    );
    const tree = buildTraceTree(spans);
    expect(tree.roots.map(({ spanId }) => spanId)).toEqual(['s0']);
    expect(tree.spanCount).toBe(100_000);
  });

  it('the order read changes nothing, and every span id is in the tree once', () => {
    const sketch = fc.record({
      spanId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      parentSpanId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'gone', ''),
      startMs: fc.nat(3),
      endMs: fc.nat(6),
      name: fc.constantFrom('x', 'y'),
    });
    const orders = fc
      .array(sketch, { maxLength: 12 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    fc.assert(
      fc.property(orders, ([first, second]) => {
        const tree = treeOf(...first);
        const names = (built: TraceTree): string[] => [
          ...outline(built),
          ...[...walk(built)].map((node) => `${node.span.name} ${node.endUnixNano}`),
        ];
        expect(names(treeOf(...second))).toEqual(names(tree));
        expect(tree.spanCount).toBe(new Set(first.map(({ spanId }) => spanId)).size);
        expect(tree.rowCount).toBe(first.length);
      }),
    );
  });
});

describe('groupByTrace', () => {
  it('parts spans by trace id in the order read', () => {
    const spans = [
      makeSpan({ traceId: '2', spanId: 'a' }),
      makeSpan({ traceId: '1', spanId: 'b' }),
      makeSpan({ traceId: '2', spanId: 'c' }),
    ];
    const groups = [...groupByTrace(spans)].map(([id, group]) => [id, group.map((span) => span.spanContext().spanId)]);
    expect(groups).toEqual([
      ['2', ['a', 'c']],
      ['1', ['b']],
    ]);
  });
});
