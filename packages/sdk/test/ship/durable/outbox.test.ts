import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { Outbox, type OutboxOptions } from '../../../src/ship/durable/outbox.js';
import { Killer, openCrashingSpool, SurvivingDisk } from '../../support/crashing-stores.js';
import { ACCEPTED, HandSender, REFUSED, UNSENT } from '../../support/hand-sender.js';
import { makeLogRecord } from '../../support/log-records.js';
import { makeSpans, turns } from '../../support/spans.js';

interface Watched {
  readonly outbox: Outbox;
  readonly outcomes: string[];
  readonly refused: ReadableSpan[];
  inherited: number;
}

function open(senders: readonly HandSender[], disk: SurvivingDisk, more: Partial<OutboxOptions> = {}): Watched {
  const watched = { outcomes: [] as string[], refused: [] as ReadableSpan[], inherited: 0 };
  const outbox = new Outbox({
    spool: openCrashingSpool(disk, new Killer(0)),
    destinations: senders.map((sender, index) => sender.at(index + 1)),
    batchSpansMax: 4,
    concurrency: 2,
    logs: { deliver: () => Promise.resolve('settled') },
    onOutcome: ({ status }) => watched.outcomes.push(status),
    onRefused: (span) => watched.refused.push(span),
    onInherited: () => (watched.inherited += 1),
    ...more,
  });
  outbox.start();
  return Object.assign(watched, { outbox });
}

async function send(outbox: Outbox, spans: readonly ReadableSpan[]): Promise<void> {
  for (const span of spans) expect((await outbox.append([span])).status).toBe('appended');
  outbox.publish();
  await turns();
}

