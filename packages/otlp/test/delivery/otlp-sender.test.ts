import { diag } from '@opentelemetry/api';
import { encodeTraces } from '../../src/codec/encode-traces.js';
import { createOtlpSender, type OtlpSender, type OtlpSenderOptions } from '../../src/delivery/otlp-sender.js';
import { createFakeClock } from '../support/fake-clock.js';
import {
  createFakeTransport,
  failure,
  namesIn,
  SUCCESS,
  UNAVAILABLE,
  type Answer,
  type FakeTransport,
} from '../support/fake-transport.js';
import { closeReceivers, startReceiver } from '../support/http-receiver.js';
import { makeSpan, makeSpans } from '../support/spans.js';

interface Scene {
  readonly sender: OtlpSender;
  readonly transport: FakeTransport;
  readonly told: string[];
}

function scene(answer: Answer, options: Partial<OtlpSenderOptions> = {}): Scene {
  const transport = createFakeTransport(answer);
  const told: string[] = [];
  const sender = createOtlpSender({
    url: 'http://127.0.0.1:4318/v1/traces',
    transport,
    clock: createFakeClock(),
    random: () => 0.5,
    warn: (message) => told.push(message),
    ...options,
  });
  return { sender, transport, told };
}

const named = (count: number): ReturnType<typeof makeSpans> =>
  makeSpans(count).map((span, index) => ({ ...span, name: `s${index}` }));

describe('spans that arrive', () => {
  it('are accepted one by one, in requests of at most 512', async () => {
    const { sender, transport } = scene(() => SUCCESS);
    const outcomes = await sender.send(named(1_025));
    expect(outcomes).toHaveLength(1_025);
    expect(outcomes.every((outcome) => outcome.status === 'accepted')).toBe(true);
    expect(transport.bodies.map((body) => namesIn(body).length)).toEqual([512, 512, 1]);
    expect(transport.bodies.flatMap(namesIn)).toEqual(named(1_025).map((span) => span.name));
  });

  it('go in smaller or larger requests when that is asked for', async () => {
    const { sender, transport } = scene(() => SUCCESS, { batchSpansMax: 1_000 });
    await sender.send(named(1_025));
    expect(transport.bodies.map((body) => namesIn(body).length)).toEqual([1_000, 25]);
  });

  it('are encoded as encodeTraces does it', async () => {
    const spans = named(3);
    for (const encoding of ['protobuf', 'json'] as const) {
      const { sender, transport } = scene(() => SUCCESS, { encoding });
      await sender.send(spans);
      expect(transport.bodies).toEqual([encodeTraces(spans, encoding)]);
    }
  });

  it('in no number make no request', async () => {
    const { sender, transport } = scene(() => SUCCESS);
    expect(await sender.send([])).toEqual([]);
    expect(transport.bodies).toHaveLength(0);
  });

  it('over 4 MiB together are cut, and a span over 4 MiB goes alone', async () => {
    const big = (mib: number): ReturnType<typeof makeSpan> =>
      makeSpan({ values: { body: 'x'.repeat(mib * 1024 * 1024) } });
    const { sender, transport } = scene(() => SUCCESS);
    const outcomes = await sender.send([big(3), big(2), big(5), makeSpan()]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(Array(4).fill('accepted'));
    expect(transport.bodies.map((body) => namesIn(body).length)).toEqual([1, 1, 1, 1]);
  });

  it('that are larger than estimated are cut after all', async () => {
    const foreign = makeSpan({ values: { body: '€'.repeat(1024 * 1024) } });
    const { sender, transport } = scene(() => SUCCESS);
    await sender.send([foreign, foreign]);
    expect(transport.bodies.map((body) => namesIn(body).length)).toEqual([1, 1]);
  });
});

describe('a request that is turned down for what it holds', () => {
  it('is cut until the one bad span of 512 is found, with at most 18 more requests', async () => {
    const { sender, transport, told } = scene((body) => (namesIn(body).includes('s300') ? failure(400) : SUCCESS));
    const outcomes = await sender.send(named(512));
    expect(outcomes.filter((outcome) => outcome.status === 'accepted')).toHaveLength(511);
    expect(outcomes[300]).toEqual({ status: 'refused', httpStatus: 400, reason: 'HTTP 400 from there.' });
    expect(transport.bodies.length - 1).toBeLessThanOrEqual(18);
    expect(told).toEqual(['OtlpSender: spans were refused. HTTP 400 from there.']);
  });

  it('is cut by 413 until the parts fit', async () => {
    const { sender } = scene((body) => (namesIn(body).length > 3 ? failure(413) : SUCCESS));
    const outcomes = await sender.send(named(10));
    expect(outcomes.every((outcome) => outcome.status === 'accepted')).toBe(true);
  });

  it('sends no bytes twice', async () => {
    const { sender, transport } = scene(() => failure(400));
    const outcomes = await sender.send(named(8));
    expect(outcomes.every((outcome) => outcome.status === 'refused')).toBe(true);
    expect(new Set(transport.bodies.map((body) => Buffer.from(body).toString('hex'))).size).toBe(15);
    expect(transport.bodies).toHaveLength(15);
  });

  it.each([402, 405, 415, 422, 500, 501])(
    'for good with %d is refused whole, without another request',
    async (httpStatus) => {
      const { sender, transport } = scene(() => failure(httpStatus));
      const reason = `HTTP ${httpStatus} from there.`;
      expect(await sender.send(named(2))).toEqual([
        { status: 'refused', httpStatus, reason },
        { status: 'refused', httpStatus, reason },
      ]);
      expect(transport.bodies).toHaveLength(1);
    },
  );
});

it('spans that are sent once are not tried again, and not at all while the receiver is down', async () => {
  const { sender, transport } = scene(() => UNAVAILABLE);
  const [first] = await sender.send(named(1), 'once');
  const [second] = await sender.send(named(1), 'once');
  expect([first?.status, second?.status, transport.bodies.length, sender.state]).toEqual([
    'unsent',
    'unsent',
    1,
    'failing',
  ]);
});

it('a partial success is counted exactly and not sent again', async () => {
  const { sender, transport, told } = scene(() => ({ status: 'partial', rejectedSpans: 2, message: 'too old' }));
  const outcomes = await sender.send(named(5));
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['accepted', 'accepted', 'accepted', 'refused', 'refused']);
  expect(transport.bodies).toHaveLength(1);
  expect(told).toEqual(['OtlpSender: the backend turned down 2 spans. too old']);
});

