import {
  createOtlpSender,
  type ExportResponse,
  type OtlpSender,
  type OtlpSenderOptions,
  type SpanOutcome,
} from '@spanbridge/otlp';
import {
  ACCEPT,
  acceptAfter,
  acceptWithBytes,
  acceptWithGarbage,
  fail,
  refuseAbove,
  refuseRequestWith,
  refuseSome,
  redirect,
  type Behaviour,
} from '../support/fault-backend/behaviour.js';
import { findClosedUrl, startBlackHole } from '../support/fault-backend/black-hole.js';
import {
  startFaultBackend,
  type FaultBackend,
  type FaultBackendOptions,
} from '../support/fault-backend/fault-backend.js';
import { createOracle, type Oracle, type OracleVerdict } from '../support/oracle/oracle.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { testSpans, truthOfTestSpans } from '../support/test-spans.js';
import { createVirtualClock, type VirtualClock } from '../support/virtual-clock.js';

const GOOD = { lost: 0, invented: 0, mutated: 0, wrong: 0, invalid: 0, doubledInJaeger: 0, wrongInTempo: 0 };

const MIB = 1024 * 1024;

/** An answer is read up to 4 MiB; what the kernel holds for both ends of a connection comes on top. */
const TAKEN_BYTES_MAX = 16 * MIB;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Scene {
  readonly backend: FaultBackend;
  readonly oracle: Oracle;
  readonly sender: OtlpSender;
  readonly clock: VirtualClock;
  readonly told: string[];
}

/** A backend that does to request n what `script` says of n; the last entry holds for all that follow. */
async function scene(
  script: readonly Behaviour[],
  options: Partial<OtlpSenderOptions> & { readonly spans?: number; readonly backend?: FaultBackendOptions } = {},
): Promise<Scene> {
  const { spans = 512, backend: backendOptions, ...senderOptions } = options;
  const clock = createVirtualClock();
  const oracle = createOracle({ truth: truthOfTestSpans(spans), nowMs: clock.now });
  const backend = await startFaultBackend({
    behave: ({ index }) => script[Math.min(index, script.length - 1)] ?? ACCEPT,
    oracle,
    nowMs: clock.now,
    ...backendOptions,
  });
  closing.push(() => backend.close());
  const told: string[] = [];
  const sender = createOtlpSender({
    url: backend.url,
    clock,
    random: createSeededRandom(7),
    retryForMs: Infinity,
    warn: (message) => told.push(message),
    ...senderOptions,
  });
  closing.push(() => sender.close());
  return { backend, oracle, sender, clock, told };
}

function countsOf(outcomes: readonly SpanOutcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of outcomes) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function expectGood(verdict: OracleVerdict, duplicates: number): void {
  expect(verdict).toMatchObject({ ...GOOD, duplicates });
}

describe('F07: a backend that names the wait', () => {
  const START_UNIX_MS = Date.UTC(2026, 2, 1, 8);
  it.each([
    ['in seconds', '30'],
    ['as a date', new Date(START_UNIX_MS + 30_000).toUTCString()],
  ])('%s gets no request earlier, and one at most 20 %% later', async (_form, header) => {
    jest.spyOn(Date, 'now').mockReturnValue(START_UNIX_MS);
    const { backend, oracle, sender, clock } = await scene([fail(429, { headers: { 'retry-after': header } }), ACCEPT]);
    expect(countsOf(await clock.runUntil(sender.send(testSpans(512))))).toEqual({ accepted: 512 });
    const [first, second] = backend.requests;
    const waitedMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(waitedMs).toBeGreaterThanOrEqual(30_000);
    expect(waitedMs).toBeLessThanOrEqual(36_000);
    expect(second?.bodyHash).toBe(first?.bodyHash);
    expectGood(oracle.judge(), 0);
    jest.restoreAllMocks();
  });
});

