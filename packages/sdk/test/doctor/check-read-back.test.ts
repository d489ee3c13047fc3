import { createVirtualClock } from '../../../../test/support/virtual-clock.js';
import { checkReadBack } from '../../src/doctor/check-read-back.js';
import { type QueryClient, type TraceAnswer, WHOLE_FIDELITY } from '../../src/query/query-client.js';

const PROBE = { traceId: 'be97f2fa26196196d1c776cef223b871', window: { startUnixNano: 1n, endUnixNano: 2n } };

function clientOf(answers: TraceAnswer[]): QueryClient & { asked: number; closed: number } {
  const client = {
    api: 'tempo' as const,
    address: 'http://tempo:3200',
    fidelity: WHOLE_FIDELITY,
    asked: 0,
    closed: 0,
    probe: () => Promise.resolve({ status: 'recognised' as const }),
    services: () => Promise.resolve({ status: 'found' as const, services: [] }),
    traceById: () => {
      client.asked += 1;
      return Promise.resolve<TraceAnswer>(answers[Math.min(client.asked, answers.length) - 1] ?? MISSING);
    },
    close: () => {
      client.closed += 1;
    },
  };
  return client;
}

const FOUND: TraceAnswer = { status: 'found', spans: [], rejectedSpans: 0 };
const MISSING: TraceAnswer = { status: 'not-found' };

it('asks again until the backend has indexed the span', async () => {
  const client = clientOf([MISSING, MISSING, FOUND]);
  const clock = createVirtualClock();
  const finding = await clock.runUntil(checkReadBack({ status: 'found', client }, PROBE, clock));
  expect(finding).toMatchObject({ level: 'ok', message: 'http://tempo:3200 (tempo) gives the span back.' });
  expect([client.asked, client.closed]).toEqual([3, 1]);
});

it('after ten seconds without it says that the span was taken and is not there', async () => {
  const client = clientOf([MISSING]);
  const clock = createVirtualClock();
  const finding = await clock.runUntil(checkReadBack({ status: 'found', client }, PROBE, clock));
  expect(finding).toMatchObject({ level: 'fault', check: 'read-back' });
  expect(client.asked).toBe(21);
});

it('notes a backend that answers with an error, or that cannot be asked at all', async () => {
  const client = clientOf([{ status: 'failed', detail: 'HTTP 500' }]);
  expect(await checkReadBack({ status: 'found', client }, PROBE, createVirtualClock())).toMatchObject({
    level: 'note',
    message: 'http://tempo:3200 did not answer for the trace: HTTP 500',
  });
  expect(
    await checkReadBack({ status: 'none', details: ['Nobody there.'] }, PROBE, createVirtualClock()),
  ).toMatchObject({
    level: 'note',
    message: 'The span was taken, but it cannot be read back from here: Nobody there.',
  });
});
