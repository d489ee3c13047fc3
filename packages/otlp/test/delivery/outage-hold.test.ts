import { OutageHold } from '../../src/delivery/outage-hold.js';
import type { SpanDelivery } from '../../src/delivery/span-delivery.js';
import type { SpanOutcome } from '../../src/delivery/span-outcome.js';
import { settleTurns } from '../support/manual-clock.js';
import { makeSpan, makeSpans } from '../support/spans.js';

function scene() {
  const requests: { readonly names: readonly string[]; readonly end: (outcome: SpanOutcome) => void }[] = [];
  const delivery: Pick<SpanDelivery, 'deliver'> = {
    deliver: (spans) =>
      new Promise((resolve) => {
        requests.push({
          names: spans.map((span) => span.name),
          end: (outcome) => {
            resolve(spans.map(() => outcome));
          },
        });
      }),
  };
  const settled: string[] = [];
  const held = new OutageHold({
    delivery: delivery as SpanDelivery,
    settle: (span, outcome) => {
      settled.push(`${span.name} ${outcome.status}`);
    },
  });
  return { requests, settled, held };
}

const named = (...names: readonly string[]) => names.map((name) => makeSpan({ name }));

it('one request is under way at a time, and what comes meanwhile goes together in the next', async () => {
  const { requests, settled, held } = scene();
  held.hold(named('a', 'b'));
  held.hold(named('c'));
  held.hold(named('d'));
  expect(held.length).toBe(4);
  requests[0]?.end({ status: 'accepted' });
  await settleTurns(2);
  requests[1]?.end({ status: 'suppressed' });
  await settleTurns(2);
  expect(requests.map(({ names }) => names)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  expect(settled).toEqual(['a accepted', 'b accepted', 'c suppressed', 'd suppressed']);
  expect(held.length).toBe(0);
});

it('what was taken out is not settled by its request, and new spans are sent', async () => {
  const { requests, settled, held } = scene();
  held.hold(named('a'));
  held.hold(named('b'));
  expect(held.takeAll().map((span) => span.name)).toEqual(['a', 'b']);
  held.hold(named('c'));
  for (const { end } of requests) end({ status: 'accepted' });
  await settleTurns(2);
  expect(settled).toEqual(['c accepted']);
});

it('beyond 4,096 the oldest that waits is dropped, and what an ended post leaves is dropped, too', async () => {
  const { requests, settled, held } = scene();
  held.hold(named('a'));
  held.hold(named('b', 'c'));
  held.hold(makeSpans(4_095));
  expect(settled).toEqual(['b dropped', 'c dropped']);
  expect(held.length).toBe(4_096);
  requests[0]?.end({ status: 'unsent', reason: 'ended' });
  await settleTurns(2);
  expect(settled[2]).toBe('a dropped');
});
