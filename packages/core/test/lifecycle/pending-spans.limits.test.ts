import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import type { LeftSpan } from '../../src/lifecycle/pending-spans-options.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { arbitrarySignals } from '../support/arbitrary-signals.js';
import { canonical } from '../support/canonical.js';
import { idOf, withdraw } from '../support/signals.js';
import { createTable } from '../support/tables.js';

/** What may happen to a table: a signal comes, or time passes and somebody looks for silent spans. */
type Step = SpanSignal | { readonly type: 'wait'; readonly waitMs: number };

const waits = fc.record({ type: fc.constant('wait' as const), waitMs: fc.integer({ min: 1, max: 900 }) });
const withdrawals = fc.integer({ min: 1, max: 5 }).map((id) => withdraw({ id }));

function stepsOf(others: fc.Arbitrary<Step>): fc.Arbitrary<Step[]> {
  return fc
    .tuple(
      arbitrarySignals({ hasManySystems: false }),
      fc.array(fc.tuple(fc.nat({ max: 35 }), others), { maxLength: 4 }),
    )
    .map(([signals, inserted]) => {
      const steps: Step[] = [...signals];
      for (const [place, step] of inserted) steps.splice(place, 0, step);
      return steps;
    });
}

interface Outcome {
  readonly left: readonly LeftSpan[];
  /** How many signals of each type were told to be duplicates. */
  readonly duplicates: Readonly<Record<string, number>>;
}

/** Runs a table that is far too small. */
function run(steps: readonly Step[]): Outcome {
  let nowMs = 0;
  let type = '';
  const duplicates: Record<string, number> = {};
  const recorded = createTable({
    openSpansMax: 3,
    closedSpansMax: 2,
    now: () => nowMs,
    onDuplicate: () => {
      duplicates[type] = (duplicates[type] ?? 0) + 1;
    },
  });
  for (const step of steps) {
    type = step.type;
    if (step.type !== 'wait') recorded.feed(step);
    else {
      nowMs += step.waitMs;
      recorded.table.expire({ timeoutMs: 1000, implicitTimeoutMs: 1000 });
    }
  }
  recorded.flush();
  return { left: recorded.left, duplicates };
}

function keyOf(span: ReadableSpan): string {
  return `${span.spanContext().traceId} ${span.spanContext().spanId}`;
}

function expectOneContentPerId(left: readonly LeftSpan[]): void {
  const contents = new Map<string, string>();
  for (const { span, role } of left) {
    const content = canonical(span);
    const known = contents.get(keyOf(span));
    // The same late record may come twice and is then the same span; all others leave once.
    if (role === 'late') expect(known ?? content).toBe(content);
    else expect(known).toBeUndefined();
    contents.set(keyOf(span), content);
  }
}

describe('a table that is too small for its signals', () => {
  it('never lets one id leave with two contents, nor a real span or a completion twice', () => {
    fc.assert(
      fc.property(stepsOf(fc.oneof(waits, withdrawals)), (steps) => {
        expectOneContentPerId(run(steps).left);
      }),
      { numRuns: 1500 },
    );
  });

  it('sends every span that it was told of exactly once under its real id', () => {
    fc.assert(
      fc.property(stepsOf(waits), (steps) => {
        const told = new Set(steps.flatMap((step) => (step.type === 'wait' ? [] : [step.spanId])));
        const sent = run(steps).left.filter(({ role }) => role === 'span');
        expect(sent.map(({ span }) => span.spanContext().spanId).sort()).toEqual([...told].sort());
      }),
      { numRuns: 1000 },
    );
  });

  it('loses no event: each is in a span, late, counted as dropped, or a duplicate', () => {
    fc.assert(
      fc.property(stepsOf(waits), (steps) => {
        const kept = steps.filter((step) => step.type !== 'end' || step.tentative === undefined);
        const { left, duplicates } = run(kept);
        const inSpans = left.flatMap(({ span }) => span.events.filter(({ name }) => name !== 'exception')).length;
        const dropped = left.reduce((sum, { span }) => sum + span.droppedEventsCount, 0);
        const late = left.filter(({ span, role }) => role === 'late' && span.name !== 'update').length;
        const told = kept.filter(({ type }) => type === 'event').length;
        expect(inSpans + dropped + late + (duplicates['event'] ?? 0)).toBe(told);
      }),
      { numRuns: 1000 },
    );
  });

  it('loses no start: each begins a span, is told in a completion, or is a duplicate', () => {
    fc.assert(
      fc.property(stepsOf(waits), (steps) => {
        const { left, duplicates } = run(steps);
        const begun = left.filter(({ completeness, role }) => {
          return role === 'span' && (completeness === 'finished' || completeness === 'unfinished');
        });
        const begunIds = new Set(begun.map(({ span }) => span.spanContext().spanId));
        const toldLate = left.filter(({ span, role }) => {
          return role === 'completion' && !begunIds.has(span.parentSpanContext?.spanId ?? '');
        });
        const told = steps.filter(({ type }) => type === 'start').length;
        const known = begun.length + (duplicates['start'] ?? 0);
        // A completion of a span without a start may have been made by an end, and then the start is a duplicate.
        expect(known).toBeLessThanOrEqual(told);
        expect(known + toldLate.length).toBeGreaterThanOrEqual(told);
      }),
      { numRuns: 1000 },
    );
  });

  it('sends only spans that begin after 1970 and do not end before they begin', () => {
    fc.assert(
      fc.property(stepsOf(waits), (steps) => {
        for (const { span } of run(steps).left) {
          const [startNanos, endNanos] = [span.startTime, span.endTime].map(
            ([s, n]) => BigInt(s) * 1_000_000_000n + BigInt(n),
          );
          expect(startNanos).toBeGreaterThan(0n);
          expect(endNanos).toBeGreaterThanOrEqual(startNanos ?? 0n);
          expect(span.spanContext().spanId).not.toBe(idOf(0));
        }
      }),
      { numRuns: 1000 },
    );
  });
});
