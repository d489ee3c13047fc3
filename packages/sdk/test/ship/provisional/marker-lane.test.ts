import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Clock } from '@spanbridge/otlp';
import { MarkerLane, type MarkerOutcome } from '../../../src/ship/provisional/marker-lane.js';
import { ACCEPTED, HandSender, REFUSED, UNSENT } from '../../support/hand-sender.js';
import { openMarker, turns } from '../../support/spans.js';

/** A clock whose waits end by hand. */
class HandClock implements Clock {
  readonly waits: number[] = [];
  private wake = (): void => undefined;

  now = (): number => 0;

  sleep = (ms: number, signal: AbortSignal): Promise<void> => {
    this.waits.push(ms);
    return new Promise((resolve) => {
      this.wake = resolve;
      signal.addEventListener('abort', () => {
        resolve();
      });
      if (signal.aborted) resolve();
    });
  };

  tick(): void {
    this.wake();
  }
}

function open(
  sender: HandSender,
  options: { readonly queueMarkersMax?: number; readonly batchSpansMax?: number } = {},
) {
  const clock = new HandClock();
  const outcomes: string[] = [];
  const lane = new MarkerLane({
    sender,
    clock,
    batchSpansMax: 512,
    ...options,
    onOutcome: (marker: ReadableSpan, outcome: MarkerOutcome) => {
      outcomes.push(`${marker.name} ${outcome.status}`);
    },
  });
  return { lane, clock, outcomes };
}

function names(sender: HandSender): readonly (readonly string[])[] {
  return sender.batches.map((batch) => batch.map(({ name }) => name));
}

describe('the way of markers to a destination', () => {
  it('sends in one request what is announced together, parents first, in the same turn', async () => {
    const sender = new HandSender(ACCEPTED);
    const { lane, outcomes } = open(sender);
    lane.add(openMarker(2, 1).marker);
    lane.add(openMarker(1).marker);
    await turns(1);
    expect(names(sender)).toEqual([['span 1', 'span 2']]);
    expect(outcomes).toEqual(['span 2 accepted', 'span 1 accepted']);
  });

  it('asks only for one attempt, so that it is asked again before the next', async () => {
    const sender = new HandSender(ACCEPTED);
    open(sender).lane.add(openMarker(1).marker);
    await turns(1);
    expect(sender.persistences).toEqual(['once']);
  });

  it('T7: never sends a marker whose span has ended before its turn', async () => {
    const sender = new HandSender();
    const { lane, outcomes } = open(sender);
    lane.add(openMarker(1).marker);
    await turns(1);
    const second = openMarker(2);
    lane.add(second.marker);
    second.end();
    sender.answer(ACCEPTED);
    await turns();
    expect(names(sender)).toEqual([['span 1']]);
    expect(outcomes).toEqual(['span 1 accepted', 'span 2 suppressed']);
  });

  it('T8: keeps a marker that did not arrive, tries again after a while, and drops it when its span ends', async () => {
    const sender = new HandSender(UNSENT);
    sender.state = 'failing';
    const { lane, clock, outcomes } = open(sender);
    const { marker, end } = openMarker(1);
    lane.add(marker);
    await turns();
    clock.tick();
    await turns();
    expect([sender.batches.length, clock.waits, outcomes]).toEqual([2, [1_000, 1_000], []]);
    end();
    clock.tick();
    await turns();
    expect([sender.batches.length, outcomes]).toEqual([2, ['span 1 suppressed']]);
  });

  it('gives up what is left when the destination was given up', async () => {
    const sender = new HandSender(UNSENT);
    sender.state = 'gave-up';
    const { lane, outcomes } = open(sender);
    lane.add(openMarker(1).marker);
    await turns();
    expect(outcomes).toEqual(['span 1 unsent']);
  });

  it('drops what goes over its limit, and first what has nothing more to say', async () => {
    const sender = new HandSender();
    const { lane, outcomes } = open(sender, { queueMarkersMax: 2, batchSpansMax: 1 });
    lane.add(openMarker(1).marker);
    await turns();
    const second = openMarker(2);
    for (const { marker } of [second, openMarker(3), openMarker(4)]) lane.add(marker);
    second.end();
    lane.add(openMarker(5).marker);
    expect(outcomes).toEqual(['span 4 dropped', 'span 2 suppressed']);
    for (let answers = 0; answers < 3; answers++) {
      sender.answer(ACCEPTED);
      await turns();
    }
    expect(names(sender)).toEqual([['span 1'], ['span 3'], ['span 5']]);
  });

  it('at its end tries once more and then gives up', async () => {
    const sender = new HandSender(UNSENT);
    sender.state = 'failing';
    const { lane, outcomes } = open(sender);
    lane.add(openMarker(1).marker);
    lane.add(openMarker(2).marker);
    await turns();
    await lane.finish();
    expect([sender.batches.length, outcomes]).toEqual([2, ['span 1 unsent', 'span 2 unsent']]);
  });

  it('tells a refusal as it is', async () => {
    const { lane, outcomes } = open(new HandSender(REFUSED));
    lane.add(openMarker(1).marker);
    await lane.finish();
    expect(outcomes).toEqual(['span 1 refused']);
  });
});
