import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { SendQueue, sizeOfSpan } from '../../src/delivery/send-queue.js';
import { encodeTraces } from '../../src/codec/encode-traces.js';
import { isWithdrawn as wasWithdrawn } from '../../src/delivery/withdrawable-span.js';
import { ordinarySpan, richSpan } from '../support/arbitrary-spans.js';
import { makeSpan, PARENT_ID, TRACE_ID } from '../support/spans.js';

const parentSpanContext = { traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1 };
const marker = (name: string) => makeSpan({ name, values: { 'spanbridge.span.phase': 'pending' } });
const normal = (name: string) => makeSpan({ name, parentSpanContext });
const failed = (name: string) => makeSpan({ name, parentSpanContext, status: { code: SpanStatusCode.ERROR } });
const root = (name: string) => makeSpan({ name });

const namesOf = (spans: readonly ReadableSpan[]) => spans.map((span) => span.name);
const ALL = { batchSpansMax: Infinity, batchBytesMax: Infinity };

function queueOf(queueSpansMax: number, queueBytesMax = Infinity) {
  const dropped: string[] = [];
  const withdrawn: string[] = [];
  const queue = new SendQueue({
    queueSpansMax,
    queueBytesMax,
    onDrop: (read) => dropped.push(read()?.name ?? 'unreadable'),
    onWithdrawn: (read) => withdrawn.push(read()?.name ?? 'unreadable'),
  });
  const push = (...spans: readonly ReadableSpan[]): void => {
    for (const span of spans) queue.push(span, sizeOfSpan(span));
  };
  return { queue, dropped, withdrawn, push, left: () => namesOf(queue.take(ALL)?.spans ?? []) };
}

it('spans leave in the order in which they came, whatever their priority', () => {
  const { push, left } = queueOf(10);
  push(normal('n1'), root('r1'), marker('m1'), failed('e1'), normal('n2'));
  expect(left()).toEqual(['n1', 'r1', 'm1', 'e1', 'n2']);
});

it('when it is full markers go first, then normal spans, then roots and errors, of each the oldest', () => {
  const { dropped, push, left } = queueOf(4);
  push(root('r1'), normal('n1'), marker('m1'), normal('n2'));
  push(root('r2'), failed('e1'), root('r3'), failed('e2'), root('r4'));
  expect(dropped).toEqual(['m1', 'n1', 'n2', 'r1', 'r2']);
  expect(left()).toEqual(['e1', 'r3', 'e2', 'r4']);
});

it('a span that is less dear than all that wait is dropped itself', () => {
  const { dropped, push, left } = queueOf(2);
  push(root('r1'), failed('e1'), normal('n1'), marker('m1'));
  expect(dropped).toEqual(['n1', 'm1']);
  expect(left()).toEqual(['r1', 'e1']);
});

it('memory is a limit, too: as many are dropped as the new span needs', () => {
  const small = (name: string) => makeSpan({ name, parentSpanContext, values: { body: 'x'.repeat(1_000) } });
  const { queue, dropped, push } = queueOf(100, 10 * 2_000);
  push(small('1'), small('2'), small('3'), small('4'), small('5'), small('6'), small('7'), small('8'), small('9'));
  expect(dropped).toEqual([]);
  push(makeSpan({ name: 'large', parentSpanContext, values: { body: 'x'.repeat(6_000) } }));
  expect(dropped).toEqual(['1', '2', '3']);
  expect(queue.length).toBe(7);
});

it('a span that is larger than the whole queue is dropped alone', () => {
  const { dropped, push, left } = queueOf(100, 10_000);
  push(normal('n1'), makeSpan({ name: 'huge', values: { body: 'x'.repeat(10_000) } }));
  expect(dropped).toEqual(['huge']);
  expect(left()).toEqual(['n1']);
});

it('a batch holds as many as both limits allow, and one span over the limit goes alone', () => {
  const { queue, push } = queueOf(100);
  push(
    ...Array.from({ length: 5 }, (_, index) => makeSpan({ name: `s${index}`, values: { body: 'x'.repeat(1_000) } })),
  );
  expect(queue.take({ batchSpansMax: 2, batchBytesMax: 100_000 })).toMatchObject({ firstSequence: 1 });
  expect(namesOf(queue.take({ batchSpansMax: 10, batchBytesMax: 2_500 })?.spans ?? [])).toEqual(['s2', 's3']);
  expect(namesOf(queue.take({ batchSpansMax: 10, batchBytesMax: 10 })?.spans ?? [])).toEqual(['s4']);
  expect(queue.take(ALL)).toBeUndefined();
  expect([queue.length, queue.lastLane.wireBytes, queue.firstSequence, queue.lastSequence]).toEqual([
    0,
    0,
    Infinity,
    5,
  ]);
});

it('a span that cannot be read is taken as a small normal one', () => {
  const hostile = {
    ...makeSpan(),
    get attributes(): never {
      throw new Error('no');
    },
    get status(): never {
      throw new Error('no');
    },
  };
  const { queue, dropped, push } = queueOf(1);
  push(hostile);
  expect(queue.length).toBe(1);
  push(root('r1'));
  expect(dropped).toEqual(['span']);
});

