import { BATCH_LIMITS_DEFAULT } from '../../src/delivery/batch.js';
import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';
import { PersistentPost } from '../../src/delivery/persistent-post.js';
import { faultOf, SpanDelivery } from '../../src/delivery/span-delivery.js';
import { decodeTraces } from '../../src/codec/decode-traces.js';
import type { OtlpEncoding } from '../../src/codec/encoding.js';
import { createFakeClock } from '../support/fake-clock.js';
import { createFakeTransport, failure, SUCCESS, UNAVAILABLE, type Answer } from '../support/fake-transport.js';
import { makeSpan, makeSpans } from '../support/spans.js';

const MIB = 1024 * 1024;

function scene(answer: Answer, encoding: OtlpEncoding = 'protobuf') {
  const transport = createFakeTransport(answer);
  const told: string[] = [];
  const warnings = new OneTimeWarnings('Test', (message) => told.push(message));
  const policy = {
    initialBackoffMs: 1_000,
    backoffMaxMs: 30_000,
    retryForMs: Infinity,
    random: () => 0.5,
    recoveryRequestsMax: 4,
  };
  const post = new PersistentPost({ transport, clock: createFakeClock(), policy, warnings, signal: undefined });
  const delivery = new SpanDelivery({ encoding, batchLimits: BATCH_LIMITS_DEFAULT, post, warnings });
  return { delivery, transport, told };
}

describe.each(['protobuf', 'json'] as const)('in %s a span over 4 MiB', (encoding) => {
  it.each([
    ['of text', 'x'.repeat(5 * MIB)],
    ['of text that takes more bytes than characters', '€'.repeat(3 * MIB)],
    ['of control characters', '\u0001'.repeat(5 * MIB)],
  ])('%s has its longest values cut, counted and told once', async (_name, body) => {
    const { delivery, transport, told } = scene(() => SUCCESS, encoding);
    const span = makeSpan({ name: 'big', values: { body, short: 'kept' } });
    expect(await delivery.deliver([span, span])).toEqual([{ status: 'accepted' }, { status: 'accepted' }]);
    expect(transport.bodies).toHaveLength(2);
    for (const sent of transport.bodies) {
      expect(sent.length).toBeLessThanOrEqual(4 * MIB);
      expect(sent.length).toBeGreaterThan(MIB / 2);
      const result = decodeTraces(sent, encoding);
      const [decoded] = result.status === 'decoded' ? result.spans : [];
      expect(decoded?.attributes['short']).toBe('kept');
      expect(body.startsWith(String(decoded?.attributes['body']))).toBe(true);
    }
    expect(Buffer.compare(transport.bodies[0] ?? Buffer.of(), transport.bodies[1] ?? Buffer.of())).toBe(0);
    expect(delivery.cutValues).toBeGreaterThanOrEqual(2);
    expect(told).toEqual(['Test: a span was larger than 4 MiB; its longest values were cut.']);
  });
});

it('a span that is too large for its many values is refused and never sent', async () => {
  const values = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`key-${index}`, 'v'.repeat(120)]));
  const { delivery, transport } = scene(() => SUCCESS);
  const reason = 'Not sent: it is larger than 4 MiB, also after its longest values were cut.';
  expect(await delivery.deliver([makeSpan({ values })])).toEqual([{ status: 'refused', httpStatus: 0, reason }]);
  expect(transport.bodies).toHaveLength(0);
});

it('a cut span that is still too large for the receiver is refused', async () => {
  const { delivery } = scene(() => failure(413));
  const outcomes = await delivery.deliver([makeSpan({ values: { body: 'x'.repeat(5 * MIB) } })]);
  expect(outcomes).toEqual([{ status: 'refused', httpStatus: 413, reason: 'HTTP 413 from there.' }]);
});

it('sent once, spans are unsent after the first failure', async () => {
  const { delivery, transport } = scene(() => UNAVAILABLE);
  const unsent = { status: 'unsent', reason: 'HTTP 503 from there.' };
  expect(await delivery.deliver(makeSpans(2), 'once')).toEqual([unsent, unsent]);
  expect(await delivery.deliver(makeSpans(1), 'once')).toEqual([unsent]);
  expect(transport.bodies).toHaveLength(1);
});

it('a span whose members throw has a fault', () => {
  const hostile = {
    ...makeSpan(),
    get startTime(): [number, number] {
      throw new Error('no');
    },
  };
  expect(faultOf(hostile)).toBe('it cannot be read');
  expect(faultOf(makeSpan())).toBeUndefined();
});
