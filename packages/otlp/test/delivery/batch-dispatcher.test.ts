import { BatchDispatcher } from '../../src/delivery/batch-dispatcher.js';
import { toExporterLimits } from '../../src/delivery/exporter-options.js';
import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';
import { PersistentPost } from '../../src/delivery/persistent-post.js';
import { SendQueue, sizeOfSpan } from '../../src/delivery/send-queue.js';
import { SpanDelivery } from '../../src/delivery/span-delivery.js';
import { createFakeTransport, namesIn, SUCCESS, type Answer } from '../support/fake-transport.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';
import { makeSpans } from '../support/spans.js';

function scene(answer: Answer) {
  const transport = createFakeTransport(answer);
  const warnings = new OneTimeWarnings('Test', () => undefined);
  const policy = {
    initialBackoffMs: 1_000,
    backoffMaxMs: 30_000,
    retryForMs: Infinity,
    random: () => 0.5,
    recoveryRequestsMax: 4,
  };
  const post = new PersistentPost({ transport, clock: createManualClock(), policy, warnings, signal: undefined });
  const limits = toExporterLimits({ batchSpansMax: 10 });
  const delivery = new SpanDelivery({ encoding: 'protobuf', batchLimits: limits.batch, post, warnings });
  const queue = new SendQueue({ ...limits, onDrop: () => undefined, onWithdrawn: () => undefined });
  const settled: string[] = [];
  const dispatcher = new BatchDispatcher({
    queue,
    delivery,
    post,
    limits,
    outlet: undefined,
    beforeSend: () => undefined,
    spoolTurn: () => undefined,
    settle: (span, outcome) => settled.push(`${span.name} ${outcome.status}`),
    onKept: () => undefined,
    onKeptTwice: () => undefined,
  });
  const push = (count: number): void => {
    for (const [index, span] of makeSpans(count).entries()) {
      const one = { ...span, name: `s${index}` };
      queue.push(one, sizeOfSpan(one));
    }
  };
  return { dispatcher, transport, settled, push };
}

it('a batch that is not full waits until it is released', async () => {
  const { dispatcher, push, transport, settled } = scene(() => SUCCESS);
  push(3);
  dispatcher.kick();
  await settleTurns();
  expect(transport.bodies).toEqual([]);
  dispatcher.release();
  await settleTurns();
  expect(settled).toEqual(['s0 accepted', 's1 accepted', 's2 accepted']);
});

it('one batch starts in each turn of the event loop', async () => {
  const { dispatcher, push, transport } = scene(() => new Promise(() => undefined));
  push(100);
  dispatcher.kick();
  expect(transport.bodies).toHaveLength(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(transport.bodies).toHaveLength(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect(transport.bodies).toHaveLength(2);
});

it('what was taken away is not settled when its request ends', async () => {
  let answer = (): void => undefined;
  const { dispatcher, push, settled } = scene(
    () =>
      new Promise((resolve) => {
        answer = () => {
          resolve(SUCCESS);
        };
      }),
  );
  push(15);
  dispatcher.kick();
  await settleTurns();
  expect(dispatcher.inFlight).toBe(10);
  expect(dispatcher.takeAll().map((span) => span.name)).toEqual(Array.from({ length: 15 }, (_, index) => `s${index}`));
  answer();
  await settleTurns();
  expect(settled).toEqual([]);
  expect(dispatcher.inFlight).toBe(0);
});

it('who waits for outcomes is woken when the spans were taken away and cared for', async () => {
  const { dispatcher, push } = scene(() => new Promise(() => undefined));
  push(15);
  const settled = dispatcher.whenSettled();
  await settleTurns();
  dispatcher.takeAll();
  dispatcher.wake();
  await settled;
});

it('without a store there is nothing to spill to', () => {
  const { dispatcher, push } = scene(() => SUCCESS);
  push(15);
  expect(dispatcher.spill()).toBe(false);
});

it('spans leave in their order', async () => {
  const { dispatcher, push, transport } = scene(() => SUCCESS);
  push(95);
  await dispatcher.whenSettled();
  expect(transport.bodies.flatMap(namesIn)).toEqual(Array.from({ length: 95 }, (_, index) => `s${index}`));
});
