import { BATCH_LIMITS_DEFAULT } from '../../src/delivery/batch.js';
import { LogDelivery } from '../../src/delivery/log-delivery.js';
import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';
import { PersistentPost } from '../../src/delivery/persistent-post.js';
import { createFakeTransport, failure, SUCCESS, UNAVAILABLE, type Answer } from '../support/fake-transport.js';
import { bodiesIn, makeLogRecord, makeLogRecords } from '../support/log-records.js';
import { createManualClock } from '../support/manual-clock.js';

function scene(answer: Answer, batchSpansMax = 512) {
  const transport = createFakeTransport(answer);
  const warnings = new OneTimeWarnings('Test', () => undefined);
  const policy = {
    initialBackoffMs: 1_000,
    backoffMaxMs: 30_000,
    retryForMs: Infinity,
    random: () => 0.5,
    recoveryRequestsMax: 4,
  };
  const clock = createManualClock();
  const post = new PersistentPost({ transport, clock, policy, warnings, signal: undefined, carries: 'logs' });
  const batchLimits = { ...BATCH_LIMITS_DEFAULT, batchSpansMax };
  return { transport, delivery: new LogDelivery({ encoding: 'protobuf', batchLimits, post, warnings }) };
}

it('outcomes stand in the order of the records, whatever the requests were', async () => {
  const { delivery, transport } = scene((body) => (bodiesIn(body).includes('r2') ? failure(400) : SUCCESS));
  const outcomes = await delivery.deliver(makeLogRecords(4));
  expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'refused', 'accepted']);
  expect(transport.bodies.map((body) => [...bodiesIn(body)])).toEqual([
    ['r0', 'r1', 'r2', 'r3'],
    ['r0', 'r1'],
    ['r2', 'r3'],
    ['r2'],
    ['r3'],
  ]);
});

it('sent once, what follows a request that was given up is unsent and not tried', async () => {
  const { delivery, transport } = scene(() => UNAVAILABLE, 2);
  const outcomes = await delivery.deliver(makeLogRecords(6), 'once');
  expect(outcomes.map(({ status }) => status)).toEqual(Array(6).fill('unsent'));
  expect(transport.bodies).toHaveLength(1);
});

it('the refused ones of a partial success are told in number', async () => {
  const { delivery } = scene(() => ({ status: 'partial', rejectedSpans: 1, message: 'old' }));
  expect(await delivery.deliver(makeLogRecords(2))).toEqual([
    { status: 'accepted' },
    {
      status: 'refused',
      httpStatus: 200,
      reason: 'The backend turned down 1 of 2 log records with the message: old',
      identified: false,
    },
  ]);
});

it('a record over 4 MiB is refused without a request', async () => {
  const { delivery, transport } = scene(() => SUCCESS);
  const [outcome] = await delivery.deliver([makeLogRecord({ body: 'x'.repeat(2 ** 22) })]);
  expect(outcome).toMatchObject({ status: 'refused', httpStatus: 413 });
  expect(transport.bodies).toHaveLength(0);
});