describe('F06: a backend that answers 503 for ten minutes', () => {
  it('loses nothing, and gets at most one request each second on each of four connections', async () => {
    const clock = createVirtualClock();
    const oracle = createOracle({ truth: truthOfTestSpans(2048) });
    const attemptsMs: number[] = [];
    const send = (body: Uint8Array): Promise<ExportResponse> => {
      attemptsMs.push(clock.now());
      if (clock.now() < 600_000) return Promise.resolve({ status: 'retryable', httpStatus: 503, detail: 'Busy.' });
      oracle.receive({ body, contentType: undefined, contentEncoding: undefined });
      return Promise.resolve({ status: 'success' });
    };
    const sender = createOtlpSender({
      url: 'http://127.0.0.1:4318/v1/traces',
      transport: { send, close: () => undefined },
      clock,
      random: createSeededRandom(7),
      retryForMs: Infinity,
      warn: () => undefined,
    });
    const sending = Promise.all([0, 512, 1024, 1536].map((first) => sender.send(testSpans(512, first))));
    await clock.advance(635_000);
    expect(countsOf((await sending).flat())).toEqual({ accepted: 2048 });
    for (let startMs = 0; startMs < 600_000; startMs += 10_000) {
      const within = attemptsMs.filter((atMs) => atMs >= startMs && atMs < startMs + 10_000);
      expect(within.length).toBeLessThanOrEqual(40);
    }
    expectGood(oracle.judge(), 0);
  });

  it('sees waits that are spread: coefficient of variation over 0.1', async () => {
    const { backend, sender, clock } = await scene([fail(503)]);
    const sending = sender.send(testSpans(1));
    const whole = clock.runUntil(sending);
    backend.behave(() => (backend.requests.length < 100 ? fail(503) : ACCEPT));
    await whole;
    const waits = backend.requests.slice(1).map(({ atMs }, index) => atMs - (backend.requests[index]?.atMs ?? 0));
    // The first waits grow; from the sixth on all are drawn from the same range.
    const late = waits.slice(6);
    const mean = late.reduce((sum, wait) => sum + wait, 0) / late.length;
    const variance = late.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / late.length;
    expect(Math.sqrt(variance) / mean).toBeGreaterThanOrEqual(0.1);
    expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
  });
});

describe('F08: a backend that is slow', () => {
  it('and answers after the deadline costs one copy of what was in flight, no more', async () => {
    const slow = acceptAfter(3_600_000);
    const options = { spans: 2048, timeoutMs: 1_000 };
    const { oracle, sender, clock } = await scene([slow, slow, slow, slow, ACCEPT], options);
    const sends = [0, 512, 1024, 1536].map((first) => sender.send(testSpans(512, first)));
    const outcomes = await clock.runUntil(Promise.all(sends));
    expect(countsOf(outcomes.flat())).toEqual({ accepted: 2048 });
    expectGood(oracle.judge(), 2048);
  });

  it('and takes a request in at a trickle, is left after the deadline', async () => {
    const slowRead: Behaviour = { type: 'slow-read', bytesPerSecond: 1 };
    const { backend, oracle, sender, clock } = await scene([slowRead, ACCEPT], { timeoutMs: 300 });
    expect(countsOf(await clock.runUntil(sender.send(testSpans(512))))).toEqual({ accepted: 512 });
    expect(backend.requests).toHaveLength(2);
    expectGood(oracle.judge(), 0);
  });

  it('and drips its answer is left after the deadline; its 200 counts', async () => {
    const drip: Behaviour = { type: 'drip', intervalMs: 20, bytes: 100_000 };
    const { backend, oracle, sender } = await scene([drip], { timeoutMs: 300 });
    expect(countsOf(await sender.send(testSpans(512)))).toEqual({ accepted: 512 });
    expect(backend.requests).toHaveLength(1);
    expectGood(oracle.judge(), 0);
  });
});

describe('F09: a connection that is reset', () => {
  it.each(['start', 'first-byte', 'half', 'last-byte'] as const)('at the %s of a request loses nothing', async (at) => {
    const { backend, oracle, sender, clock } = await scene([{ type: 'reset-in-request', at }, ACCEPT]);
    expect(countsOf(await clock.runUntil(sender.send(testSpans(512))))).toEqual({ accepted: 512 });
    expect(backend.requests).toHaveLength(2);
    expectGood(oracle.judge(), 0);
  });

  it('after the request, before the answer, costs one copy of the batch, in the same bytes', async () => {
    const { backend, oracle, sender, clock } = await scene([{ type: 'reset-before-answer' }, ACCEPT]);
    expect(countsOf(await clock.runUntil(sender.send(testSpans(512))))).toEqual({ accepted: 512 });
    expect(new Set(backend.requests.map(({ bodyHash }) => bodyHash)).size).toBe(1);
    expectGood(oracle.judge(), 512);
  });
});

