import { MarkerDelivery } from '../../../src/ship/provisional/marker-delivery.js';
import { ACCEPTED, HandSender, REFUSED, UNSENT } from '../../support/hand-sender.js';
import { openMarker, turns } from '../../support/spans.js';

function open(...senders: readonly HandSender[]) {
  const settled: string[] = [];
  const refused: string[] = [];
  const delivery = new MarkerDelivery({
    destinations: senders.map((sender, index) => sender.at(index + 1)),
    batchSpansMax: 512,
    onOutcome: ({ name }, { status }) => {
      settled.push(`${name} ${status}`);
    },
    onRefused: ({ name }, { reason }) => {
      refused.push(`${name} ${reason}`);
    },
  });
  return { delivery, settled, refused };
}

describe('markers to several destinations', () => {
  it('go to every one and count once, by the worst that happened to them', async () => {
    const { delivery, settled, refused } = open(new HandSender(ACCEPTED), new HandSender(REFUSED));
    delivery.add(openMarker(1).marker);
    await delivery.finish();
    expect([settled, refused]).toEqual([['span 1 refused'], ['span 1 bad']]);
  });

  it('count as sent when one destination has them and another never saw them', async () => {
    const dead = new HandSender(UNSENT);
    dead.state = 'failing';
    const { delivery, settled } = open(new HandSender(ACCEPTED), dead);
    const { marker, end } = openMarker(1);
    delivery.add(marker);
    await turns();
    end();
    await delivery.finish();
    expect(settled).toEqual(['span 1 accepted']);
  });

  it('count as withdrawn when none has seen them', async () => {
    const { delivery, settled } = open(new HandSender(ACCEPTED), new HandSender(ACCEPTED));
    const { marker, end } = openMarker(1);
    end();
    delivery.add(marker);
    await delivery.finish();
    expect(settled).toEqual(['span 1 suppressed']);
  });
});
