import { SpanKind } from '@opentelemetry/api';
import { PendingSpan } from '../../src/lifecycle/pending-span.js';
import { type Tombstone, Tombstones } from '../../src/lifecycle/tombstones.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { end, event, idOf, SECOND, start, tentativeEnd, TRACE_ID, update } from '../support/signals.js';

type Gathered = Exclude<SpanSignal, { type: 'withdraw' }>;

const SENT = { name: 'sent', startUnixNano: SECOND, endUnixNano: 2n * SECOND };

function bury(tombstones: Tombstones, first: Gathered, ...others: readonly Gathered[]): Tombstone {
  const pending = new PendingSpan(first);
  for (const signal of [first, ...others]) pending.gather(signal);
  const key = TRACE_ID + first.spanId;
  tombstones.add(key, pending, SENT);
  const tombstone = tombstones.get(key);
  if (tombstone === undefined) throw new Error('not remembered');
  return tombstone;
}

describe('a span that left with its start alone', () => {
  it('is completed by its end, once', () => {
    const tombstones = new Tombstones();
    const tombstone = bury(tombstones, start({ at: 3, values: { a: 1 } }));
    expect(tombstones.read(tombstone, end({ at: 9, values: { b: 1 } }))).toMatchObject({
      type: 'completion',
      content: {
        name: 'job',
        startUnixNano: 3n * SECOND,
        endUnixNano: 9n * SECOND,
        layers: [{ attributes: { b: 1 } }],
      },
    });
    expect(tombstones.read(tombstone, end({ at: 9 }))).toEqual({ type: 'duplicate' });
    expect(tombstones.read(tombstone, start({ at: 3 }))).toEqual({ type: 'duplicate' });
  });

  it('is completed by a record that looks like an end only under its name', () => {
    const tombstones = new Tombstones();
    const tombstone = bury(tombstones, start({ name: 'job' }));
    expect(tombstones.read(tombstone, tentativeEnd({ name: 'step' }))).toEqual({ type: 'late' });
    expect(tombstones.read(tombstone, tentativeEnd({ name: 'job', at: 5 })).type).toBe('completion');
    expect(tombstones.read(tombstone, tentativeEnd({ name: 'job', at: 5 }))).toEqual({ type: 'duplicate' });
    expect(tombstones.read(tombstone, tentativeEnd({ name: 'job', at: 6 }))).toEqual({ type: 'late' });
  });

  it('takes every other record for late', () => {
    const tombstones = new Tombstones();
    const tombstone = bury(tombstones, start());
    expect([event(), update()].map((signal) => tombstones.read(tombstone, signal).type)).toEqual(['late', 'late']);
  });
});

describe('a span that left with its end alone', () => {
  it('is completed by its start', () => {
    const tombstones = new Tombstones();
    const tombstone = bury(tombstones, end({ at: 9 }));
    expect(tombstones.read(tombstone, start({ at: 3, kind: SpanKind.CLIENT, values: { a: 1 } }))).toMatchObject({
      type: 'completion',
      content: { kind: SpanKind.CLIENT, startUnixNano: 3n * SECOND, endUnixNano: 9n * SECOND },
    });
    expect(tombstones.takeUnended()).toEqual([]);
  });

  it('takes a second certain end for a duplicate', () => {
    const tombstones = new Tombstones();
    expect(tombstones.read(bury(tombstones, end({ at: 9 })), end({ at: 10 }))).toEqual({ type: 'duplicate' });
  });

  it('is not ended by what looked like its end when the start bears another name', () => {
    const tombstones = new Tombstones();
    const tombstone = bury(tombstones, tentativeEnd({ name: 'job', at: 9 }));
    expect(tombstones.read(tombstone, start({ name: 'step', at: 1 }))).toEqual({ type: 'noted' });
    expect(tombstones.read(tombstone, tentativeEnd({ name: 'step', at: 12 }))).toMatchObject({
      type: 'completion',
      content: { name: 'step', endUnixNano: 12n * SECOND },
    });
  });
});

