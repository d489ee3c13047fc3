import type { SpanOutcome, SpoolDestination, SpoolRecord } from '@spanbridge/otlp';
import { OutboxLane, type OutboxLaneOptions } from '../../../src/ship/durable/outbox-lane.js';
import { ACCEPTED, HandSender, UNSENT } from '../../support/hand-sender.js';
import { makeSpans, turns } from '../../support/spans.js';

/** A queue of records of one span each, or of a stop. */
class ListedQueue implements SpoolDestination {
  readonly acked: number[] = [];
  readonly released: number[] = [];
  readonly limits: unknown[] = [];

  constructor(
    readonly sequences: number[],
    private readonly stops: readonly number[] = [],
  ) {}

  get pendingSpans(): number {
    return this.sequences.length;
  }

  take(limits: Parameters<SpoolDestination['take']>[0]): Promise<readonly SpoolRecord[] | undefined> {
    this.limits.push(limits);
    const sequence = this.sequences[0];
    if (sequence === undefined || sequence > (limits.sequenceMax ?? 0)) return Promise.resolve(undefined);
    this.sequences.shift();
    const isStop = this.stops.includes(sequence);
    const what = isStop ? ({ signal: 'logs', spanCount: 0 } as const) : ({ signal: 'traces', spanCount: 1 } as const);
    return Promise.resolve([{ ...what, sequence, priority: 1, body: new Uint8Array() }]);
  }

  ack(sequences: readonly number[]): Promise<void> {
    this.acked.push(...sequences);
    return Promise.resolve();
  }

  release(sequences: readonly number[]): void {
    this.released.push(...sequences);
  }
}

interface Watched {
  readonly lane: OutboxLane;
  readonly settled: (readonly [number, string])[];
  sequenceMax: number;
}

function open(
  queue: ListedQueue,
  sender: HandSender,
  concurrency = 1,
  deliverStop: OutboxLaneOptions['deliverStop'] = () => Promise.resolve('settled'),
): Watched {
  const watched = { settled: [] as (readonly [number, string])[], sequenceMax: 100 };
  const lane = new OutboxLane({
    destination: sender.at(1),
    queue,
    batchSpansMax: 512,
    concurrency,
    isEndless: false,
    sequenceMax: () => watched.sequenceMax,
    spansOf: () => makeSpans(1),
    deliverStop: (record) => deliverStop(record),
    onSettled: ({ sequence }, [outcome]) => {
      watched.settled.push([sequence, (outcome as SpanOutcome).status]);
    },
    onProgress: () => undefined,
  });
  lane.start();
  return Object.assign(watched, { lane });
}

describe('the way to one destination', () => {
  it('acknowledges what arrived, in requests that follow one another', async () => {
    const queue = new ListedQueue([1, 2, 3]);
    const { lane, settled } = open(queue, new HandSender(ACCEPTED));
    await turns();
    expect([queue.acked, settled.map(([sequence]) => sequence)]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    await lane.stop();
  });

  it('asks for at most 512 spans and 4 MiB, up to the record that is committed', async () => {
    const queue = new ListedQueue([]);
    const { lane } = open(queue, new HandSender(ACCEPTED));
    await turns();
    expect(queue.limits[0]).toEqual({ spansMax: 512, bytesMax: 4 * 1024 * 1024, sequenceMax: 100 });
    await lane.stop();
  });

  it('waits for news when nothing may go', async () => {
    const queue = new ListedQueue([1]);
    const watched = open(queue, new HandSender(ACCEPTED));
    watched.sequenceMax = 0;
    await watched.lane.stop();
    const again = new ListedQueue([1]);
    const second = open(again, new HandSender(ACCEPTED));
    second.sequenceMax = 0;
    await turns();
    second.sequenceMax = 1;
    second.lane.wake();
    await turns();
    expect(again.acked).toEqual([1]);
    await second.lane.stop();
  });

  it('keeps no more requests in flight than it may', async () => {
    const sender = new HandSender();
    const { lane } = open(new ListedQueue([1, 2, 3]), sender, 2);
    await turns();
    expect(sender.batches).toHaveLength(2);
    sender.answer(ACCEPTED);
    await turns();
    expect(sender.batches).toHaveLength(3);
    for (let request = 0; request < 2; request++) sender.answer(ACCEPTED);
    await lane.stop();
  });

  it('counts the spans of a record that does not hold them as refused', async () => {
    const queue = new ListedQueue([1]);
    const sender = new HandSender(ACCEPTED);
    const settled: string[] = [];
    const lane = new OutboxLane({
      destination: sender.at(1),
      queue,
      batchSpansMax: 512,
      concurrency: 1,
      isEndless: false,
      sequenceMax: () => 1,
      spansOf: () => [],
      deliverStop: () => Promise.resolve('settled'),
      onSettled: (_record, outcomes) => settled.push(...outcomes.map(({ status }) => status)),
      onProgress: () => undefined,
    });
    lane.start();
    await turns();
    expect([settled, queue.acked]).toEqual([['refused'], [1]]);
    await lane.stop();
  });

  it('gives back what did not arrive, and stops', async () => {
    const queue = new ListedQueue([1, 2]);
    const { lane, settled } = open(queue, new HandSender(UNSENT));
    await turns();
    expect([queue.released, queue.acked, settled, lane.isOver, lane.lastError]).toEqual([[1], [], [], true, 'gone']);
    await lane.stop();
  });

  it('hands over the stop before a span, and sends the span when it has arrived', async () => {
    const queue = new ListedQueue([1, 2], [1]);
    const sender = new HandSender(ACCEPTED);
    let settle: (fate: 'settled') => void = () => undefined;
    const { lane } = open(queue, sender, 1, () => new Promise((resolve) => (settle = resolve)));
    await turns();
    expect([sender.batches.length, queue.acked]).toEqual([0, []]);
    settle('settled');
    await turns();
    expect([sender.batches.length, queue.acked]).toEqual([1, [1, 2]]);
    expect(lane.hasTakenAll).toBe(true);
    await lane.stop();
  });

  it('keeps a stop that was not sent: asks for it no more, and gives it back at its end', async () => {
    const queue = new ListedQueue([1, 2], [1]);
    const asked: number[] = [];
    const { lane } = open(queue, new HandSender(ACCEPTED), 1, ({ sequence }) => {
      asked.push(sequence);
      return Promise.resolve('unsent');
    });
    await turns();
    expect([asked, queue.acked, queue.released]).toEqual([[1], [2], []]);
    await lane.stop();
    expect(queue.released).toEqual([1]);
  });
});
