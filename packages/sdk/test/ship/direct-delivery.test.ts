import { DirectDelivery, type DirectDeliveryOptions } from '../../src/ship/direct-delivery.js';
import { ACCEPTED, HandSender, REFUSED, UNSENT } from '../support/hand-sender.js';
import { makeSpans, turns } from '../support/spans.js';

interface Watched {
  readonly delivery: DirectDelivery;
  readonly outcomes: string[];
  refusals: number;
}

function open(senders: readonly HandSender[], more: Partial<DirectDeliveryOptions> = {}): Watched {
  const watched = { outcomes: [] as string[], refusals: 0 };
  const delivery = new DirectDelivery({
    destinations: senders.map((sender, index) => sender.at(index + 1)),
    batchSpansMax: 2,
    concurrency: 1,
    onOutcome: (_span, { status }) => watched.outcomes.push(status),
    onRefused: () => (watched.refusals += 1),
    ...more,
  });
  return Object.assign(watched, { delivery });
}

describe('delivery out of memory', () => {
  it('settles each span once, as the worst that a destination made of it', async () => {
    const watched = open([new HandSender(ACCEPTED), new HandSender(REFUSED)]);
    for (const span of makeSpans(3)) watched.delivery.add(span);
    await watched.delivery.finish();
    expect(watched.outcomes).toEqual(['refused', 'refused', 'refused']);
    expect(watched.refusals).toBe(3);
  });

  it('goes on to one destination while the other has not answered', async () => {
    const [silent, quick] = [new HandSender(), new HandSender(ACCEPTED)];
    const { delivery } = open([silent, quick]);
    for (const span of makeSpans(20)) delivery.add(span);
    await delivery.makeRoom();
    await turns();
    expect([silent.batches.length, quick.batches.length]).toEqual([1, 10]);
  });

  it('waits for its only destination', async () => {
    const sender = new HandSender();
    const { delivery } = open([sender]);
    for (const span of makeSpans(6)) delivery.add(span);
    let hasRoom = false;
    const making = delivery.makeRoom().then(() => (hasRoom = true));
    await turns();
    expect([delivery.isFull, hasRoom, sender.batches.length]).toEqual([true, false, 1]);
    for (let request = 0; request < 3; request++) {
      sender.answer(ACCEPTED);
      await turns();
    }
    await making;
    expect(delivery.isFull).toBe(false);
  });

  it('gives up what does not fit for a destination that fails, and for no other', async () => {
    const [failing, quick] = [new HandSender(), new HandSender(ACCEPTED)];
    failing.state = 'failing';
    const watched = open([failing, quick], { batchSpansMax: 1 });
    // Two of these are over the 64 MiB that may wait in memory.
    const text = 'x'.repeat(40 * 1024 * 1024);
    for (const span of makeSpans(4, text)) watched.delivery.add(span);
    await watched.delivery.makeRoom();
    await turns();
    expect(watched.outcomes).toEqual(['unsent', 'unsent', 'unsent']);
    failing.answer(ACCEPTED);
    await watched.delivery.finish();
    expect(watched.outcomes).toEqual(['unsent', 'unsent', 'unsent', 'accepted']);
  });

  it('lets a batch go that is not full when it is told to', async () => {
    const sender = new HandSender(ACCEPTED);
    const { delivery } = open([sender]);
    for (const span of makeSpans(1)) delivery.add(span);
    await turns();
    expect(sender.batches).toEqual([]);
    delivery.sendNow();
    await turns();
    expect(sender.batches.map((batch) => batch.length)).toEqual([1]);
  });

  it('has given up when all destinations have', () => {
    const senders = [new HandSender(UNSENT), new HandSender(UNSENT)];
    const { delivery } = open(senders);
    for (const sender of senders) {
      expect(delivery.hasGivenUp).toBe(false);
      sender.state = 'gave-up';
    }
    expect(delivery.hasGivenUp).toBe(true);
  });
});
