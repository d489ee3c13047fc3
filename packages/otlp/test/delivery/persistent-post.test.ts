import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';
import { PersistentPost } from '../../src/delivery/persistent-post.js';
import { createFakeClock, type FakeClock } from '../support/fake-clock.js';
import {
  createFakeTransport,
  failure,
  SUCCESS,
  UNAVAILABLE,
  type Answer,
  type FakeTransport,
} from '../support/fake-transport.js';

const BODY = new Uint8Array([1, 2, 3]);

interface Scene {
  readonly post: PersistentPost;
  readonly transport: FakeTransport;
  readonly clock: FakeClock;
  readonly told: string[];
}

function scene(answer: Answer, parts: { retryForMs?: number; signal?: AbortSignal } = {}): Scene {
  const clock = createFakeClock();
  const transport = createFakeTransport(answer);
  const told: string[] = [];
  const policy = {
    initialBackoffMs: 1_000,
    backoffMaxMs: 30_000,
    retryForMs: parts.retryForMs ?? 30_000,
    random: () => 0.5,
    recoveryRequestsMax: 4,
  };
  const warnings = new OneTimeWarnings('OtlpSender', (message) => told.push(message));
  return {
    post: new PersistentPost({ transport, clock, policy, warnings, signal: parts.signal }),
    transport,
    clock,
    told,
  };
}

it('the same bytes go out until the receiver decides', async () => {
  const { post, transport, clock } = scene((_, attempt) => (attempt < 4 ? UNAVAILABLE : SUCCESS));
  expect(await post.send(BODY)).toEqual({ action: 'accept', warning: undefined });
  expect(transport.bodies).toEqual([BODY, BODY, BODY, BODY]);
  expect(clock.sleepsMs).toEqual([500, 1_000, 2_000]);
});

it('it gives up exactly when the limit has passed without a success, and for good', async () => {
  const { post, transport, clock, told } = scene(() => UNAVAILABLE);
  expect(await post.send(BODY)).toEqual({
    action: 'give-up',
    detail: 'There was no success within 30 s. HTTP 503 from there.',
  });
  expect(clock.nowMs).toBe(30_000);
  expect(post.state).toBe('gave-up');
  const attempts = transport.bodies.length;
  expect((await post.send(BODY)).action).toBe('give-up');
  expect(transport.bodies).toHaveLength(attempts);
  expect(told).toEqual([
    'OtlpSender: spans cannot be delivered and will be retried for up to 30 s. HTTP 503 from there.',
  ]);
});

it.each([401, 403, 404, 407, 307])('a destination that answers %d is probed until the limit', async (httpStatus) => {
  const { post, transport } = scene(() => failure(httpStatus));
  expect((await post.send(BODY)).action).toBe('give-up');
  expect(transport.bodies.length).toBeGreaterThan(3);
});

it('a success of one request keeps the others waiting', async () => {
  const { post, clock } = scene((body) => (body.length === 3 && clock.nowMs < 100_000 ? UNAVAILABLE : SUCCESS));
  const slow = post.send(BODY);
  const sleep = clock.sleep;
  Object.assign(clock, {
    sleep: async (ms: number, signal: AbortSignal) => {
      await sleep(ms, signal);
      await post.send(new Uint8Array([9]));
    },
  });
  expect((await slow).action).toBe('accept');
  expect(clock.nowMs).toBeGreaterThanOrEqual(100_000);
});

it('a wait that the receiver named is kept', async () => {
  const busy = { ...UNAVAILABLE, retryAfterMs: 20_000 };
  const { post, clock } = scene((_, attempt) => (attempt === 1 ? busy : SUCCESS));
  await post.send(BODY);
  expect(clock.sleepsMs).toEqual([21_000]);
});

it('a wait that the receiver named and that is too long ends it with that reason', async () => {
  const { post, clock } = scene(() => ({ ...UNAVAILABLE, retryAfterMs: 60_000 }));
  expect(await post.send(BODY)).toEqual({
    action: 'give-up',
    detail: 'The backend asked to wait 60 s, which ends after the limit of 30 s. HTTP 503 from there.',
  });
  expect(clock.sleepsMs).toEqual([]);
});

it('without a limit an outage of a day is survived', async () => {
  const { post, clock } = scene(() => (clock.nowMs < 86_400_000 ? UNAVAILABLE : SUCCESS), { retryForMs: Infinity });
  expect((await post.send(BODY)).action).toBe('accept');
  expect(post.state).toBe('open');
});

it('the state says failing while it waits', async () => {
  const states: string[] = [];
  const { post, clock } = scene((_, attempt) => (attempt === 1 ? UNAVAILABLE : SUCCESS));
  const sleep = clock.sleep;
  Object.assign(clock, {
    sleep: (ms: number, signal: AbortSignal) => {
      states.push(post.state);
      return sleep(ms, signal);
    },
  });
  states.push(post.state);
  await post.send(BODY);
  states.push(post.state);
  expect(states).toEqual(['open', 'failing', 'open']);
});