describe('a span that left with neither', () => {
  it('notes its start and is completed by its end', () => {
    const tombstones = new Tombstones();
    const tombstone = bury(tombstones, event());
    expect(tombstones.read(tombstone, start({ at: 3, name: 'late job' }))).toEqual({ type: 'noted' });
    expect(tombstones.read(tombstone, start({ at: 4 }))).toEqual({ type: 'duplicate' });
    expect(tombstones.read(tombstone, end({ at: 8, name: 'x' }))).toMatchObject({
      type: 'completion',
      content: { name: 'late job', startUnixNano: 3n * SECOND, endUnixNano: 8n * SECOND },
    });
  });

  it('is completed by an end alone, from the start under which it was sent', () => {
    const tombstones = new Tombstones();
    const tombstone = bury(tombstones, event());
    expect(tombstones.read(tombstone, tentativeEnd({ name: 'step', values: { a: 1 } }))).toEqual({ type: 'late' });
    expect(tombstones.read(tombstone, tentativeEnd({ name: 'step', at: 7 }))).toMatchObject({
      type: 'completion',
      content: { name: 'step', startUnixNano: SECOND, endUnixNano: 7n * SECOND },
    });
    expect(tombstones.read(tombstone, start())).toEqual({ type: 'duplicate' });
  });

  it('tells its start at the last, in the order of the ids, when no end comes', () => {
    const tombstones = new Tombstones();
    for (const id of [2, 1]) tombstones.read(bury(tombstones, event({ id })), start({ id, at: 4, values: { id } }));
    expect(tombstones.takeUnended()).toMatchObject([
      { spanId: idOf(1), startUnixNano: 4n * SECOND, endUnixNano: 2n * SECOND, layers: [{ attributes: { id: 1 } }] },
      { spanId: idOf(2) },
    ]);
    expect(tombstones.takeUnended()).toEqual([]);
  });

  it('takes an end after that for a duplicate if it is certain, and for late if not', () => {
    const tombstones = new Tombstones();
    const tombstone = bury(tombstones, event());
    tombstones.read(tombstone, start());
    tombstones.takeUnended();
    expect(tombstones.read(tombstone, end())).toEqual({ type: 'duplicate' });
    expect(tombstones.read(tombstone, tentativeEnd({ name: 'job', at: 2 }))).toEqual({ type: 'late' });
  });
});

describe('Tombstones', () => {
  it('forgets the oldest when there are too many, and counts it', () => {
    const tombstones = new Tombstones({ entriesMax: 2 });
    for (const id of [1, 2, 3]) bury(tombstones, start({ id }));
    expect(tombstones.forgetOverflow()).toEqual([]);
    expect([1, 2, 3].map((id) => tombstones.get(TRACE_ID + idOf(id)) !== undefined)).toEqual([false, true, true]);
    expect(tombstones.forgotten).toBe(1);
  });

  it('tells the late start of one that it forgets', () => {
    const tombstones = new Tombstones({ entriesMax: 1 });
    tombstones.read(bury(tombstones, event({ id: 1 })), start({ id: 1, at: 4 }));
    bury(tombstones, event({ id: 2 }));
    expect(tombstones.forgetOverflow()).toMatchObject([{ spanId: idOf(1), startUnixNano: 4n * SECOND }]);
    expect(tombstones.takeUnended()).toEqual([]);
  });

  it.each([
    ['ends', (id: number, values: Record<string, unknown>) => [end({ id, values })] as const],
    ['late starts', (id: number, values: Record<string, unknown>) => [event({ id }), start({ id, values })] as const],
  ])('counts what their %s weigh', (_what, signalsOf) => {
    const tombstones = new Tombstones({ bytesMax: 100_000 });
    for (let id = 1; id <= 20; id += 1) {
      const [first, late] = signalsOf(id, { text: 'x'.repeat(10_000) });
      const tombstone = bury(tombstones, first);
      if (late !== undefined) tombstones.read(tombstone, late);
      tombstones.forgetOverflow();
    }
    expect(tombstones.forgotten).toBe(11);
  });
});
