import type { Span } from '@opentelemetry/api';
import fc from 'fast-check';
import type { ProvisionalStrategy } from '@spanbridge/core';
import { createStage, T0, type Stage } from '../support/stage.js';

/** Something that happens in a program with spans. */
type Step =
  | { readonly type: 'start'; readonly parent: number }
  | { readonly type: 'end' | 'event' | 'attribute'; readonly span: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'send' | 'flush-open' };

const index = fc.nat({ max: 40 });
const STEP: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('start' as const), parent: index }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constantFrom('end' as const, 'event' as const), span: index }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('attribute' as const), span: index }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('wait' as const), ms: fc.nat({ max: 8_000 }) }) },
  { weight: 2, arbitrary: fc.constant({ type: 'send' as const }) },
  { weight: 1, arbitrary: fc.constant({ type: 'flush-open' as const }) },
);

/** Seconds since `T0`: times of the records follow the steps, so that every run can be repeated. */
async function play(stage: Stage, steps: readonly Step[]): Promise<readonly Span[]> {
  const spans: Span[] = [];
  for (const [second, step] of steps.entries()) {
    const time = [T0 + second, 0] as [number, number];
    if (step.type === 'start') spans.push(stage.start(`span ${spans.length}`, second, spans[step.parent]));
    else if (step.type === 'end') spans[step.span]?.end(time);
    else if (step.type === 'event') spans[step.span]?.addEvent('event', { second }, time);
    else if (step.type === 'attribute') spans[step.span]?.setAttribute('second', second);
    else if (step.type === 'wait') await stage.clock.advance(step.ms);
    else if (step.type === 'send') stage.send();
    else stage.processor.flushOpenSpansSync();
  }
  await stage.provider.shutdown();
  return spans;
}

describe.each<ProvisionalStrategy>(['hold', 'marker', 'anchor', 'log'])(
  'whatever a program does, under %s',
  (provisional) => {
    it('no id bears two contents, every span leaves, and the ledger adds up (T35)', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(STEP, { maxLength: 60 }),
          fc.integer({ min: 1, max: 12 }),
          fc.constantFrom('spans' as const, 'logs' as const),
          async (steps, openSpansMax, events) => {
            const stage = createStage({ provisional, openSpansMax, events, provisionalMinAgeMs: 2_000 });
            const spans = await play(stage, steps);
            checkOutput(stage, spans);
            checkLedger(stage, spans.length);
            checkEvents(stage);
          },
        ),
        { numRuns: 60 },
      );
    });
  },
);

function checkOutput(stage: Stage, spans: readonly Span[]): void {
  const { mutated, invalid, wrong, duplicates, examples } = stage.judge();
  expect({ mutated, invalid, wrong, duplicates, examples }).toEqual({
    mutated: 0,
    invalid: 0,
    wrong: 0,
    duplicates: 0,
    examples: [],
  });
  // What a collector has sent was never sent by us.
  const sent = new Set(stage.sent.map((span) => span.spanContext().spanId));
  const missing = spans.filter((span) => !sent.has(span.spanContext().spanId));
  expect(missing).toHaveLength(stage.processor.ledger().swept);
  expect(stage.warnings).toEqual([]);
}

function checkLedger(stage: Stage, started: number): void {
  const ledger = stage.processor.ledger();
  const { ended, unfinished, swept, markers, markersWithdrawn, anchors, completions } = ledger;
  expect(ledger).toMatchObject({ started, open: 0, withheld: 0, faults: 0, dropped: 0, lateEnds: 0 });
  expect(ended + unfinished + swept).toBe(started);
  const isAnchored = anchors > 0;
  // Under `anchor` the real id is the anchor's, and what follows leaves under other ids.
  const finals = isAnchored ? 0 : ended;
  expect(stage.sent).toHaveLength(finals + unfinished + anchors + completions + markers - markersWithdrawn);
  const stops = stage.records.filter(({ record }) => record.attributes['partial.event'] === 'stop');
  expect(ledger.stops).toBe(stops.length);
}

/** Under `logs` no event is told twice, and none is in a span; a heartbeat never follows a stop. */
function checkEvents(stage: Stage): void {
  const told = stage.records.filter(({ record }) => record.eventName !== undefined);
  const keys = told.map(({ record }) => `${record.spanContext?.spanId ?? ''} ${String(record.attributes['second'])}`);
  expect(new Set(keys).size).toBe(keys.length);
  const stopped = new Set<string>();
  for (const { record } of stage.records) {
    const spanId = record.spanContext?.spanId ?? '';
    if (record.attributes['partial.event'] === 'heartbeat') expect(stopped.has(spanId)).toBe(false);
    if (record.attributes['partial.event'] === 'stop') stopped.add(spanId);
  }
}
