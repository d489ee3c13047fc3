import { DIALECT_FACTS, TRACER_META } from '../../src/tracer-meta/names.js';

describe('the names of tracer-meta', () => {
  it('a span is v2 as soon as one record is: its fact outranks the others', () => {
    const ranks = Object.fromEntries(
      Object.entries(DIALECT_FACTS).map(([dialect, [fact]]) => [dialect, [fact?.value, fact?.rank]]),
    );
    expect(ranks).toEqual({ v2: ['v2', 2], v1: ['v1', 1], editor: ['editor', 0] });
  });

  it('the scope has a name and no version, which an upgrade of ours would change', () => {
    expect(TRACER_META).toEqual({ prefix: 'tracer_meta', scope: { name: 'spanbridge.tracer-meta' } });
  });
});