it('any spans in any order: what is left is what a plain list would keep, and nothing gets lost between', () => {
  const kinds = [marker, normal, root] as const;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 300 }),
      fc.integer({ min: 1, max: 40 }),
      (order, max) => {
        const { queue, dropped, push, left } = queueOf(max);
        let model: { name: string; priority: number }[] = [];
        const gone: string[] = [];
        for (const [index, priority] of order.entries()) {
          const name = `s${index}`;
          push((kinds[priority] ?? normal)(name));
          model.push({ name, priority });
          if (model.length <= max) continue;
          const lowest = Math.min(...model.map((entry) => entry.priority));
          const victim = model.find((entry) => entry.priority === lowest);
          gone.push(victim?.name ?? '');
          model = model.filter((entry) => entry !== victim);
        }
        expect(queue.length).toBe(model.length);
        expect(dropped).toEqual(gone);
        expect(left()).toEqual(model.map((entry) => entry.name));
      },
    ),
  );
});

describe('packed spans', () => {
  it('come out as the same bytes, in their order, between those that are not packed', () => {
    const spans = fc.array(fc.tuple(fc.oneof(ordinarySpan, richSpan), fc.boolean()), { maxLength: 20 });
    fc.assert(
      fc.property(spans, (all) => {
        const { queue, dropped } = queueOf(100);
        for (const [span, isPacked] of all) {
          if (isPacked) queue.pushPacked(span, sizeOfSpan(span));
          else queue.push(span, sizeOfSpan(span));
        }
        const taken = queue.take(ALL)?.spans ?? [];
        expect(dropped).toEqual([]);
        expect(taken.map((span) => Buffer.from(encodeTraces([span])).toString('hex'))).toEqual(
          all.map(([span]) => Buffer.from(encodeTraces([span])).toString('hex')),
        );
        expect(taken.map((span) => span.resource)).toEqual(all.map(([span]) => span.resource));
        expect([queue.length, queue.lastLane.wireBytes]).toEqual([0, 0]);
      }),
      { numRuns: 200 },
    );
  });

  it('need less room, are dropped in the same order, and can be read when they are dropped', () => {
    const { queue, dropped } = queueOf(1_000, 10_000);
    for (let index = 0; index < 100; index++) queue.pushPacked(normal(`n${index}`), 200);
    expect(queue.length).toBeGreaterThan(50);
    expect(dropped).toEqual(Array.from({ length: 100 - queue.length }, (_, index) => `n${index}`));
  });

  it('of which one is too large for that, or cannot be encoded, are kept as they are', () => {
    const { queue, push } = queueOf(10);
    push(root('r1'));
    queue.pushPacked(makeSpan({ name: 'large', values: { body: 'x'.repeat(300_000) } }), 300_000);
    queue.pushPacked(makeSpan({ name: 'invalid', traceId: 'x' }), 100);
    const hostile = {
      ...makeSpan(),
      get name(): never {
        throw new Error('no');
      },
    };
    queue.pushPacked(hostile, 0);
    expect(
      queue
        .take(ALL)
        ?.spans.slice(0, 3)
        .map((span) => span.name),
    ).toEqual(['r1', 'large', 'invalid']);
    expect(queue.lastSequence).toBe(4);
  });
});

describe('a span that can be withdrawn', () => {
  it('can be withdrawn although it was packed, and holds nothing of the object that came', () => {
    const { queue } = queueOf(10);
    let isWithdrawn = false;
    const span = { ...marker('m1'), isWithdrawn: () => isWithdrawn };
    queue.pushPacked(span, sizeOfSpan(span));
    const [packed] = queue.take(ALL)?.spans ?? [];
    expect(packed).not.toBe(span);
    expect([packed?.name, packed !== undefined && wasWithdrawn(packed)]).toEqual(['m1', false]);
    isWithdrawn = true;
    expect(packed !== undefined && wasWithdrawn(packed)).toBe(true);
  });

  it.each(['push', 'pushPacked'] as const)('and was is not counted as dropped when it makes room (%s)', (way) => {
    const { queue, dropped, withdrawn, push } = queueOf(1);
    const span = { ...marker('m1'), isWithdrawn: () => true };
    queue[way](span, sizeOfSpan(span));
    push(normal('n1'));
    expect([dropped, withdrawn]).toEqual([[], ['m1']]);
  });
});

it('with lanes all spans of a trace go into one, in their order, and the oldest of all lanes make room', () => {
  const traceIds = Array.from({ length: 20 }, (_, index) => `4bf92f3577b34da6a3ce929d0e0e47${index + 10}`);
  const dropped: string[] = [];
  const onDrop = (read: () => ReadableSpan | undefined) => dropped.push(read()?.name ?? 'unreadable');
  const queue = new SendQueue({ ...LANE_LIMITS, laneCount: 4, onDrop, onWithdrawn: () => undefined });
  for (const name of ['a', 'b', 'c']) {
    for (const traceId of traceIds) queue.push(makeSpan({ traceId, name: `${traceId.slice(-2)}${name}` }), 100);
  }
  expect(dropped).toEqual(['10a', '11a', '12a', '13a', '14a', '15a', '16a', '17a', '18a', '19a']);
  const lanes = queue.lanes.map((lane) => namesOf(queue.take(ALL, lane)?.spans ?? []));
  expect(lanes.map((names) => names.length)).toEqual([15, 15, 10, 10]);
  for (const names of lanes) {
    for (const trace of new Set(names.map((name) => name.slice(0, 2)))) {
      const own = names.filter((name) => name.startsWith(trace));
      expect(own).toEqual([...own].sort());
    }
  }
  const placed = lanes.flatMap((names, lane) => [...new Set(names.map((name) => `${name.slice(0, 2)} ${lane}`))]);
  expect(placed).toHaveLength(20);
  expect(queue.length).toBe(0);
});

const LANE_LIMITS = { queueSpansMax: 50, queueBytesMax: Infinity };
