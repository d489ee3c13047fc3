import fc from 'fast-check';
import { inFlushOrder, parentKey, type PlacedSpan } from '../../src/lifecycle/flush-order.js';
import { PendingSpan } from '../../src/lifecycle/pending-span.js';
import { spanKey } from '../../src/model/span-key.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { end, idOf, SECOND, start, TRACE_ID } from '../support/signals.js';

function pendingOf(signal: Exclude<SpanSignal, { type: 'withdraw' }>): readonly [string, PendingSpan] {
  const pending = new PendingSpan(signal);
  pending.gather(signal);
  return [spanKey(pending.traceId, pending.spanId), pending];
}

function idsOf(places: readonly PlacedSpan[]): number[] {
  return places.map(({ pending }) => Number.parseInt(pending.spanId, 16));
}

function lastSeconds(places: readonly PlacedSpan[]): (bigint | undefined)[] {
  return places.map(({ descendants }) => descendants && descendants.lastUnixNano / SECOND);
}

describe('inFlushOrder', () => {
  it('puts parents before children, then the earlier start, then the smaller id', () => {
    const spans = [
      pendingOf(start({ id: 5, parent: 2, at: 1 })),
      pendingOf(start({ id: 4, at: 9 })),
      pendingOf(start({ id: 3, at: 7 })),
      pendingOf(start({ id: 2, at: 7 })),
      pendingOf(end({ id: 6, parent: 3, at: 1 })),
    ];
    expect(idsOf(inFlushOrder(spans))).toEqual([2, 3, 4, 5, 6]);
  });

  it.each([
    ['the trace that began first', 2, ['b', 'b', '0']],
    ['the smaller id where two began at once', 1, ['0', 'b', 'b']],
  ])('keeps traces together, %s comes first', (_, at, order) => {
    const other = { ...start({ id: 1, at }), traceId: `0${TRACE_ID.slice(1)}` };
    const spans = [pendingOf(start({ id: 2, at: 5 })), pendingOf(other), pendingOf(start({ id: 3, at: 1 }))];
    expect(inFlushOrder(spans).map(({ pending }) => pending.traceId[0])).toEqual(order);
  });

  it('tells each span until when its descendants lived', () => {
    const spans = [
      pendingOf(start({ id: 1, at: 1 })),
      pendingOf(start({ id: 2, parent: 1, at: 2 })),
      pendingOf(start({ id: 3, parent: 2, at: 8 })),
      pendingOf(start({ id: 4, parent: 9, at: 5 })),
    ];
    const places = inFlushOrder(spans);
    expect(idsOf(places)).toEqual([1, 4, 2, 3]);
    expect(lastSeconds(places)).toEqual([8n, undefined, 8n, undefined]);
  });

  it('adds what descendants told that have left already', () => {
    const [key, pending] = pendingOf(start({ id: 1, at: 1 }));
    pending.noteDescendants({ firstUnixNano: 0n, lastUnixNano: 7n * SECOND });
    expect(lastSeconds(inFlushOrder([[key, pending]]))).toEqual([7n]);
  });

  it('lets all spans of a circle of parents share the times of all, and goes on below it', () => {
    const spans = [
      pendingOf(start({ id: 1, parent: 3, at: 1 })),
      pendingOf(start({ id: 2, parent: 1, at: 5 })),
      pendingOf(start({ id: 3, parent: 2, at: 9 })),
      pendingOf(start({ id: 4, parent: 2, at: 20 })),
    ];
    const places = inFlushOrder(spans);
    expect(idsOf(places)).toEqual([1, 2, 3, 4]);
    expect(lastSeconds(places)).toEqual([20n, 20n, 20n, undefined]);
    expect(places.map(({ depth }) => depth)).toEqual([0, 0, 0, 1]);
  });

  it('takes a span that names itself as its parent for a root', () => {
    const places = inFlushOrder([pendingOf(start({ id: 1, parent: 1 }))]);
    expect(places.map(({ depth, descendants }) => [depth, descendants])).toEqual([[0, undefined]]);
  });

  it('walks a chain of 100,000 parents without overflowing the stack', () => {
    const spans = Array.from({ length: 100_000 }, (_, index) =>
      pendingOf(start({ id: index + 1, at: 1000 + index, ...(index === 0 ? {} : { parent: index }) })),
    );
    const places = inFlushOrder(spans.reverse());
    expect(places).toHaveLength(100_000);
    expect([places[0]?.depth, places.at(-1)?.depth]).toEqual([0, 99_999]);
    expect(places[0]?.descendants?.lastUnixNano).toBe(100_999n * SECOND);
  });

  it('walks a circle of 100,000 spans', () => {
    const spans = Array.from({ length: 100_000 }, (_, index) =>
      pendingOf(start({ id: index + 1, at: index, parent: index === 0 ? 100_000 : index })),
    );
    expect(new Set(lastSeconds(inFlushOrder(spans)))).toEqual(new Set([99_999n]));
  });

  it('does not depend on the order in which the spans are given', () => {
    const links = fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat({ max: 3 })), {
      minLength: 12,
      maxLength: 12,
    });
    const graphs = links.map((list) =>
      list.map(([parent, at], index) => pendingOf(start({ id: index + 1, parent, at }))),
    );
    const orders = graphs.chain((first) => fc.tuple(fc.constant(first), fc.shuffledSubarray(first, { minLength: 12 })));
    fc.assert(
      fc.property(orders, ([first, second]) => {
        const [a, b] = [inFlushOrder(first), inFlushOrder(second)];
        expect(idsOf(b)).toEqual(idsOf(a));
        expect(lastSeconds(b)).toEqual(lastSeconds(a));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parentKey', () => {
  it('is the key of the parent in the same trace, and undefined for a root', () => {
    expect(parentKey(pendingOf(start({ id: 2, parent: 1 }))[1])).toBe(TRACE_ID + idOf(1));
    expect(parentKey(pendingOf(start({ id: 2 }))[1])).toBeUndefined();
  });
});
