import fc from 'fast-check';
import { orderBatch } from '../../src/delivery/batch-order.js';
import { idOf, makeAnchor, makeFinal, makeMarker } from '../support/provisional-spans.js';
import { makeSpan, makeSpans } from '../support/spans.js';

const OTHER_TRACE = '00f7651916cd43dd8448eb211c80319c';
const namesOf = (spans: readonly { readonly name: string }[]) => spans.map((span) => span.name);

it('plain spans stay as they are, in the same list', () => {
  const spans = makeSpans(3);
  expect(orderBatch(spans).spans).toBe(spans);
});

it('T13: anchors stand first, parents before children, then the rest in its order', () => {
  const spans = [
    makeSpan({ name: 'plain 1' }),
    makeAnchor({ realId: idOf(3), parentId: idOf(2) }),
    makeAnchor({ realId: idOf(2), parentId: idOf(9) }),
    makeSpan({ name: 'plain 2' }),
    makeAnchor({ realId: idOf(9) }),
  ];
  expect(namesOf(orderBatch(spans).spans)).toEqual([
    `anchor ${idOf(9)}`,
    `anchor ${idOf(2)}`,
    `anchor ${idOf(3)}`,
    'plain 1',
    'plain 2',
  ]);
});

it('markers stand by the depth of the spans that they announce; ties go by trace id, start and id', () => {
  const early = { startTime: [1_600_000_000, 0] as [number, number] };
  const spans = [
    makeMarker({ realId: idOf(5), parentId: idOf(4) }).marker,
    makeMarker({ realId: idOf(4) }).marker,
    makeMarker({ realId: idOf(8) }).marker,
    makeMarker({ realId: idOf(9), ...early }).marker,
    makeMarker({ realId: idOf(1), traceId: OTHER_TRACE }).marker,
  ];
  expect(namesOf(orderBatch(spans).spans)).toEqual([1, 9, 4, 8, 5].map((number) => `marker ${idOf(number)}`));
});

it('a marker whose span is in the batch is left out, one whose anchor is there is not', () => {
  const spans = [
    makeMarker({ realId: idOf(1) }).marker,
    makeMarker({ realId: idOf(2) }).marker,
    makeAnchor({ realId: idOf(2) }),
    makeFinal({ realId: idOf(1) }),
  ];
  const { spans: left, superfluous } = orderBatch(spans);
  expect(namesOf(superfluous)).toEqual([`marker ${idOf(1)}`]);
  expect([...namesOf(left)].sort()).toEqual([`anchor ${idOf(2)}`, `final ${idOf(1)}`, `marker ${idOf(2)}`]);
});

it('a cycle of parents ends', () => {
  const spans = [
    makeAnchor({ realId: idOf(1), parentId: idOf(2) }),
    makeAnchor({ realId: idOf(2), parentId: idOf(1) }),
  ];
  expect(orderBatch(spans).spans).toHaveLength(2);
});

it('a span that cannot be read stays with the rest', () => {
  const broken = {
    ...makeAnchor({ realId: idOf(1) }),
    spanContext: () => {
      throw new Error('no');
    },
  };
  expect(orderBatch([makeSpan({ name: 'plain' }), broken, makeAnchor({ realId: idOf(2) })]).spans[2]).toBe(broken);
});

it('whatever the order of a tree, every anchor stands before those below it, and the order is always the same', () => {
  const parents = fc.array(fc.nat(), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(parents, fc.nat(), (numbers, seed) => {
      const anchors = numbers.map((number, index) =>
        makeAnchor({ realId: idOf(index + 1), ...(index === 0 ? {} : { parentId: idOf((number % index) + 1) }) }),
      );
      const shuffled = anchors
        .map((anchor, index) => ({ anchor, key: (index * 7_919 + seed) % 1_009 }))
        .sort((a, b) => a.key - b.key)
        .map(({ anchor }) => anchor);
      const ordered = orderBatch(shuffled).spans;
      const places = new Map(ordered.map((span, place) => [span.spanContext().spanId, place]));
      for (const span of ordered) {
        const { parentSpanContext: parent } = span;
        if (parent === undefined) continue;
        expect(places.get(parent.spanId)).toBeLessThan(places.get(span.spanContext().spanId) ?? -1);
      }
      expect(namesOf(ordered)).toEqual(namesOf(orderBatch(anchors).spans));
    }),
  );
});
