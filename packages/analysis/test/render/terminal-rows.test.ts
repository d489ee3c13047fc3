import {
  layoutWaterfall,
  rowEvents,
  type WaterfallLayout,
  type WaterfallRow,
} from '../../src/layout/waterfall-layout.js';
import { paintLine, type Segment } from '../../src/render/styled-line.js';
import { frameFor, type TerminalFrame } from '../../src/render/terminal-frame.js';
import { eventLines, rowLine, statusLine } from '../../src/render/terminal-rows.js';
import { buildTraceTree } from '../../src/tree/trace-tree.js';
import { makeSpan } from '../support/make-span.js';

const layoutOf = (...spans: Parameters<typeof makeSpan>[0][]): WaterfallLayout =>
  layoutWaterfall(buildTraceTree(spans.map(makeSpan)));
const frameOf = (layout: WaterfallLayout, showServices = false): TerminalFrame =>
  frameFor(layout, { widthColumns: 60, showServices, extraTimes: ['+999ms'] });
const plain = (lines: Segment[][]): string[] => lines.map((line) => paintLine(line, false));
const rowAt = (layout: WaterfallLayout, index: number): WaterfallRow => layout.rows[index] as WaterfallRow;

describe('rowLine', () => {
  it('lets the service give way to the name', () => {
    const layout = layoutOf({ spanId: 'a', name: 'fetch the user profile', service: 'identity-provider', endMs: 1 });
    const frame = frameOf(layout, true);
    expect(paintLine(rowLine(rowAt(layout, 0), frame, true), false)).toBe(
      'fetch the user pr…  ident…  █████████████████████████    1ms',
    );
  });

  it('says the level of a row that is too deep for lines', () => {
    const layout = layoutOf(
      ...Array.from({ length: 12 }, (_, index) => ({
        ...{ spanId: `s${index}`, name: `level ${index}`, endMs: 10 },
        ...(index === 0 ? {} : { parentSpanId: `s${index - 1}` }),
      })),
    );
    const names = layout.rows.map((row) => paintLine(rowLine(row, frameOf(layout), false), false).slice(0, 21));
    expect(names.slice(5, 9)).toEqual([
      '        └ level 5    ',
      '          └ level 6  ',
      '         ⋯ 7 level 7 ',
      '         ⋯ 8 level 8 ',
    ]);
  });
});

describe('statusLine', () => {
  it('stands below the name, with the lines of the tree running past it', () => {
    const layout = layoutOf(
      { spanId: 'r', endMs: 10 },
      { spanId: 'a', parentSpanId: 'r', startMs: 1, error: 'disk\nfull' },
      { spanId: 'b', parentSpanId: 'r', startMs: 2 },
    );
    expect(paintLine(statusLine(rowAt(layout, 1), frameOf(layout)), false)).toBe('│   disk␊full');
  });
});

describe('eventLines', () => {
  it('draws each event at its place, its attributes on the side with more room', () => {
    const layout = layoutOf({
      ...{ spanId: 'a', startMs: 0, endMs: 100 },
      events: [
        { name: 'early', atMs: 10, attributes: { b: 2, a: 'x' } },
        { name: 'late', atMs: 90, attributes: { reason: 'a text that is longer than the room' } },
      ],
    });
    const row = rowAt(layout, 0);
    expect(plain(eventLines(row, rowEvents(layout, row), frameOf(layout)))).toEqual([
      '  early              ◆ a=x b=2                         +10ms',
      '  late            reason=a text that is longer … ◆     +90ms',
    ]);
  });

  it('counts the events beyond fifty', () => {
    const events = Array.from({ length: 80 }, (_, index) => ({ name: `e${index}`, atMs: index }));
    const layout = layoutOf({ spanId: 'a', endMs: 100, events });
    const row = rowAt(layout, 0);
    const lines = plain(eventLines(row, rowEvents(layout, row), frameOf(layout)));
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe('  … 30 more events');
  });
});
