import type { StateChanges } from '../../src/lifecycle/change-marks.js';
import { DepartedSpans } from '../../src/lifecycle/departed-spans.js';
import { StateReader } from '../../src/lifecycle/packed-state.js';
import { PendingSpan } from '../../src/lifecycle/pending-span.js';
import { end, event, start } from '../support/signals.js';

const OPTIONS = { endedKeysMax: 100, isTracked: true };
const SENT = { name: 'job', startUnixNano: 1n, endUnixNano: 2n };

function withUnfinished(key: string): DepartedSpans {
  const departed = new DepartedSpans(OPTIONS);
  const first = start();
  const pending = new PendingSpan(first);
  pending.gather(first);
  departed.addUnfinished(key, pending, SENT);
  return departed;
}

function changesOf(departed: DepartedSpans): StateChanges {
  const changes: StateChanges = { put: [], remove: [] };
  departed.takeChanges(changes);
  return changes;
}

describe('the spans that have left', () => {
  it('say nothing of a span that never left', () => {
    const departed = new DepartedSpans(OPTIONS);
    expect(departed.has('a')).toBe(false);
    expect(departed.read('a', event())).toBeUndefined();
  });

  it('take the end of a finished span for a repetition and a record of it for late', () => {
    const departed = new DepartedSpans(OPTIONS);
    departed.addFinished('a');
    expect(departed.read('a', end())?.type).toBe('duplicate');
    expect(departed.read('a', event())?.type).toBe('late');
  });

  it('take everything for a repetition once the start is read again', () => {
    const departed = new DepartedSpans(OPTIONS);
    departed.addFinished('a');
    expect(departed.read('a', start())?.type).toBe('duplicate');
    expect(departed.read('a', event())?.type).toBe('duplicate');
  });

  it('complete an unfinished span once, with its end', () => {
    const departed = withUnfinished('a');
    expect(departed.read('a', end())?.type).toBe('completion');
    expect(departed.read('a', end())?.type).toBe('duplicate');
  });

  it('are forgotten oldest first beyond their limit, and that is counted', () => {
    const departed = new DepartedSpans({ endedKeysMax: 2, isTracked: false });
    for (const key of ['a', 'b', 'c']) departed.addFinished(key);
    expect([departed.has('a'), departed.has('c'), departed.forgotten]).toEqual([false, true, 1]);
  });

  it('hand to a checkpoint only what is new', () => {
    const departed = new DepartedSpans(OPTIONS);
    departed.addFinished('a');
    departed.addFinished('b');
    expect(changesOf(departed).put.map(([key]) => key)).toEqual(['ended/1']);
    expect(changesOf(departed).put).toEqual([]);
    departed.addFinished('c');
    const [piece] = changesOf(departed).put;
    expect([piece?.[0], (piece?.[1] as number[]).length]).toEqual(['ended/2', 2]);
  });

  it('are the same again out of their pieces, and go on counting', () => {
    const departed = withUnfinished('a');
    departed.addFinished('b');
    const restored = new DepartedSpans(OPTIONS);
    const reader = new StateReader();
    for (const piece of departed.pieces()) {
      expect(restored.restore(JSON.parse(JSON.stringify(piece)) as [string, unknown], reader)).toBe(true);
    }
    expect([restored.has('a'), restored.has('b'), restored.has('c')]).toEqual([true, true, false]);
    expect(restored.read('a', end())?.type).toBe('completion');
    restored.addFinished('c');
    expect(changesOf(restored).put.map(([key]) => key)).toEqual(['left/a', 'ended/2']);
  });

  it('leave pieces of others alone', () => {
    expect(new DepartedSpans(OPTIONS).restore(['open/a', {}], new StateReader())).toBe(false);
  });
});
