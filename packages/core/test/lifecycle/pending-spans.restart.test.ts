import fc from 'fast-check';
import type { PendingSpansOptions } from '../../src/lifecycle/pending-spans-options.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { arbitraryOrders } from '../support/arbitrary-signals.js';
import { canonical } from '../support/canonical.js';
import { end, event, start, tentativeEnd } from '../support/signals.js';
import { createTable, type RecordedTable } from '../support/tables.js';

/** A checkpoint as a store on disk would keep it: JSON texts under keys. */
class StoredCheckpoint {
  readonly texts = new Map<string, string>();

  save({ table }: RecordedTable): void {
    const { put, remove } = table.takeChanges();
    for (const [key, state] of put) this.texts.set(key, JSON.stringify(state));
    for (const key of remove) this.texts.delete(key);
  }

  pieces(): [string, unknown][] {
    return [...this.texts].map(([key, text]) => [key, JSON.parse(text)]);
  }
}

/** What is done to a table between two signals. */
type Step =
  | { readonly type: 'signal'; readonly signal: SpanSignal }
  | { readonly type: 'checkpoint' | 'restart' | 'settle' | 'expire' };

/** Performs the steps; `restart` goes on with a new table out of the checkpoint, or does nothing. */
function perform(steps: readonly Step[], limits: Partial<PendingSpansOptions>, isRestarting: boolean): string[] {
  const left: string[] = [];
  const stored = new StoredCheckpoint();
  let clockMs = 0;
  let duplicates = 0;
  const open = (): RecordedTable => createTable({ ...limits, isTracked: true, now: () => clockMs });
  let recorded = open();
  const takeLeft = (): void => {
    for (const { span, role, cause } of recorded.left.splice(0)) left.push(`${role} ${cause} ${canonical(span)}`);
  };
  for (const step of steps) {
    if (step.type === 'signal') recorded.feed(step.signal);
    if (step.type === 'settle') recorded.table.settle({});
    if (step.type === 'expire') {
      clockMs += 1000;
      recorded.table.expire({ timeoutMs: 1000, implicitTimeoutMs: 1000 });
    }
    if (step.type === 'checkpoint' || step.type === 'restart') stored.save(recorded);
    takeLeft();
    if (step.type === 'restart' && isRestarting) {
      duplicates += recorded.duplicates;
      recorded = open();
      recorded.table.restore(stored.pieces());
    }
  }
  recorded.flush();
  takeLeft();
  // In which order finished spans wait is not written: it shows in no span.
  return [...left.sort(), `duplicates ${duplicates + recorded.duplicates}`];
}

function arbitrarySteps(isExpiring: boolean): fc.Arbitrary<Step[]> {
  const types = isExpiring ? (['checkpoint', 'restart', 'expire'] as const) : (['checkpoint', 'restart'] as const);
  const pauses = fc.array(fc.option(fc.constantFrom(...types, 'settle' as const), { nil: undefined }), {
    minLength: 30,
    maxLength: 30,
  });
  return fc.tuple(arbitraryOrders({ hasManySystems: true }), pauses).map(([{ first }, between]) =>
    first.flatMap((signal, index): Step[] => {
      const type = between[index % between.length];
      return type === undefined ? [{ type: 'signal', signal }] : [{ type: 'signal', signal }, { type }];
    }),
  );
}

describe('a table that goes on from its checkpoint', () => {
  it('sends the same spans as one that was never stopped', () => {
    fc.assert(
      fc.property(arbitrarySteps(true), (steps) => {
        expect(perform(steps, {}, true)).toEqual(perform(steps, {}, false));
      }),
      { numRuns: 1500 },
    );
  });

  it('also when finished spans leave at once', () => {
    fc.assert(
      fc.property(arbitrarySteps(false), (steps) => {
        expect(perform(steps, { closedSpansMax: 0 }, true)).toEqual(perform(steps, { closedSpansMax: 0 }, false));
      }),
      { numRuns: 1500 },
    );
  });

  it('equals the whole state written at once', () => {
    fc.assert(
      fc.property(arbitrarySteps(true), (steps) => {
        const recorded = createTable({ isTracked: true });
        const stored = new StoredCheckpoint();
        for (const step of steps) {
          if (step.type === 'signal') recorded.feed(step.signal);
          else stored.save(recorded);
        }
        stored.save(recorded);
        const whole = new Map([...recorded.table.pieces()].map(([key, state]) => [key, JSON.stringify(state)]));
        const isHash = (key: string): boolean => /^(?:ended|replayed)\//.test(key);
        const entries = (texts: ReadonlyMap<string, string>): string[][] =>
          [...texts].filter(([key]) => !isHash(key)).sort();
        expect(entries(whole)).toEqual(entries(stored.texts));
      }),
      { numRuns: 500 },
    );
  });

  it('knows nothing of a span that came and went between two checkpoints but that it has left', () => {
    const recorded = createTable({ isTracked: true, closedSpansMax: 0 });
    recorded.feed(start({ name: 'job', at: 1 }), event({ at: 2 }), tentativeEnd({ name: 'job', at: 3 }));
    const { put, remove } = recorded.table.takeChanges();
    expect(put.map(([key]) => key)).toEqual(['ended/1']);
    expect(remove).toEqual([]);
  });

  it('takes a record of a span that left before the restart for late, and its start for a repetition', () => {
    const recorded = createTable({ isTracked: true, closedSpansMax: 0 });
    recorded.feed(start({ at: 1 }), end({ at: 3 }));
    const stored = new StoredCheckpoint();
    stored.save(recorded);
    const again = createTable({ isTracked: true, closedSpansMax: 0 });
    again.table.restore(stored.pieces());
    again.feed(event({ at: 2 }));
    again.feed(start({ at: 1 }));
    again.feed(event({ at: 2, name: 'other' }));
    expect(again.left.map(({ role }) => role)).toEqual(['late']);
    expect(again.duplicates).toBe(2);
  });

  it('removes what has left from the checkpoint', () => {
    const recorded = createTable({ isTracked: true, closedSpansMax: 0 });
    recorded.feed(start({ at: 1 }));
    const stored = new StoredCheckpoint();
    stored.save(recorded);
    expect([...stored.texts.keys()].filter((key) => key.startsWith('open/'))).toHaveLength(1);
    recorded.feed(end({ at: 3 }));
    stored.save(recorded);
    expect([...stored.texts.keys()].filter((key) => key.startsWith('open/'))).toHaveLength(0);
  });
});
