import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { PendingSpan } from '../../src/lifecycle/pending-span.js';
import type { SpanSignal } from '../../src/model/span-signal.js';
import { completenessOf, createSnapshot, layerAttributes, settleTimes } from '../../src/span/snapshot.js';
import { attributesOf, end, event, eventOf, SECOND, start, SYSTEM, tentativeEnd, update } from '../support/signals.js';
import { RESOURCE } from '../support/tables.js';

type Gathered = Exclude<SpanSignal, { type: 'withdraw' }>;

function pendingOf(first: Gathered, ...others: readonly Gathered[]): PendingSpan {
  const pending = new PendingSpan(first);
  for (const signal of [first, ...others]) pending.gather(signal);
  return pending;
}

function snapshotOf(...signals: readonly [Gathered, ...Gathered[]]) {
  return createSnapshot(pendingOf(...signals), 'flushed', { resource: RESOURCE, descendants: undefined }).span;
}

describe('completenessOf', () => {
  it.each([
    ['finished', pendingOf(start(), end())],
    ['unfinished', pendingOf(start(), event())],
    ['start-missing', pendingOf(end())],
    ['implicit', pendingOf(event())],
  ])('%s', (completeness, pending) => {
    expect(completenessOf(pending)).toBe(completeness);
  });
});

describe('settleTimes', () => {
  it.each([
    ['keeps good times', 1n, 2n, 1n, 2n, false],
    ['ends where it starts', 5n, 2n, 5n, 5n, true],
    ['starts after 0', 0n, 2n, 1n, 2n, true],
    ['takes nothing before 1970', -9n, -5n, 1n, 1n, true],
    ['takes nothing after 2262', 1n, 2n ** 63n, 1n, 2n ** 63n - 1n, true],
    ['brings both ends back from the far future', 2n ** 64n, 2n ** 65n, 2n ** 63n - 1n, 2n ** 63n - 1n, true],
  ])('%s', (_rule, from, to, startUnixNano, endUnixNano, isAdjusted) => {
    expect(settleTimes(from, to)).toEqual({ startUnixNano, endUnixNano, isAdjusted });
  });
});