it('a transport that throws is retried', async () => {
  const { post } = scene((_, attempt) => {
    if (attempt === 1) throw new Error('broken');
    return SUCCESS;
  });
  expect((await post.send(BODY)).action).toBe('accept');
});

it('close ends a wait at once', async () => {
  const { post, clock } = scene(() => UNAVAILABLE);
  Object.assign(clock, {
    sleep: (_ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          resolve();
        });
        post.close();
      }),
  });
  expect(await post.send(BODY)).toEqual({ action: 'give-up', detail: 'The sender was closed.' });
  expect(post.state).toBe('closed');
});

it('the signal ends a wait and the attempt under way', async () => {
  const controller = new AbortController();
  const { post, transport } = scene(
    (_body, _attempt, signal) => {
      expect(signal?.aborted).toBe(false);
      controller.abort();
      expect(signal?.aborted).toBe(true);
      return UNAVAILABLE;
    },
    { signal: controller.signal },
  );
  expect(await post.send(BODY)).toEqual({ action: 'give-up', detail: 'The sender was stopped.' });
  expect(transport.bodies).toHaveLength(1);
});

it('a signal that has aborted before lets nothing out', async () => {
  const { post, transport } = scene(() => SUCCESS, { signal: AbortSignal.abort() });
  expect((await post.send(BODY)).action).toBe('give-up');
  expect(transport.bodies).toHaveLength(0);
});

it.each([401, 403, 404, 407, 308])(
  'without a limit a destination that answers %d is probed once a minute, and told of each time',
  async (httpStatus) => {
    const attemptsMs: number[] = [];
    const { post, clock, told } = scene(
      () => {
        attemptsMs.push(clock.nowMs);
        return attemptsMs.length < 4 ? failure(httpStatus) : SUCCESS;
      },
      { retryForMs: Infinity },
    );
    expect((await post.send(BODY)).action).toBe('accept');
    expect(attemptsMs).toEqual([0, 63_000, 126_000, 189_000]);
    expect(told).toHaveLength(3);
  },
);

describe('requests side by side', () => {
  it('by the dozen do not make Node warn of a leak', async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): unknown => warnings.push(warning.message);
    process.on('warning', listen);
    const controller = new AbortController();
    const { post } = scene((_, attempt) => (attempt < 40 ? UNAVAILABLE : SUCCESS), { signal: controller.signal });
    await Promise.all(Array.from({ length: 20 }, () => post.send(BODY)));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', listen);
    expect(warnings).toEqual([]);
  });

  it('share one probe for each interval while the destination is down', async () => {
    const { post, transport, clock } = scene(() => (clock.nowMs < 20_000 ? UNAVAILABLE : SUCCESS));
    const ends = await Promise.all(Array.from({ length: 4 }, () => post.send(BODY)));
    expect(ends.map((end) => end.action)).toEqual(Array(4).fill('accept'));
    // Four that were under way, probes after 0.5, 1, 2, 4, 8 and 15 s, and the other three.
    expect(transport.bodies).toHaveLength(4 + 6 + 3);
  });

  it('that are sent once do not wait for a destination that is down', async () => {
    const { post, transport, clock } = scene(() => UNAVAILABLE, { retryForMs: Infinity });
    const end = { action: 'give-up', detail: 'HTTP 503 from there.' };
    expect(await post.send(BODY, 'once')).toEqual(end);
    expect(await post.send(BODY, 'once')).toEqual(end);
    expect(transport.bodies).toHaveLength(1);
    expect(clock.sleepsMs).toEqual([]);
    expect(post.fault).toBe('HTTP 503 from there.');
  });

  it('that wait for the probe end when the sender is closed', async () => {
    let answer = (): void => undefined;
    const { post, transport } = scene((_, attempt) =>
      attempt === 1
        ? UNAVAILABLE
        : new Promise((resolve) => {
            answer = () => {
              resolve(SUCCESS);
            };
          }),
    );
    const probe = post.send(BODY);
    while (transport.bodies.length < 2) await Promise.resolve();
    const waiting = post.send(BODY);
    post.close();
    expect(await waiting).toEqual({ action: 'give-up', detail: 'The sender was closed.' });
    answer();
    expect((await probe).action).toBe('accept');
  });
});

it('a request is asked for again after every wait, also in the recovery of the destination', async () => {
  const { post, transport } = scene((_, attempt) => (attempt < 2 ? UNAVAILABLE : SUCCESS));
  expect((await post.send(BODY)).action).toBe('accept');
  const ends: string[] = [];
  for (let request = 0; request < 8; request++) {
    let asked = 0;
    // Withdrawn as soon as it has to wait.
    const next = (): Uint8Array | undefined => (asked++ === 0 ? BODY : undefined);
    ends.push((await post.sendNext(next, 'once')).action);
  }
  expect(new Set(ends)).toEqual(new Set(['accept', 'nothing-left']));
  const accepted = ends.filter((action) => action === 'accept').length;
  expect(transport.bodies).toHaveLength(2 + accepted);
});
