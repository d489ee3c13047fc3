import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { PROVISIONAL_STRATEGIES, type ProvisionalStrategy } from '../../src/provisional/strategy.js';
import { canonical } from '../support/canonical.js';
import { end, event, start, update, withdraw } from '../support/signals.js';
import { createTable, type RecordedTable } from '../support/tables.js';

const PHASE = 'spanbridge.span.phase';

/** What a store keeps, oldest first, when spans come in this order. */
type Store = (arrivals: readonly ReadableSpan[]) => readonly ReadableSpan[];

function keepFirst(arrivals: readonly ReadableSpan[], keyOf: (span: ReadableSpan) => string): readonly ReadableSpan[] {
  const rows = new Map<string, ReadableSpan>();
  for (const span of arrivals) if (!rows.has(keyOf(span))) rows.set(keyOf(span), span);
  return [...rows.values()];
}

/** Tempo: one row for each kind and id of a trace, of which the first stays. */
const firstWins: Store = (arrivals) => {
  return keepFirst(arrivals, (span) => `${span.spanContext().traceId} ${span.kind} ${span.spanContext().spanId}`);
};

/** Jaeger: one row for each content. */
const byContent: Store = (arrivals) => keepFirst(arrivals, canonical);

const RANKS = ['pending', 'anchor', 'unfinished', 'completion', undefined] as const;

function phaseOf({ attributes }: ReadableSpan): (typeof RANKS)[number] {
  return attributes[PHASE] as (typeof RANKS)[number];
}

function realIdOf(span: ReadableSpan): string {
  const phase = phaseOf(span);
  return (phase === undefined || phase === 'anchor' ? span.spanContext() : span.parentSpanContext)?.spanId ?? '';
}

/** The parent of the real span, out of whatever of its rows tells it. */
function realParentOf(rows: readonly ReadableSpan[]): string {
  const own = rows.find((row) => phaseOf(row) === undefined || phaseOf(row) === 'anchor');
  const parentId = own?.parentSpanContext?.spanId ?? '0000000000000000';
  return own === undefined ? String(rows[0]?.attributes['logfire.pending_parent_id']) : parentId;
}

/** What a reader shows of one real span: the row of the highest rank, without the words that are about rows. */
function shownOf(rows: readonly ReadableSpan[]): unknown {
  const ranked = [...rows].sort((a, b) => RANKS.indexOf(phaseOf(b)) - RANKS.indexOf(phaseOf(a)));
  const [best] = ranked;
  if (best === undefined) throw new Error('a real span without rows');
  const { name, kind, startTime, endTime, status, events, links, attributes } = best;
  const own = Object.entries(attributes).filter(([key]) => key !== PHASE);
  return { name, kind, startTime, endTime, status, events, links, attributes: own, parent: realParentOf(rows) };
}

function viewOf(rows: readonly ReadableSpan[]): ReadonlyMap<string, unknown> {
  const byRealId = new Map<string, ReadableSpan[]>();
  for (const row of rows) byRealId.set(realIdOf(row), [...(byRealId.get(realIdOf(row)) ?? []), row]);
  return new Map([...byRealId].sort().map(([id, group]) => [id, shownOf(group)]));
}

/** Everything that leaves a table which tells of spans between every two signals. */
function outputOf(strategy: ProvisionalStrategy, signals: readonly SpanSignal[]): readonly ReadableSpan[] {
  let nowMs = 0;
  const recorded = createTable({
    provisional: { strategy, minAgeMs: 1_000, heartbeatMs: 1_000 },
    now: () => nowMs,
    unixNow: () => nowMs,
  });
  for (const signal of signals) {
    recorded.feed(signal);
    nowMs += 700;
    recorded.table.announce();
  }
  recorded.flush();
  return recorded.left.map(({ span }) => span);
}

