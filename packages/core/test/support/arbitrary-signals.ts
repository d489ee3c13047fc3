import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import fc from 'fast-check';
import type { ForeignSystem, SpanFact, SpanSignal } from '../../src/model/span-signal.js';
import { attributesOf, end, eventOf, event, start, SYSTEM, tentativeEnd, update } from './signals.js';

/** Few ids, times, names and values, so that everything collides with everything. */
const ids = fc.integer({ min: 1, max: 5 });
const parents = fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined, freq: 2 });
const times = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constantFrom(-1, 0.000000001, 1.5, 9_300_000_000));
const names = fc.constantFrom('job', 'job.end', 'step', 'step.inner', '');
const leaf = fc.oneof(
  fc.constantFrom<unknown>(0, -0, 1, '1', true, NaN, 'text', null),
  fc.array(fc.constantFrom(0, -0)),
);
const values = fc.dictionary(
  fc.constantFrom('a', 'b', '10', '9', '__proto__', 'error', 'spanbridge.span.phase', 'demo.implicit', 'demo.fact'),
  fc.oneof(leaf, fc.dictionary(fc.constantFrom('x', 'y'), leaf)),
  { maxKeys: 3 },
);
const facts = fc.array(
  fc.record<SpanFact>({
    key: fc.constantFrom('demo.fact', 'demo.dialect'),
    value: fc.constantFrom<string | boolean | number>('true', true, 1, '1', 'v2'),
    rank: fc.integer({ min: 0, max: 1 }),
  }),
  { maxLength: 2 },
);
const codes = fc.constantFrom(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR);
const kinds = fc.constantFrom(SpanKind.INTERNAL, SpanKind.SERVER);
const exceptions = fc.array(
  fc.constantFrom(eventOf('exception', 2), eventOf('exception', 2, { 'exception.type': 'ValueError' })),
  { maxLength: 2 },
);

const OTHER_VERSION: ForeignSystem = { ...SYSTEM, scope: { ...SYSTEM.scope, version: '2' } };
const OTHER_SYSTEM: ForeignSystem = { prefix: 'other', scope: { name: 'spanbridge.other' } };

/** How the signals of a property test differ. */
export interface ArbitrarySignalsOptions {
  /** Records of several systems may stand under one span id. */
  readonly hasManySystems: boolean;
}

function fieldsOf(options: ArbitrarySignalsOptions) {
  return fc.record(
    {
      id: ids,
      parent: parents,
      at: times,
      name: names,
      values,
      facts,
      system: options.hasManySystems
        ? fc.constantFrom(SYSTEM, SYSTEM, OTHER_VERSION, OTHER_SYSTEM)
        : fc.constant(SYSTEM),
      code: codes,
      kind: kinds,
      durationSeconds: fc.integer({ min: 0, max: 9 }),
      events: exceptions,
      isCut: fc.boolean(),
    },
    { requiredKeys: ['id', 'at', 'name', 'system'] },
  );
}

/** A record that had more keys than fit is told from its twin that had not by the count alone. */
function cut<T extends SpanSignal>(signal: T, isCut: boolean | undefined): T {
  if (isCut !== true) return signal;
  if (signal.type === 'event') return { ...signal, event: { ...signal.event, droppedCount: 3 } };
  return 'content' in signal ? { ...signal, content: { ...attributesOf(), droppedCount: 3 } } : signal;
}

/** One signal as a bridge makes it: lifecycle, tentative end, event, or a record that ends like an end and is none. */
function signals(options: ArbitrarySignalsOptions): fc.Arbitrary<SpanSignal> {
  return fc
    .tuple(fc.constantFrom('start', 'end', 'tentative', 'event', 'like-an-end', 'update'), fieldsOf(options))
    .map(([type, { isCut, parent, ...rest }]) => {
      const fields = { ...rest, ...(parent === undefined ? {} : { parent }) };
      switch (type) {
        case 'start':
          return cut(start(fields), isCut);
        case 'end':
          return cut(end(fields), isCut);
        case 'tentative':
          return tentativeEnd(fields);
        case 'event':
          return cut(event(fields), isCut);
        case 'like-an-end':
          return event({ ...fields, name: `${fields.name}.end` });
        default:
          return cut(update(fields), isCut);
      }
    });
}

/** A list of signals in which some are read twice, and the same list in another order. */
export function arbitraryOrders(
  options: ArbitrarySignalsOptions,
): fc.Arbitrary<{ readonly first: SpanSignal[]; readonly second: SpanSignal[] }> {
  return arbitrarySignals(options).chain((first) =>
    fc
      .shuffledSubarray(first, { minLength: first.length, maxLength: first.length })
      .map((second) => ({ first, second })),
  );
}

/** A list of signals in which some are read twice. */
export function arbitrarySignals(options: ArbitrarySignalsOptions): fc.Arbitrary<SpanSignal[]> {
  return fc
    .tuple(fc.array(signals(options), { minLength: 1, maxLength: 30 }), fc.array(fc.nat({ max: 29 }), { maxLength: 5 }))
    .map(([list, again]) => [...list, ...again.flatMap((index) => list.slice(index, index + 1))]);
}
