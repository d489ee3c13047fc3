import { layoutWaterfall } from '../../src/layout/waterfall-layout.js';
import { paintLine, type Segment } from '../../src/render/styled-line.js';
import { frameFor, type TerminalFrame } from '../../src/render/terminal-frame.js';
import { axisLines, counted, headerLines, legendLines } from '../../src/render/terminal-header.js';
import { buildTraceTree } from '../../src/tree/trace-tree.js';
import { checkoutTrace, interruptedTrace } from '../support/sample-traces.js';

const interrupted = layoutWaterfall(buildTraceTree(interruptedTrace()));
const checkout = layoutWaterfall(buildTraceTree(checkoutTrace()));
const frameAt = (widthColumns: number): TerminalFrame =>
  frameFor(interrupted, { widthColumns, showServices: false, extraTimes: [] });
const plain = (lines: Segment[][]): string[] => lines.map((line) => paintLine(line, false));

describe('the header', () => {
  it('flows over as many lines as it needs', () => {
    expect(plain(headerLines(checkout, frameAt(50)))).toEqual([
      'POST /checkout',
      'trace 0af7651916cd43dd8448eb211c80319c',
      '2025-10-24 12:06:31.000 UTC · 1.23s · 9 spans',
      '3 errors · ■ shop-api · ■ postgres · ■ basket',
      '■ redis · ■ payments',
    ]);
  });
});

describe('the axis', () => {
  it('has a label for each mark, as far as they fit', () => {
    expect(plain(axisLines(interrupted, frameAt(40)))).toEqual([
      '                   0        1m',
      '                   ┬────────┬────',
    ]);
  });
});

describe('the legend', () => {
  it('explains the signs that occur and no others', () => {
    expect(plain(legendLines(interrupted, frameAt(60)))).toEqual([
      '',
      '█▸ running · █▒░ unfinished · ░░░ implicit',
      '░▒█ start not seen · ↑ parent missing',
    ]);
    expect(plain(legendLines(checkout, frameAt(60)))).toEqual(['', '✗ error']);
  });

  it('is absent where there is nothing to explain', () => {
    const rows = checkout.rows.map((row) => ({ ...row, marks: [] }));
    expect(legendLines({ ...checkout, rows }, frameAt(60))).toEqual([]);
  });
});

describe('counted', () => {
  it('knows one from many', () => {
    expect([counted(1, 'span'), counted(0, 'span'), counted(12_345, 'span')]).toEqual([
      '1 span',
      '0 spans',
      '12,345 spans',
    ]);
  });
});