it.each(['reset-after-head', 'cut-answer'] as const)(
  'F10: %s: a 200 whose body does not come counts as taken, and is told',
  async (type) => {
    const { backend, oracle, sender, told } = await scene([{ type }]);
    expect(countsOf(await sender.send(testSpans(512)))).toEqual({ accepted: 512 });
    expect(backend.requests).toHaveLength(1);
    expect(told).toHaveLength(1);
    expectGood(oracle.judge(), 0);
  },
);

describe('F11: a backend that is not there', () => {
  const UNSENT = { retryForMs: 0, timeoutMs: 500 };
  it('and refuses connections leaves everything unsent, with the reason', async () => {
    const { sender } = await scene([], { ...UNSENT, url: await findClosedUrl() });
    const outcomes = await sender.send(testSpans(3));
    expect(countsOf(outcomes)).toEqual({ unsent: 3 });
    expect(outcomes[0]).toMatchObject({ reason: expect.stringContaining('nothing listens there') as string });
  });

  it('and has no address leaves everything unsent', async () => {
    const { sender } = await scene([], { ...UNSENT, url: 'http://x.invalid/v1/traces', timeoutMs: 5_000 });
    expect(countsOf(await sender.send(testSpans(3)))).toEqual({ unsent: 3 });
  });

  it('and accepts no connection is left after the deadline', async () => {
    const hole = await startBlackHole();
    closing.push(() => hole.close());
    const { sender } = await scene([], { ...UNSENT, url: hole.url });
    const outcomes = await sender.send(testSpans(3));
    expect(outcomes[0]).toMatchObject({ status: 'unsent', reason: expect.stringContaining('within 500 ms') as string });
  });

  it('and comes up after ten minutes gets everything', async () => {
    const { backend, oracle, clock } = await scene([ACCEPT]);
    const url = await findClosedUrl();
    const sender = createOtlpSender({
      url,
      clock,
      random: createSeededRandom(3),
      retryForMs: Infinity,
      warn: () => undefined,
    });
    closing.push(() => sender.close());
    const sending = sender.send(testSpans(512));
    // The time moves only when the refused attempt is over and its wait has begun.
    while (clock.now() < 600_000) await stepOrWait(clock);
    await backend.close();
    const late = await startFaultBackend({ oracle, port: Number(new URL(url).port) });
    closing.push(() => late.close());
    expect(countsOf(await clock.runUntil(sending))).toEqual({ accepted: 512 });
    expect(clock.now()).toBeLessThanOrEqual(635_000);
    expectGood(oracle.judge(), 0);
  });
});

async function stepOrWait(clock: VirtualClock): Promise<void> {
  if (clock.sleepers > 0) await clock.advance(5_000);
  else await new Promise((resolve) => setImmediate(resolve));
}

describe('F13: a backend that turns down some spans of a request', () => {
  it('is not sent them again; their number is exact and its message cannot drive a terminal', async () => {
    const message = 'too old\u001b[31m\nERROR forged\u202e';
    const partial = refuseSome((_received, index) => index >= 505, message);
    const { backend, sender, told } = await scene([partial]);
    const outcomes = await sender.send(testSpans(512));
    expect(countsOf(outcomes)).toEqual({ accepted: 505, refused: 7 });
    expect(backend.requests).toHaveLength(1);
    expect(told).toEqual([
      'OtlpSender: the backend turned down 7 spans. too old\\u{1b}[31m\\u{a}ERROR forged\\u{202e}',
    ]);
  });
});

describe('F14: a backend that refuses a request for one bad span', () => {
  it.each([0, 255, 511])('as number %d of 512 gets the other 511, with at most 18 more requests', async (bad) => {
    const script = [refuseRequestWith(({ span }) => span.name === `span ${bad}`)];
    const { backend, oracle, sender } = await scene(script);
    const outcomes = await sender.send(testSpans(512));
    expect(countsOf(outcomes)).toEqual({ accepted: 511, refused: 1 });
    expect(outcomes[bad]).toMatchObject({
      status: 'refused',
      httpStatus: 400,
      reason: expect.stringContaining('a span is not valid') as string,
    });
    expect(backend.requests.length - 1).toBeLessThanOrEqual(18);
    expect(oracle.judge()).toMatchObject({ ...GOOD, lost: 1, duplicates: 0 });
  });
});