describe('createSnapshot', () => {
  it('layers attributes: the start in its order, then updates by time, then the end, which wins', () => {
    const span = snapshotOf(
      end({ at: 9, values: { b: 'end', d: 4 } }),
      update({ at: 3, values: { c: 'second' } }),
      update({ at: 2, values: { b: 'update', c: 'first' } }),
      start({ values: { b: 'start', a: 1 } }),
    );
    expect(Object.entries(span.attributes)).toEqual([
      ['b', 'end'],
      ['a', 1],
      ['c', 'second'],
      ['d', 4],
    ]);
  });

  it('has room of its own for its own attributes, beside 128 of the application', () => {
    const values = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`k${index}`, index]));
    const span = snapshotOf(start({ values }), update({ values: { more: 1 } }));
    expect(Object.keys(span.attributes)).toHaveLength(130);
    expect({ ...span.attributes }).toMatchObject({ k127: 127, 'partial.gc': true, 'spanbridge.end.cause': 'flushed' });
    expect(span.droppedAttributesCount).toBe(3);
  });

  it('counts the attributes of updates that did not stay', () => {
    const updates = Array.from({ length: 130 }, (_, index) => update({ at: index, values: { a: index } }));
    const span = snapshotOf(start(), ...updates);
    expect(span.attributes['a']).toBe(127);
    expect(span.droppedAttributesCount).toBe(2);
  });

  it('moves keys of the application that would be read as ours', () => {
    const facts = [{ key: 'demo.dialect', value: 'v2', rank: 0 }];
    const values = { 'spanbridge.span.phase': 'mine', 'demo.dialect': 'mine', 'partial.gc': 'mine', 'spanbridge.x': 1 };
    expect({ ...snapshotOf(start({ values, facts }), end()).attributes }).toEqual({
      'demo.user.spanbridge.span.phase': 'mine',
      'demo.user.demo.dialect': 'mine',
      'demo.user.partial.gc': 'mine',
      'demo.user.spanbridge.x': 1,
      'demo.dialect': 'v2',
    });
  });

  it('writes its own attributes in the order of their names', () => {
    const facts = [
      { key: 'z', value: 1, rank: 0 },
      { key: 'a', value: 1, rank: 0 },
    ];
    expect(Object.keys(snapshotOf(start({ facts })).attributes)).toEqual([
      'a',
      'partial.gc',
      'spanbridge.end.cause',
      'z',
    ]);
  });

  it('names the span by its start, its end, its earliest event, or not at all', () => {
    expect(snapshotOf(start({ name: 'a' }), end({ name: 'b' })).name).toBe('a');
    expect(snapshotOf(end({ name: 'b' }), event({ hint: 'c' })).name).toBe('b');
    expect(snapshotOf(event({ hint: 'c' })).name).toBe('c');
    expect(snapshotOf(update()).name).toBe('unnamed');
  });

  it('has the kind, the links and the scope that its records name', () => {
    const links = [{ context: { traceId: 'b'.repeat(32), spanId: 'c'.repeat(16), traceFlags: 1 } }];
    expect(snapshotOf(start({ kind: SpanKind.CLIENT, links }))).toMatchObject({ kind: SpanKind.CLIENT, links });
    expect(snapshotOf(end())).toMatchObject({ kind: SpanKind.INTERNAL, links: [], instrumentationScope: SYSTEM.scope });
  });

  it('has the status of its end, else of an update that tells an error, else none', () => {
    const failed = update({ code: SpanStatusCode.ERROR });
    expect(snapshotOf(start(), end({ code: SpanStatusCode.OK }), failed).status.code).toBe(SpanStatusCode.OK);
    expect(snapshotOf(start(), failed).status.code).toBe(SpanStatusCode.ERROR);
    expect(snapshotOf(start()).status.code).toBe(SpanStatusCode.UNSET);
  });

  it('puts the events of the end behind its own, under a limit of their own', () => {
    const exceptions = Array.from({ length: 200 }, (_, index) => eventOf('exception', 9, { index }));
    const ticks = Array.from({ length: 130 }, (_, index) => event({ at: index }));
    const span = snapshotOf(start(), ...ticks, end({ at: 9, events: exceptions }));
    expect(span.events.slice(0, 128).every(({ name }) => name === 'tick')).toBe(true);
    expect(span.events.slice(128).map(({ attributes }) => attributes?.['index'])).toEqual([...Array(128).keys()]);
    expect(span.droppedEventsCount).toBe(2 + 72);
  });

  it('does not count the end itself as an event', () => {
    const span = snapshotOf(
      start(),
      ...Array.from({ length: 128 }, (_, at) => event({ at })),
      tentativeEnd({ at: 900 }),
    );
    expect([span.events.length, span.droppedEventsCount, span.endTime]).toEqual([128, 0, [900, 0]]);
  });

  it('says when a time could not be kept, also that of the last evidence', () => {
    const late = { ...event(), timeUnixNano: 2n ** 63n };
    expect(snapshotOf(start(), late).attributes['spanbridge.time.adjusted']).toBe(true);
    expect(snapshotOf(start({ at: -1 }), end()).attributes['spanbridge.time.adjusted']).toBe(true);
    expect(snapshotOf(end({ at: 1, durationSeconds: 5 }))).toMatchObject({
      startTime: [0, 1],
      attributes: { 'spanbridge.time.adjusted': true },
    });
  });

  it('ends an unfinished span at what its descendants tell', () => {
    const descendants = { firstUnixNano: 0n, lastUnixNano: 7n * SECOND };
    const { span } = createSnapshot(pendingOf(start()), 'evicted', { resource: RESOURCE, descendants });
    expect(span.endTime).toEqual([7, 0]);
    expect(span.attributes['spanbridge.end.cause']).toBe('evicted');
  });
});

describe('layerAttributes', () => {
  it('leaves out what has no value', () => {
    const layer = { ...attributesOf(), attributes: { a: undefined, b: 1 } };
    expect({ ...layerAttributes([layer], [], SYSTEM).attributes }).toEqual({ b: 1 });
  });
});
