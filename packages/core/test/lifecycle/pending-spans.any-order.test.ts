import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import fc from 'fast-check';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { arbitraryOrders } from '../support/arbitrary-signals.js';
import { canonical } from '../support/canonical.js';
import { attributesOf, end, event, idOf, start, tentativeEnd, update } from '../support/signals.js';
import { spansOf } from '../support/tables.js';

function bytesOf(signals: readonly SpanSignal[]): string[] {
  return spansOf(signals).map(({ span, role, cause, completeness }) => {
    return `${role} ${cause} ${completeness} ${canonical(span)}`;
  });
}

describe('any order of the same signals gives the same spans in the same order', () => {
  it('for random signals of one system', () => {
    fc.assert(
      fc.property(arbitraryOrders({ hasManySystems: false }), ({ first, second }) => {
        expect(bytesOf(second)).toEqual(bytesOf(first));
      }),
      { numRuns: 3000 },
    );
  });

  it('for random signals of several systems under the same ids', () => {
    fc.assert(
      fc.property(arbitraryOrders({ hasManySystems: true }), ({ first, second }) => {
        expect(bytesOf(second)).toEqual(bytesOf(first));
      }),
      { numRuns: 1000 },
    );
  });

  it('for more events and updates than a span keeps, some of them read twice', () => {
    const numbers = fc.integer({ min: 0, max: 400 });
    const crowded = fc
      .array(fc.tuple(fc.constantFrom('event', 'update', 'tentative'), numbers), { minLength: 300, maxLength: 500 })
      .map((list) =>
        list.map(([type, number]): SpanSignal => {
          const at = number % 97;
          if (type === 'event') return event({ at, name: `e${number}` });
          if (type === 'update') return update({ at, values: { [`u${number}`]: number } });
          return tentativeEnd({ at, name: `n${number}` });
        }),
      );
    const orders = crowded.chain((first) =>
      fc.shuffledSubarray(first, { minLength: first.length }).map((second) => ({ first, second })),
    );
    fc.assert(
      fc.property(orders, ({ first, second }) => {
        const framed = [start({ name: 'n7', at: 0 }), ...first, start({ at: 5, name: 'n8' })];
        expect(bytesOf([...second, start({ at: 5, name: 'n8' }), start({ name: 'n7', at: 0 })])).toEqual(
          bytesOf(framed),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describe('two records that differ in one thing only', () => {
  const cut = { ...attributesOf({ a: 1 }), droppedCount: 2 };
  const twins: readonly (readonly [difference: string, a: SpanSignal, b: SpanSignal])[] = [
    ['the kind of a start', start({ kind: SpanKind.INTERNAL }), start({ kind: SpanKind.CLIENT })],
    [
      'the link of a start',
      start({ links: [{ context: { traceId: idOf(1) + idOf(2), spanId: idOf(3), traceFlags: 1 } }] }),
      start(),
    ],
    ['the dropped count of a start', start({ values: { a: 1 } }), { ...start(), content: cut }],
    ['the sign of zero in a start', start({ values: { a: 0 } }), start({ values: { a: -0 } })],
    ['the sign of zero in an array', start({ values: { a: [0, -0] } }), start({ values: { a: [-0, 0] } })],
    ['the duration of an end', end({ at: 9, durationSeconds: 3 }), end({ at: 9, durationSeconds: 4 })],
    ['the status message of an end', end(), { ...end(), status: { code: SpanStatusCode.UNSET, message: 'x' } }],
    ['the events of an end', end(), end({ events: [event({ name: 'exception' }).event] })],
    ['the dropped count of an event', event({ values: { a: 1 } }), { ...event(), event: { ...event().event, ...cut } }],
    ['the sign of zero in an event', event({ values: { a: 0 } }), event({ values: { a: -0 } })],
    ['the name that an event suggests', event({ hint: 'a' }), event({ hint: 'b' })],
    ['whether an event looks like an end', event({ name: 'job.end' }), tentativeEnd()],
    [
      'the type of a fact',
      event({ facts: [{ key: 'f', value: true, rank: 0 }] }),
      event({ facts: [{ key: 'f', value: 'true', rank: 0 }] }),
    ],
    ['the status of an update', update({ code: SpanStatusCode.ERROR }), update({ code: SpanStatusCode.OK })],
  ];

  it.each(twins)('%s: which is read first makes no difference', (_difference, a, b) => {
    expect(bytesOf([a, b])).toEqual(bytesOf([b, a]));
  });

  it.each(twins)('%s: nor with a start and an end around them', (_difference, a, b) => {
    const around = [start({ at: 0 }), end({ at: 20 })];
    expect(bytesOf([a, ...around, b])).toEqual(bytesOf([b, ...around, a]));
  });
});
