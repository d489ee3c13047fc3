import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import type { PendingSpansOptions } from '../../src/lifecycle/pending-spans.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { PROVISIONAL_STRATEGIES, type ProvisionalStrategy } from '../../src/provisional/strategy.js';
import { arbitrarySignals } from '../support/arbitrary-signals.js';
import { canonical } from '../support/canonical.js';
import { end, event, start, update } from '../support/signals.js';
import { createTable, type RecordedTable } from '../support/tables.js';

/** What happens to a table between two signals. */
type Pause = 'announce' | 'expire' | 'settle' | 'restart' | 'suspend' | undefined;

const pauses = fc.array(
  fc.constantFrom<Pause>('announce', 'announce', 'expire', 'settle', 'restart', 'suspend', undefined, undefined),
  { minLength: 1, maxLength: 36 },
);

/** Runs signals through tables with a clock, pauses in between, and answers everything that left. */
function run(
  strategy: ProvisionalStrategy,
  signals: readonly SpanSignal[],
  between: readonly Pause[],
  limits: Partial<PendingSpansOptions> = { openSpansMax: 4, closedSpansMax: 3 },
): ReadableSpan[] {
  const clock = { ms: 0 };
  const left: ReadableSpan[] = [];
  const open = (): RecordedTable =>
    createTable({
      provisional: { strategy, minAgeMs: 1_000, heartbeatMs: 1_000 },
      now: () => clock.ms,
      unixNow: () => clock.ms,
      isTracked: true,
      ...limits,
      onLeave: ({ span }) => left.push(span),
    });
  let recorded = open();
  signals.forEach((signal, index) => {
    recorded.feed(signal);
    const pause = between[index % Math.max(between.length, 1)];
    clock.ms += pause === 'suspend' ? 60_000 : 700;
    if (pause === 'announce') recorded.table.announce();
    if (pause === 'expire') recorded.table.expire({ timeoutMs: 2_000, implicitTimeoutMs: 2_000 });
    if (pause === 'settle') recorded.table.settle({});
    if (pause !== 'restart') return;
    const pieces = JSON.parse(JSON.stringify([...recorded.table.pieces()])) as [string, unknown][];
    recorded = open();
    recorded.table.restore(pieces);
  });
  recorded.flush();
  return left;
}

function idOf(span: ReadableSpan): string {
  return `${span.spanContext().traceId}/${span.spanContext().spanId}`;
}

/** The different contents under each id. */
function contentsById(spans: readonly ReadableSpan[]): Map<string, Set<string>> {
  const byId = new Map<string, Set<string>>();
  for (const span of spans) {
    const contents = byId.get(idOf(span)) ?? new Set();
    byId.set(idOf(span), contents.add(canonical(span)));
  }
  return byId;
}

it.each(PROVISIONAL_STRATEGIES)(
  'under %s no id ever has two contents, whatever is read in which order, timed out, evicted or restored (T35)',
  (strategy) => {
    fc.assert(
      // Of one system: equal late events of two differ in scope alone, which their id does not tell.
      fc.property(arbitrarySignals({ hasManySystems: false }), pauses, (signals, between) => {
        const spans = run(strategy, signals, between);
        for (const contents of contentsById(spans).values()) expect(contents.size).toBe(1);
        for (const { startTime, endTime } of spans) {
          expect(startTime[0] > 0 || startTime[1] > 0).toBe(true);
          const isOrdered = endTime[0] > startTime[0] || (endTime[0] === startTime[0] && endTime[1] >= startTime[1]);
          expect(isOrdered).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  },
);

/** The life of some spans, each with one start and at most one end: what programs write. */
const lives = fc
  .array(
    fc.record({
      parent: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
      values: fc.dictionary(fc.constantFrom('a', 'b', 'spanbridge.span.phase'), fc.integer(), { maxKeys: 2 }),
      isWhole: fc.boolean(),
      hasEnd: fc.boolean(),
      events: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((spans) =>
    spans.flatMap(({ parent, values, isWhole, hasEnd, events }, index): SpanSignal[] => {
      const base = { id: index + 1, ...(parent === undefined ? {} : { parent }) };
      const ticks = Array.from({ length: events }, (_, tick) => event({ ...base, at: 2 + tick, name: `tick ${tick}` }));
      const isKnownWhole = isWhole && hasEnd;
      return [
        { ...start({ ...base, at: 1, values }), ...(isKnownWhole ? { isWhole: true } : {}) },
        ...ticks,
        update({ ...base, at: 3, values: { c: index } }),
        ...(hasEnd ? [end({ ...base, at: 9 })] : []),
      ];
    }),
  );

const shuffledLives = lives.chain((signals) =>
  fc.tuple(
    fc.constant(signals),
    fc.shuffledSubarray(signals, { minLength: signals.length, maxLength: signals.length }),
  ),
);

it('anchors and what completes them are one set of bytes for every order of reading, every batch and every restart (T12)', () => {
  const setOf = (signals: readonly SpanSignal[], between: readonly Pause[]): string[] =>
    run('anchor', signals, between, {})
      .map((span) => canonical(span))
      .sort();
  // What lets spans go before all was read makes late spans of the rest, and so other sets.
  const early: readonly Pause[] = ['expire', 'settle'];
  const patient = pauses.map((list) => list.map((pause) => (early.includes(pause) ? undefined : pause)));
  fc.assert(
    fc.property(shuffledLives, patient, ([first, second], between) => {
      expect(setOf(second, between)).toEqual(setOf(first, []));
    }),
    { numRuns: 400 },
  );
});

it('markers of one start are one content, whenever they are told and however often (T9)', () => {
  fc.assert(
    fc.property(lives, pauses, pauses, (signals, first, second) => {
      const markers = [...run('marker', signals, first), ...run('marker', signals, second)].filter(
        ({ attributes }) => attributes['spanbridge.span.phase'] === 'pending',
      );
      for (const contents of contentsById(markers).values()) expect(contents.size).toBe(1);
    }),
    { numRuns: 300 },
  );
});