it('a remark of the receiver is told once', async () => {
  const { sender, told } = scene(() => ({ status: 'success', warning: 'slow down' }));
  await sender.send(named(1));
  await sender.send(named(1));
  expect(told).toEqual(['OtlpSender: slow down']);
});

describe('a destination without a success', () => {
  it('leaves every span unsent, and those of later calls at once', async () => {
    const { sender, transport } = scene(() => UNAVAILABLE, { retryForMs: 5_000 });
    const reason = 'There was no success within 5 s. HTTP 503 from there.';
    expect(await sender.send(named(2))).toEqual([
      { status: 'unsent', reason },
      { status: 'unsent', reason },
    ]);
    const attempts = transport.bodies.length;
    expect(await sender.send(named(1))).toEqual([{ status: 'unsent', reason }]);
    expect(transport.bodies).toHaveLength(attempts);
    expect(sender.state).toBe('gave-up');
  });

  it('that recovers takes the same bytes, and only the first outage line is told', async () => {
    const { sender, transport, told } = scene((_, attempt) => (attempt % 2 === 1 ? UNAVAILABLE : SUCCESS));
    const outcomes = await sender.send(named(1));
    expect(outcomes).toEqual([{ status: 'accepted' }]);
    expect(transport.bodies[0]).toEqual(transport.bodies[1]);
    expect(told).toHaveLength(1);
  });

  it('leaves the parts unsent that were not decided yet', async () => {
    const { sender } = scene((body) => (namesIn(body).length > 1 ? failure(400) : UNAVAILABLE));
    const outcomes = await sender.send(named(4));
    expect(outcomes.map((outcome) => outcome.status)).toEqual(Array(4).fill('unsent'));
  });
});

