import fc from 'fast-check';
import { addUsage, chooseEvictions, isWithin, subtractUsage, type Usage } from '../../src/store/eviction.js';

const LIMITS = { spansMax: 10, bytesMax: 1_000 };

function trace(traceId: string, spans: number, bytes = 0): { traceId: string; usage: Usage } {
  return { traceId, usage: { spans, bytes } };
}

function choose(traces: readonly { traceId: string; usage: Usage }[], keepTraceId = ''): readonly string[] {
  const total = traces.map(({ usage }) => usage).reduce(addUsage, { spans: 0, bytes: 0 });
  return chooseEvictions({ oldestFirst: traces, total, limits: LIMITS, keepTraceId });
}

describe('chooseEvictions', () => {
  it('nothing leaves at exactly the limits', () => {
    expect(choose([trace('a', 4, 600), trace('b', 6, 400)])).toEqual([]);
  });

  it('one span over the limit lets the oldest trace leave', () => {
    expect(choose([trace('a', 4), trace('b', 7)])).toEqual(['a']);
  });

  it('one byte over the limit lets the oldest trace leave', () => {
    expect(choose([trace('a', 1, 1), trace('b', 1, 1_000)])).toEqual(['a']);
  });

  it('as many traces leave as are needed, and no more', () => {
    expect(choose([trace('a', 1), trace('b', 1), trace('c', 1), trace('d', 9)])).toEqual(['a', 'b']);
  });

  it('the trace that grew just now stays, also when it is the oldest', () => {
    expect(choose([trace('a', 8), trace('b', 2), trace('c', 1)], 'a')).toEqual(['b']);
  });

  it('what stays is within the limits whenever the kept trace alone is', () => {
    const usages = fc.array(
      fc.record({ spans: fc.integer({ min: 1, max: 8 }), bytes: fc.integer({ min: 1, max: 900 }) }),
    );
    fc.assert(
      fc.property(usages, fc.nat(), (list, pick) => {
        const traces = list.map((usage, index) => ({ traceId: String(index), usage }));
        const keepTraceId = String(list.length === 0 ? 0 : pick % list.length);
        const evicted = choose(traces, keepTraceId);
        expect(evicted).not.toContain(keepTraceId);
        const rest = traces.filter(({ traceId }) => !evicted.includes(traceId)).map(({ usage }) => usage);
        expect(isWithin(rest.reduce(addUsage, { spans: 0, bytes: 0 }), LIMITS)).toBe(true);
      }),
    );
  });
});

describe('usages', () => {
  it('are added and subtracted field by field', () => {
    expect(addUsage({ spans: 1, bytes: 10 }, { spans: 2, bytes: 30 })).toEqual({ spans: 3, bytes: 40 });
    expect(subtractUsage({ spans: 3, bytes: 40 }, { spans: 2, bytes: 30 })).toEqual({ spans: 1, bytes: 10 });
  });
});