it('F15: a backend that takes small requests only gets everything in parts', async () => {
  const { backend, oracle, sender } = await scene([refuseAbove(10_000)]);
  expect(countsOf(await sender.send(testSpans(512)))).toEqual({ accepted: 512 });
  expect(backend.requests.some(({ status }) => status === 413)).toBe(true);
  expectGood(oracle.judge(), 0);
});

describe('F16: a backend with the wrong credentials or path', () => {
  it.each([401, 403, 404, 407])('%d refuses no span; mended after ten minutes it gets everything', async (status) => {
    const { backend, oracle, sender, clock, told } = await scene([ACCEPT]);
    backend.behave(() => (clock.now() < 600_000 ? fail(status) : ACCEPT));
    expect(countsOf(await clock.runUntil(sender.send(testSpans(512))))).toEqual({ accepted: 512 });
    expect(clock.now()).toBeLessThanOrEqual(670_000);
    expect(told.length).toBeGreaterThanOrEqual(1);
    expect(told.length).toBeLessThanOrEqual(11);
    expectGood(oracle.judge(), 0);
  });

  it('that is not mended in time leaves everything unsent', async () => {
    const { sender, clock } = await scene([fail(401)], { retryForMs: 30_000 });
    expect(countsOf(await clock.runUntil(sender.send(testSpans(512))))).toEqual({ unsent: 512 });
    expect(clock.now()).toBeLessThanOrEqual(40_000);
  });
});

describe('F17 and S02: a backend whose answers are no answers', () => {
  it.each([
    ['garbage', acceptWithGarbage()],
    ['another type', acceptWithGarbage('text/html')],
    ['more than 4 MiB', acceptWithBytes(4 * MIB + 1)],
    ['more than 4 MiB once inflated', acceptWithBytes(4 * MIB + 1, 'gzip')],
    ['200 and no end', { type: 'endless', status: 200, compression: 'none' }],
    ['200 and no end, compressed', { type: 'endless', status: 200, compression: 'gzip' }],
  ] as const)('%s: the spans count as taken, told once for all requests', async (_what, behaviour) => {
    const { backend, oracle, sender, told } = await scene([behaviour], { spans: 1024, timeoutMs: 60_000 });
    expect(countsOf(await sender.send(testSpans(1024)))).toEqual({ accepted: 1024 });
    expect(backend.requests).toHaveLength(2);
    for (const { sentBytes } of backend.requests) expect(sentBytes).toBeLessThanOrEqual(TAKEN_BYTES_MAX);
    expect(told).toHaveLength(1);
    expectGood(oracle.judge(), 0);
  });

  it.each([
    [500, 'refused'],
    [503, 'accepted'],
  ] as const)('%d and no end is not read on, and its status decides', async (status, outcome) => {
    const endless: Behaviour = { type: 'endless', status, compression: 'none' };
    const { backend, sender, clock } = await scene([endless, ACCEPT], { timeoutMs: 60_000 });
    expect(countsOf(await clock.runUntil(sender.send(testSpans(512))))).toEqual({ [outcome]: 512 });
    expect(backend.requests[0]?.sentBytes).toBeLessThanOrEqual(TAKEN_BYTES_MAX);
  });
});

it.each([301, 302, 307, 308])(
  'S18: a redirect with %d is not followed, and the token is told nobody',
  async (status) => {
    const other = await startFaultBackend();
    closing.push(() => other.close());
    const { sender, told } = await scene([redirect(other.url, status)], {
      retryForMs: 0,
      headers: { Authorization: 'Bearer canary-token' },
    });
    const outcomes = await sender.send(testSpans(3));
    expect(countsOf(outcomes)).toEqual({ unsent: 3 });
    expect(other.requests).toHaveLength(0);
    expect(JSON.stringify([told, outcomes])).not.toContain('canary');
  },
);
