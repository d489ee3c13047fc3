import type { Clock } from '@spanbridge/otlp';
import type { QueryClient, TimeWindow, TraceAnswer } from '../../src/query/query-client.js';
import { WHOLE_FIDELITY } from '../../src/query/query-client.js';
import { createDeliveryCollector } from '../../src/ship/verify-collector.js';
import { readTraces, type RoundsOptions } from '../../src/ship/verify-rounds.js';
import { sentSpan, toSpanId, TRACE_A, TRACE_B } from './sent-spans.js';

/** A clock on which a sleep ends at once and moves the time. */
function fakeClock(): Clock & { readonly sleepsMs: number[] } {
  let nowMs = 0;
  const sleepsMs: number[] = [];
  return {
    sleepsMs,
    now: () => nowMs,
    sleep: (ms) => {
      sleepsMs.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
  };
}

type Answer = (traceId: string, round: number, window: TimeWindow) => TraceAnswer;

function fakeClient(answer: Answer): QueryClient & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    api: 'tempo',
    address: 'http://tempo',
    fidelity: WHOLE_FIDELITY,
    probe: () => Promise.resolve({ status: 'recognised' }),
    services: () => Promise.resolve({ status: 'found', services: [] }),
    close: () => undefined,
    traceById: (traceId, window) => {
      asked.push(traceId);
      const round = asked.filter((other) => other === traceId).length;
      return Promise.resolve(answer(traceId, round, window));
    },
  };
}

const COMPLETE: TraceAnswer = { status: 'found', spans: [sentSpan({ id: 1 }), sentSpan({ id: 2 })], rejectedSpans: 0 };
const HALF: TraceAnswer = { status: 'found', spans: [sentSpan({ id: 1 })], rejectedSpans: 0 };

async function read(answer: Answer, changes: Partial<RoundsOptions> = {}, traceIds: readonly string[] = [TRACE_A]) {
  const collector = createDeliveryCollector();
  for (const traceId of traceIds) for (const id of [1, 2]) collector.add(sentSpan({ traceId, id }));
  const client = fakeClient(answer);
  const clock = fakeClock();
  const seen: string[] = [];
  await readTraces(collector.traces(), {
    client,
    waitMs: 5_000,
    concurrency: 2,
    signal: undefined,
    clock,
    nowUnixMs: () => 1_800_000_000_000,
    onRead: (trace, { status, ...rest }) =>
      seen.push(`${trace.traceId} ${status} ${'spans' in rest ? rest.spans.length : 0}`),
    onUnread: (trace, detail) => seen.push(`${trace.traceId} unread: ${detail}`),
    ...changes,
  });
  return { seen, asked: client.asked, sleepsMs: clock.sleepsMs };
}

it('a complete trace is asked for once, in the time in which it lies, an hour around it', async () => {
  const windows: TimeWindow[] = [];
  const { seen, asked, sleepsMs } = await read((_id, _round, window) => {
    windows.push(window);
    return COMPLETE;
  });
  expect(seen).toEqual([`${TRACE_A} found 2`]);
  expect(asked).toHaveLength(1);
  expect(sleepsMs).toEqual([]);
  expect(windows).toEqual([
    {
      startUnixNano: 1_699_996_400_123_456_789n,
      endUnixNano: 1_700_003_601_023_456_788n,
      arrivedUnixNano: 1_800_000_000_000_000_000n,
    },
  ]);
});

it.each<[string, TraceAnswer]>([
  ['is not there yet', { status: 'not-found' }],
  ['lacks a span', HALF],
  ['was given in part', { ...COMPLETE, partialMessage: '' }],
  ['could not be read', { status: 'failed', detail: 'x' }],
])('a trace that %s is asked for again, alone', async (_name, first) => {
  const { seen, asked, sleepsMs } = await read(
    (id, round) => {
      if (id === TRACE_B || round === 3) return COMPLETE;
      return first;
    },
    {},
    [TRACE_A, TRACE_B],
  );
  expect(seen).toEqual([`${TRACE_B} found 2`, `${TRACE_A} found 2`]);
  expect(asked).toEqual([TRACE_A, TRACE_B, TRACE_A, TRACE_A]);
  expect(sleepsMs).toEqual([250, 500]);
});

it('when the time is up the trace is told as it is', async () => {
  const { seen, sleepsMs } = await read(() => HALF);
  expect(seen).toEqual([`${TRACE_A} found 1`]);
  expect(sleepsMs).toEqual([250, 500, 1000, 2000, 1250]);
});

it('a trace that is never there, and one that is never read, are told apart', async () => {
  const failed: TraceAnswer = { status: 'failed', detail: 'HTTP 500' };
  const answer: Answer = (id) => (id === TRACE_A ? { status: 'not-found' } : failed);
  const { seen } = await read(answer, {}, [TRACE_A, TRACE_B]);
  expect(seen).toEqual([`${TRACE_A} not-found 0`, `${TRACE_B} unread: HTTP 500`]);
});

it('without a wait there is one round', async () => {
  const { seen, asked } = await read(() => HALF, { waitMs: 0 });
  expect(seen).toEqual([`${TRACE_A} found 1`]);
  expect(asked).toHaveLength(1);
});

it('a backend that is down is not asked for every trace', async () => {
  const traceIds = Array.from({ length: 100 }, (_, index) => toSpanId(index + 1).padStart(32, 'a'));
  const failed: TraceAnswer = { status: 'failed', detail: 'Connection refused.' };
  const { seen, asked } = await read(() => failed, { waitMs: 100, concurrency: 4 }, traceIds);
  expect(seen).toHaveLength(100);
  expect(new Set(seen.map((line) => line.slice(33)))).toEqual(new Set(['unread: Connection refused.']));
  // Two rounds, each of eight failures and what was under way.
  expect(asked.length).toBeLessThanOrEqual(2 * (8 + 3));
});

it('a verification that is stopped leaves the rest unread', async () => {
  const stop = new AbortController();
  const answer: Answer = () => {
    stop.abort();
    return COMPLETE;
  };
  const { seen } = await read(answer, { signal: stop.signal, concurrency: 1 }, [TRACE_A, TRACE_B]);
  expect(seen).toEqual([`${TRACE_A} found 2`, `${TRACE_B} unread: The verification was stopped.`]);
});

it('no more requests are under way than allowed', async () => {
  let [underWay, most] = [0, 0];
  const traceIds = Array.from({ length: 20 }, (_, index) => toSpanId(index + 1).padStart(32, 'b'));
  const client = fakeClient(() => COMPLETE);
  const counting: QueryClient = {
    ...client,
    traceById: async (traceId, window) => {
      most = Math.max(most, ++underWay);
      const answer = await client.traceById(traceId, window);
      underWay -= 1;
      return answer;
    },
  };
  const { seen } = await read(() => COMPLETE, { client: counting, concurrency: 3 }, traceIds);
  expect(seen).toHaveLength(20);
  expect(most).toBe(3);
});