/** The life of some spans, each with one start and at most one end, read in any order. */
const lives = fc
  .array(
    fc.record({
      parent: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
      value: fc.option(fc.integer(), { nil: undefined }),
      hasEnd: fc.boolean(),
      isWhole: fc.boolean(),
      ticks: fc.integer({ min: 0, max: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((spans) =>
    spans.flatMap(({ parent, value, hasEnd, isWhole, ticks }, index): SpanSignal[] => {
      const base = { id: index + 1, ...(parent === undefined ? {} : { parent }) };
      const begin = start({ ...base, at: 1 + index, values: value === undefined ? {} : { value, [PHASE]: 'mine' } });
      return [
        isWhole && hasEnd ? { ...begin, isWhole } : begin,
        ...Array.from({ length: ticks }, (_, tick) => event({ ...base, at: 10 + tick, name: `tick ${tick}` })),
        update({ ...base, at: 12, values: { later: index } }),
        ...(hasEnd ? [end({ ...base, at: 20, values: { rows: index } })] : []),
      ];
    }),
  );

function whole<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length });
}

it.each(PROVISIONAL_STRATEGIES)(
  'what stores by the first and by the content show of strategy %s is the truth, in any order (T47)',
  (strategy) => {
    const cases = lives.chain(whole).chain((signals) => {
      const output = outputOf(strategy, signals);
      // Every span is delivered once more: a resend must not show.
      return fc.tuple(
        fc.constant(signals),
        fc.tuple(...Array.from({ length: 5 }, () => whole([...output, ...output]))),
      );
    });
    fc.assert(
      fc.property(cases, ([signals, orders]) => {
        const truth = viewOf(outputOf('hold', signals));
        for (const arrivals of orders) {
          for (const store of [firstWins, byContent]) expect(viewOf(store(arrivals))).toEqual(truth);
        }
      }),
      { numRuns: 200 },
    );
  },
);

/** The collector of the partial protocol: sends a span itself, once, when no heartbeat came for three intervals. */
class PartialCollector {
  readonly sent: string[] = [];
  private readonly expiries = new Map<string, number>();
  private readonly stopped = new Set<string>();
  zombies = 0;

  take(span: ReadableSpan, partial: 'heartbeat' | 'stop', nowMs: number): void {
    const { spanId } = span.spanContext();
    if (partial === 'heartbeat') {
      if (this.stopped.has(spanId)) this.zombies += 1;
      this.expiries.set(spanId, nowMs + 3_000);
      return;
    }
    this.expiries.delete(spanId);
    this.stopped.add(spanId);
  }

  sweep(nowMs: number): void {
    for (const [spanId, expiresMs] of this.expiries) {
      if (nowMs <= expiresMs) continue;
      this.expiries.delete(spanId);
      this.sent.push(spanId);
    }
  }
}

type Pause = 'announce' | 'expire' | 'settle' | 'restart' | 'suspend' | 'slowed' | 'withdraw' | undefined;

const pauses = fc.array(
  fc.constantFrom<Pause>(
    'announce',
    'announce',
    'expire',
    'settle',
    'restart',
    'suspend',
    'slowed',
    'withdraw',
    undefined,
  ),
  { minLength: 1, maxLength: 30 },
);

/** Runs strategy `log` beside a collector; answers every real id that either of them has sent. */
function runBesideCollector(
  signals: readonly SpanSignal[],
  between: readonly Pause[],
): PartialCollector & { real: string[] } {
  const clock = { ms: 0, unixMs: 0 };
  const collector = Object.assign(new PartialCollector(), { real: [] as string[] });
  const open = (): RecordedTable =>
    createTable({
      provisional: { strategy: 'log', minAgeMs: 1_000, heartbeatMs: 1_000 },
      now: () => clock.ms,
      unixNow: () => clock.unixMs,
      isTracked: true,
      onPartial: (span, partial) => {
        collector.take(span, partial, clock.unixMs);
      },
      onLeave: ({ span, role }) => {
        if (role === 'span') collector.real.push(span.spanContext().spanId);
      },
    });
  const pass = (ms: number, unixMs: number): void => {
    clock.ms += ms;
    clock.unixMs += unixMs;
    collector.sweep(clock.unixMs);
  };
  let recorded = open();
  signals.forEach((signal, index) => {
    const pause = between[index % between.length];
    recorded.feed(pause === 'withdraw' ? withdraw({ id: Number(signal.spanId) }) : signal);
    pass(pause === 'suspend' ? 60_000 : 700, pause === 'slowed' || pause === 'suspend' ? 60_000 : 700);
    if (pause === 'announce') recorded.table.announce();
    if (pause === 'expire') recorded.table.expire({ timeoutMs: 2_000, implicitTimeoutMs: 2_000 });
    if (pause === 'settle') recorded.table.settle({});
    if (pause !== 'restart') return;
    const pieces = JSON.parse(JSON.stringify([...recorded.table.pieces()])) as [string, unknown][];
    recorded = open();
    recorded.table.restore(pieces);
  });
  recorded.flush();
  pass(60_000, 60_000);
  collector.real.push(...collector.sent);
  return collector;
}

it('under log no real id leaves twice, from the table or a collector without heartbeats; none rises again', () => {
  const told = { swept: 0 };
  fc.assert(
    fc.property(lives.chain(whole), pauses, (signals, between) => {
      const { real, sent, zombies } = runBesideCollector(signals, between);
      told.swept += sent.length;
      expect([...new Set(real)].sort()).toEqual([...real].sort());
      expect(zombies).toBe(0);
    }),
    { numRuns: 1000 },
  );
  // A run in which no collector ever had to act would prove nothing.
  expect(told.swept).toBeGreaterThan(50);
});
