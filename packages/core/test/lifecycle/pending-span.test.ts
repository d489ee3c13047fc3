import { SpanStatusCode } from '@opentelemetry/api';
import { PendingSpan } from '../../src/lifecycle/pending-span.js';
import type { SpanFact, SpanSignal } from '../../src/model/span-signal.js';
import { end, event, idOf, SECOND, start, SYSTEM, tentativeEnd, update } from '../support/signals.js';

type Gathered = Exclude<SpanSignal, { type: 'withdraw' }>;

function pendingOf(first: Gathered, ...others: readonly Gathered[]): PendingSpan {
  const pending = new PendingSpan(first);
  for (const signal of [first, ...others]) pending.gather(signal);
  return pending;
}

function factsOf(...lists: readonly (readonly SpanFact[])[]): Record<string, unknown> {
  const [first, ...others] = lists.map((facts) => event({ facts }));
  const pending = pendingOf(first ?? event(), ...others);
  return Object.fromEntries(pending.facts.map(({ key, value }) => [key, value]));
}

describe('PendingSpan', () => {
  it('is closed once it has a start and an end', () => {
    expect(pendingOf(start()).isClosed).toBe(false);
    expect(pendingOf(end()).isClosed).toBe(false);
    expect(pendingOf(start(), end()).isClosed).toBe(true);
    expect(pendingOf(tentativeEnd({ name: 'step' }), start({ name: 'job' })).isClosed).toBe(false);
  });

  it('lives from its first record to its last', () => {
    const range = pendingOf(event({ at: 5 }), end({ at: 9 }), start({ at: 2 })).ownRange;
    expect(range).toEqual({ firstUnixNano: 2n * SECOND, lastUnixNano: 9n * SECOND });
  });

  it('has the parent that its start names, even if that is none', () => {
    expect(pendingOf(start({ parent: 7 }), event({ parent: 8, at: 0 })).parentSpanId).toBe(idOf(7));
    expect(pendingOf(event({ parent: 8 }), start()).parentSpanId).toBeUndefined();
  });

  it('has the parent that its earliest record names when no start is known, the smaller id at one time', () => {
    expect(pendingOf(event({ at: 5, parent: 7 }), event({ at: 3, parent: 9 }), event({ at: 1 })).parentSpanId).toBe(
      idOf(9),
    );
    expect(pendingOf(event({ parent: 7 }), event({ parent: 6 }), event({ parent: 8 })).parentSpanId).toBe(idOf(6));
  });

  it('is not its own parent', () => {
    expect(pendingOf(start({ id: 3, parent: 3 })).parentSpanId).toBeUndefined();
  });

  it('takes its name from its earliest event when nothing else names it', () => {
    expect(pendingOf(event({ at: 2, hint: 'b' }), event({ at: 1, hint: 'a' })).nameHint).toBe('a');
    expect(pendingOf(event({ name: 'y', hint: 'b' }), event({ name: 'x', hint: 'z' })).nameHint).toBe('z');
    expect(pendingOf(update()).nameHint).toBeUndefined();
  });

  it('keeps of facts about one thing the highest rank, then the greater text', () => {
    expect(factsOf([{ key: 'd', value: 'v1', rank: 1 }], [{ key: 'd', value: 'v2', rank: 0 }])).toEqual({ d: 'v1' });
    expect(factsOf([{ key: 'd', value: 'v1', rank: 0 }], [{ key: 'd', value: 'v2', rank: 0 }])).toEqual({ d: 'v2' });
    expect(factsOf([{ key: 'd', value: 1, rank: 0 }], [{ key: 'e', value: true, rank: 0 }])).toEqual({ d: 1, e: true });
    const twice = [
      { key: 'd', value: 'a', rank: 0 },
      { key: 'd', value: 'b', rank: 0 },
    ];
    expect(factsOf(twice, [])).toEqual({ d: 'b' });
  });

  it('belongs to the first system by name, then version, then prefix', () => {
    const later = { prefix: 'z', scope: { name: 'spanbridge.zzz' } };
    const versioned = { ...SYSTEM, scope: { ...SYSTEM.scope, version: '2' } };
    const renamed = { ...SYSTEM, prefix: 'a' };
    expect(pendingOf(event({ system: later }), event()).system).toBe(SYSTEM);
    expect(pendingOf(event({ system: versioned }), event()).system).toBe(SYSTEM);
    expect(pendingOf(event(), event({ system: renamed })).system).toBe(renamed);
  });

  it('tells what is there already from what is new', () => {
    const pending = new PendingSpan(start());
    const signals = [
      start(),
      start(),
      event(),
      event(),
      update(),
      update(),
      end(),
      end({ at: 2 }),
      tentativeEnd(),
      tentativeEnd(),
    ];
    expect(signals.map((signal) => pending.gather(signal))).toEqual([
      'gathered',
      'duplicate',
      'gathered',
      'duplicate',
      'gathered',
      'duplicate',
      'gathered',
      'duplicate',
      'gathered',
      'duplicate',
    ]);
  });

  it('keeps the earliest 128 updates and counts the attributes of the others', () => {
    const updates = Array.from({ length: 130 }, (_, index) =>
      update({ at: 200 - index, values: { a: 1, [`k${index}`]: 1 } }),
    );
    const pending = pendingOf(start(), ...updates, ...updates);
    expect(pending.updates).toHaveLength(128);
    expect(pending.updates[0]?.timeUnixNano).toBe(71n * SECOND);
    expect(pending.droppedUpdateAttributes).toBe(4);
  });

  it('remembers the earliest error, even of an update over the limit', () => {
    const updates = Array.from({ length: 128 }, (_, index) => update({ at: index }));
    const failed = {
      ...update({ at: 900, code: SpanStatusCode.ERROR }),
      status: { code: SpanStatusCode.ERROR, message: 'b' },
    };
    const earlier = { ...failed, timeUnixNano: 800n * SECOND, status: { code: SpanStatusCode.ERROR, message: 'a' } };
    expect(pendingOf(start(), ...updates, failed).updateStatus).toEqual({ code: SpanStatusCode.ERROR, message: 'b' });
    expect(pendingOf(start(), failed, earlier).updateStatus).toEqual({ code: SpanStatusCode.ERROR, message: 'a' });
    expect(pendingOf(start(), update({ code: SpanStatusCode.OK })).updateStatus).toBeUndefined();
  });

  it('has no events when none were told', () => {
    expect(pendingOf(start()).takeEvents()).toEqual({ events: [], droppedCount: 0 });
  });

  it('weighs what it keeps and not what it only counts', () => {
    const text = 'x'.repeat(1000);
    const empty = pendingOf(start()).sizeBytes;
    expect(pendingOf(start(), start({ at: 0.5 })).sizeBytes).toBe(empty);
    expect(pendingOf(start(), event({ values: { text } })).sizeBytes).toBe(empty + 250 + 1036);
    expect(pendingOf(start(), update({ values: { text } })).sizeBytes).toBe(empty + 250 + 1036);
    expect(pendingOf(start(), end({ values: { text } })).sizeBytes).toBe(empty + 250 + 1036);
    const many = Array.from({ length: 1000 }, (_, index) => event({ at: index, values: { text } }));
    expect(pendingOf(start(), ...many).sizeBytes).toBe(empty + 129 * 1286 + 871 * 40);
  });
});
