import { layoutWaterfall, rowEvents, type WaterfallLayout } from '../../src/layout/waterfall-layout.js';
import { buildTraceTree } from '../../src/tree/trace-tree.js';
import { makeSpan, SAMPLE_START_UNIX_NANO } from '../support/make-span.js';
import { checkoutTrace, interruptedTrace } from '../support/sample-traces.js';

const layoutOf = (spans = checkoutTrace()): WaterfallLayout => layoutWaterfall(buildTraceTree(spans));

describe('layoutWaterfall', () => {
  it('places every span on the axis of the trace, depth first', () => {
    const spans = [
      makeSpan({ spanId: 'r', name: 'root', startMs: 0, endMs: 200 }),
      makeSpan({ spanId: 'a', parentSpanId: 'r', name: 'first', startMs: 50, endMs: 100 }),
      makeSpan({ spanId: 'b', parentSpanId: 'r', name: 'instant', startMs: 200 }),
    ];
    const rows = layoutOf(spans).rows.map((row) => [
      ...[row.label, row.depth, row.startFraction, row.endFraction, row.durationText],
    ]);
    expect(rows).toEqual([
      ['root', 0, 0, 1, '200ms'],
      ['first', 1, 0.25, 0.5, '50ms'],
      ['instant', 1, 1, 1, '0'],
    ]);
  });

  it('knows which lines of the tree pass a row, and how many rows belong to it', () => {
    const rows = layoutOf().rows.map((row) => [row.label, row.isLastSibling, row.guideMask, row.descendantRowCount]);
    expect(rows).toEqual([
      ['POST /checkout', true, 0, 8],
      ['authenticate', false, 0, 1],
      ['SELECT sessions', true, 0b10, 0],
      ['load basket', false, 0, 2],
      ['GET basket:8123', false, 0b10, 0],
      ['price items', true, 0b10, 0],
      ['charge card', false, 0, 0],
      ['charge card', false, 0, 0],
      ['audit', true, 0, 0],
    ]);
  });

  it('leaves out the last rows beyond the limit and says how many, and how many of them failed', () => {
    const layout = layoutWaterfall(buildTraceTree(checkoutTrace()), { rowsMax: 3 });
    expect(layout.rows.map((row) => [row.label, row.descendantRowCount])).toEqual([
      ['POST /checkout', 2],
      ['authenticate', 1],
      ['SELECT sessions', 0],
    ]);
    expect([layout.hiddenRowCount, layout.hiddenErrorCount]).toEqual([6, 2]);
  });

  it('puts every fraction at the start where a trace has no length', () => {
    const layout = layoutOf([makeSpan({ spanId: 'a' }), makeSpan({ spanId: 'b', parentSpanId: 'a' })]);
    expect(layout.rows.map((row) => [row.startFraction, row.endFraction])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(layout.durationNano).toBe(0n);
  });

  it('lets running spans grow to the present, and no others', () => {
    const tree = buildTraceTree(interruptedTrace());
    const nowUnixNano = SAMPLE_START_UNIX_NANO + 190_000_000_000n;
    const rows = layoutWaterfall(tree, { nowUnixNano }).rows;
    const durations = Object.fromEntries(rows.map((row) => [row.label, row.durationText]));
    expect(durations).toMatchObject({ 'write summary': '1m 49s', 'plan holiday': '1m 35s' });
    expect(rows[0]?.endFraction).toBe(0.5);
  });

  it('keeps no lines for rows deeper than thirty levels', () => {
    const spans = Array.from({ length: 40 }, (_, index) => [
      makeSpan({ spanId: `s${index}`, ...(index === 0 ? {} : { parentSpanId: `s${index - 1}` }) }),
      makeSpan({ spanId: `t${index}`, parentSpanId: `s${index}`, startMs: 1 }),
    ]).flat();
    const rows = layoutOf(spans).rows;
    expect(rows[30]).toMatchObject({ depth: 30, guideMask: 2 ** 30 - 2 });
    expect(rows[39]).toMatchObject({ depth: 39, guideMask: 2 ** 31 - 2 });
    expect(rows.every((row) => row.guideMask >= 0)).toBe(true);
  });

  it('calls a span without a name by that', () => {
    expect(layoutOf([makeSpan({ spanId: 'a', name: '' })]).rows[0]?.label).toBe('(no name)');
  });
});

describe('rowEvents', () => {
  it('places events on the axis, in the order of time, with their distance from the start of the span', () => {
    const layout = layoutOf([
      makeSpan({ spanId: 'r', startMs: 0, endMs: 100 }),
      makeSpan({
        ...{ spanId: 'a', parentSpanId: 'r', startMs: 50, endMs: 60 },
        events: [
          { name: 'second', atMs: 75, attributes: { n: 1 } },
          { name: 'first', atMs: 25 },
        ],
      }),
    ]);
    const row = layout.rows[1];
    expect(row && rowEvents(layout, row)).toEqual([
      { name: 'first', fraction: 0.25, offsetNano: -25_000_000n, attributes: {} },
      { name: 'second', fraction: 0.75, offsetNano: 25_000_000n, attributes: { n: 1 } },
    ]);
  });
});