it('spans with invalid ids or times are not sent, and the others arrive', async () => {
  const { sender, transport, told } = scene(() => SUCCESS);
  const unreadable = {
    ...makeSpan(),
    spanContext: () => {
      throw new Error('no');
    },
  };
  const outcomes = await sender.send([makeSpan({ traceId: 'x' }), makeSpan({ name: 'good' }), unreadable]);
  expect(outcomes).toEqual([
    {
      status: 'refused',
      httpStatus: 0,
      reason: 'Not sent: its trace id is not 32 hex digits with one that is not zero.',
    },
    { status: 'accepted' },
    { status: 'refused', httpStatus: 0, reason: 'Not sent: it cannot be read.' },
  ]);
  expect(transport.bodies.map(namesIn)).toEqual([['good']]);
  expect(told).toHaveLength(1);
});

it('a span that cannot be encoded is refused alone', async () => {
  const broken = {
    ...makeSpan(),
    get name(): string {
      throw new Error('no');
    },
  };
  // The estimate of its size reads the name too, so both ways have to bear it.
  const { sender } = scene(() => SUCCESS);
  const outcomes = await sender.send([makeSpan(), broken, makeSpan()]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['accepted', 'refused', 'accepted']);
});

it('over real HTTP an outage is survived and the answer is read', async () => {
  const receiver = await startReceiver((answer) => {
    answer.writeHead(receiver.requests.length < 3 ? 503 : 200).end();
  });
  const sender = createOtlpSender({
    url: receiver.url,
    clock: createFakeClock(),
    compression: 'gzip',
    warn: () => undefined,
  });
  expect(await sender.send(named(3))).toEqual(Array(3).fill({ status: 'accepted' }));
  await sender.close();
  await closeReceivers();
  const bodies = receiver.requests.map((request) => request.body.toString('hex'));
  expect(bodies).toHaveLength(3);
  expect(new Set(bodies).size).toBe(1);
});

describe('close', () => {
  it('lets a request under way end, then closes the connections', async () => {
    let answer = (): void => undefined;
    const { sender, transport } = scene(
      () =>
        new Promise((resolve) => {
          answer = () => {
            resolve(SUCCESS);
          };
        }),
    );
    const sending = sender.send(named(1));
    const closing = sender.close();
    expect(transport.isClosed).toBe(false);
    answer();
    expect(await sending).toEqual([{ status: 'accepted' }]);
    await closing;
    expect(transport.isClosed).toBe(true);
    expect(sender.state).toBe('closed');
  });

  it('twice is once, and later calls leave their spans unsent', async () => {
    const { sender } = scene(() => SUCCESS);
    expect(sender.close()).toBe(sender.close());
    expect(await sender.send(named(1))).toEqual([{ status: 'unsent', reason: 'The sender was closed.' }]);
  });
});

describe('construction', () => {
  it.each([
    [{ url: 'not a url' }, 'OTLP_URL_INVALID'],
    [{ url: 'grpc://127.0.0.1:4317' }, 'OTLP_URL_INVALID'],
    [{ url: 'http://127.0.0.1/', headers: { a: 'b\nc' } }, 'OTLP_HEADER_INVALID'],
    [{ url: 'http://127.0.0.1/', timeoutMs: 0 }, 'OTLP_OPTION_INVALID'],
    [{ url: 'http://127.0.0.1/', retryForMs: Number.NaN }, 'OTLP_OPTION_INVALID'],
    [{ url: 'http://127.0.0.1/', batchSpansMax: 0 }, 'OTLP_OPTION_INVALID'],
    [{ url: 'http://127.0.0.1/', batchSpansMax: 1.5 }, 'OTLP_OPTION_INVALID'],
  ])('with %j throws %s', (options, code) => {
    expect(() => createOtlpSender(options)).toThrow(
      expect.objectContaining({ name: 'SpanbridgeError', code }) as Error,
    );
  });

  it('without a hook for warnings tells the diagnostics of OpenTelemetry', async () => {
    const told: string[] = [];
    diag.setLogger({ ...console, warn: (message: string) => told.push(message), verbose: () => undefined });
    const transport = createFakeTransport(() => failure(400));
    await createOtlpSender({ url: 'http://127.0.0.1/', transport }).send(named(1));
    diag.disable();
    expect(told).toEqual(['OtlpSender: spans were refused. HTTP 400 from there.']);
  });
});