describe('the outbox', () => {
  it('writes stops before the spans, counts them as none, and hands each over once for all destinations', async () => {
    const disk = new SurvivingDisk();
    const told: unknown[] = [];
    const logs: OutboxOptions['logs'] = {
      deliver: ({ body }) => {
        told.push(body);
        return Promise.resolve('settled');
      },
    };
    const { outbox } = open([new HandSender(ACCEPTED), new HandSender(ACCEPTED)], disk, { logs });
    expect(await outbox.append(makeSpans(2), [makeLogRecord('one')])).toEqual({ status: 'appended', lastSequence: 2 });
    expect(disk.records.map(({ signal, spanCount }) => [signal, spanCount])).toEqual([
      ['logs', 0],
      ['traces', 2],
    ]);
    expect([outbox.waitingSpans, told]).toEqual([2, []]);
    outbox.publish();
    await outbox.drain(new AbortController().signal);
    expect(told).toEqual(['one']);
    await outbox.stop();
    expect([...disk.acked.values()].map((acked) => [...acked].sort())).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('keeps a stop that was not sent for the next run, whose spans need not wait for it', async () => {
    const disk = new SurvivingDisk();
    const first = open([new HandSender(ACCEPTED)], disk, { logs: { deliver: () => Promise.resolve('unsent') } });
    await first.outbox.append(makeSpans(1), [makeLogRecord('one')]);
    first.outbox.publish();
    await first.outbox.drain(new AbortController().signal);
    await first.outbox.stop();
    expect(first.outcomes).toEqual(['accepted']);
    const told: unknown[] = [];
    const logs: OutboxOptions['logs'] = {
      deliver: ({ body }) => {
        told.push(body);
        return Promise.resolve('settled');
      },
    };
    const second = open([new HandSender(ACCEPTED)], disk, { logs });
    await second.outbox.drain(new AbortController().signal);
    await second.outbox.stop();
    expect([told, second.outcomes, second.inherited]).toEqual([['one'], [], 0]);
  });

  it('sends nothing before it is published', async () => {
    const sender = new HandSender(ACCEPTED);
    const { outbox } = open([sender], new SurvivingDisk());
    await outbox.append(makeSpans(3));
    await turns();
    expect(sender.batches).toEqual([]);
    outbox.publish();
    await turns();
    expect(sender.batches.map((batch) => batch.length)).toEqual([3]);
    await outbox.stop();
  });

  it('puts records together up to the limit of a batch and keeps a few in flight', async () => {
    const sender = new HandSender();
    const { outbox } = open([sender], new SurvivingDisk());
    await send(outbox, makeSpans(12));
    expect(sender.batches.map((batch) => batch.length)).toEqual([4, 4]);
    for (let request = 0; request < 3; request++) {
      sender.answer(ACCEPTED);
      await turns();
    }
    expect(sender.batches.map((batch) => batch.length)).toEqual([4, 4, 4]);
    await outbox.drain(new AbortController().signal);
    await outbox.stop();
  });

  it('goes on to one destination while another is dead, and settles a span when both have it', async () => {
    const [dead, live] = [new HandSender(), new HandSender(ACCEPTED)];
    const watched = open([dead, live], new SurvivingDisk());
    await send(watched.outbox, makeSpans(40));
    expect(live.batches.flat()).toHaveLength(40);
    expect(watched.outcomes).toEqual([]);
    expect(watched.outbox.undelivered(0)).toEqual({ ownSpans: 40, inheritedSpans: 0 });
    for (let request = 0; request < 10; request++) {
      dead.answer(ACCEPTED);
      await turns();
    }
    expect(watched.outcomes).toHaveLength(40);
    expect(watched.outbox.undelivered(0)).toEqual({ ownSpans: 0, inheritedSpans: 0 });
    await watched.outbox.stop();
  });

  it('pauses the reader by the destination that has least to take', async () => {
    const [dead, live] = [new HandSender(), new HandSender(ACCEPTED)];
    const { outbox } = open([dead, live], new SurvivingDisk());
    await send(outbox, makeSpans(40));
    await expect(outbox.makeRoom(8, undefined)).resolves.toBeUndefined();
    dead.answer(UNSENT);
    dead.answer(UNSENT);
    await outbox.stop();
  });

  it('tells a refused span and acknowledges it all the same', async () => {
    const disk = new SurvivingDisk();
    const watched = open([new HandSender(REFUSED)], disk);
    await send(watched.outbox, makeSpans(2));
    expect([watched.outcomes, watched.refused.length]).toEqual([['refused', 'refused'], 2]);
    expect([...disk.acked.values()].map((acked) => acked.size)).toEqual([2]);
    await watched.outbox.stop();
  });

  it('leaves in the spool what a destination did not take before it was given up', async () => {
    const disk = new SurvivingDisk();
    const watched = open([new HandSender(UNSENT)], disk);
    await send(watched.outbox, makeSpans(3));
    await watched.outbox.drain(new AbortController().signal);
    expect(watched.outcomes).toEqual([]);
    expect([watched.outbox.isOver, watched.outbox.hasGivenUp, watched.outbox.lastError]).toEqual([true, true, 'gone']);
    expect(watched.outbox.undelivered(0)).toEqual({ ownSpans: 3, inheritedSpans: 0 });
    await watched.outbox.stop();
  });

  it('sends what an earlier run left, as the disk has it, and counts it as such', async () => {
    const disk = new SurvivingDisk();
    const first = open([new HandSender(UNSENT)], disk);
    await send(first.outbox, makeSpans(3));
    await first.outbox.stop();
    const sender = new HandSender(ACCEPTED);
    const second = open([sender], disk);
    await turns();
    expect(sender.batches.flat().map((span) => span.name)).toEqual(makeSpans(3).map((span) => span.name));
    expect([second.inherited, second.outcomes]).toEqual([3, ['accepted', 'accepted', 'accepted']]);
    await second.outbox.stop();
  });

  it('knows what of its spans a damaged disk has lost', async () => {
    const watched = open([new HandSender()], new SurvivingDisk());
    await send(watched.outbox, makeSpans(3));
    expect(watched.outbox.undelivered(1).ownSpans).toBe(2);
  });
});
