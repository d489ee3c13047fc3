import { layoutWaterfall } from '../../src/layout/waterfall-layout.js';
import { frameFor, type TerminalFrame } from '../../src/render/terminal-frame.js';
import { buildTraceTree } from '../../src/tree/trace-tree.js';
import { makeSpan } from '../support/make-span.js';

const frameOf = (name: string, widthColumns: number): TerminalFrame =>
  frameFor(layoutWaterfall(buildTraceTree([makeSpan({ spanId: 'a', name, endMs: 1234 })])), {
    ...{ widthColumns, showServices: false, extraTimes: [] },
  });

describe('frameFor', () => {
  it('gives names what they need and bars the rest', () => {
    expect(frameOf('a name of 23 characters', 80)).toMatchObject({ nameColumns: 23, barColumns: 49, timeColumns: 5 });
  });

  it('gives names 44 parts of a hundred at most', () => {
    expect(frameOf('x'.repeat(500), 100)).toMatchObject({ nameColumns: 44, barColumns: 48 });
  });

  it('gives names 16 columns at least', () => {
    expect(frameOf('x', 40)).toMatchObject({ nameColumns: 16, barColumns: 16 });
  });
});
