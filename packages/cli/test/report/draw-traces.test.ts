import { drawTraces, tracesByStart } from '../../src/report/draw-traces.js';
import { fakeSpan } from '../support/fake-span.js';

const LATE = fakeSpan({ traceId: 'a'.repeat(32), name: 'late', startSeconds: 20 });
const EARLY = fakeSpan({ traceId: 'b'.repeat(32), name: 'early', startSeconds: 10 });

describe('tracesByStart', () => {
  it('puts the trace that starts first at the front, whatever was read first', () => {
    const child = fakeSpan({ traceId: 'b'.repeat(32), spanId: '00000000000000aa', startSeconds: 30 });
    const names = tracesByStart([child, LATE, EARLY]).map((trace) => trace.map(({ name }) => name));
    expect(names).toEqual([['work', 'early'], ['late']]);
  });
});

describe('drawTraces', () => {
  it('draws no more traces than asked for', () => {
    const text = drawTraces([[EARLY], [LATE]], { width: 80, colors: false, events: false, tracesMax: 1 });
    expect(text).toContain('early');
    expect(text).not.toContain('late');
  });
});
