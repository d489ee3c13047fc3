import { PendingSpan } from '../../src/lifecycle/pending-span.js';
import { isImplicit, isSettled, pendingOf, TableEntry } from '../../src/lifecycle/table-entry.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { end, event, start } from '../support/signals.js';

function entryOf(...signals: readonly Exclude<SpanSignal, { type: 'withdraw' }>[]): TableEntry {
  const [first] = signals;
  if (first === undefined) throw new Error('a span needs a signal');
  const pending = new PendingSpan(first);
  for (const signal of signals) pending.gather(signal);
  return new TableEntry('key', pending, 100);
}

describe('an entry of the table', () => {
  it('is implicit while neither start nor end is known', () => {
    expect([event(), start(), end()].map((signal) => isImplicit(entryOf(signal)))).toEqual([true, false, false]);
  });

  it('is settled without limits at once', () => {
    expect(isSettled(entryOf(start(), end({ at: 3 })), {})).toBe(true);
  });

  it('is settled once the records have got as far as its end', () => {
    const entry = entryOf(start(), end({ at: 3 }));
    const endUnixNano = entry.pending.end?.timeUnixNano ?? 0n;
    expect(isSettled(entry, { untilUnixNano: endUnixNano - 1n })).toBe(false);
    expect(isSettled(entry, { untilUnixNano: endUnixNano })).toBe(true);
  });

  it('is settled only if nothing was heard of it since', () => {
    const entry = entryOf(start(), end({ at: 3 }));
    expect(isSettled(entry, { touchedUntilMs: 99 })).toBe(false);
    expect(isSettled(entry, { touchedUntilMs: 100 })).toBe(true);
  });

  it('is handed out as its span', () => {
    const entry = entryOf(start());
    expect([...pendingOf(new Map([['key', entry]]))]).toEqual([['key', entry.pending]]);
  });
});
