import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';
import { SPAN_OVERFLOW } from '../../src/delivery/overflow-kind.js';
import { OverflowOutlet } from '../../src/delivery/overflow-outlet.js';
import { createFakeClock } from '../support/fake-clock.js';
import { createMemoryStore } from '../support/memory-store.js';
import { makeSpan, makeSpans } from '../support/spans.js';

function scene() {
  const store = createMemoryStore();
  const clock = createFakeClock();
  const told: string[] = [];
  const warnings = new OneTimeWarnings('Test', (message) => told.push(message));
  return { store, clock, told, outlet: new OverflowOutlet({ kind: SPAN_OVERFLOW, store, clock, warnings }) };
}

const statusesOf = (kept: Awaited<ReturnType<OverflowOutlet<ReadableSpan>['append']>>): unknown =>
  kept.status === 'kept' ? kept.outcomes.map((outcome) => outcome.status) : kept.status;

it('spans are kept, and those that nobody would take are refused', async () => {
  const { outlet, store } = scene();
  expect(statusesOf(await outlet.append([...makeSpans(2), makeSpan({ traceId: 'x' })]))).toEqual([
    'spooled',
    'spooled',
    'refused',
  ]);
  expect(statusesOf(outlet.appendSync([makeSpan({ traceId: 'x' }), makeSpan()]))).toEqual(['refused', 'spooled']);
  expect(store.names()).toHaveLength(3);
});

it('spans that are all refused do not reach the store', async () => {
  const { outlet, store } = scene();
  expect(statusesOf(await outlet.append([makeSpan({ traceId: 'x' })]))).toEqual(['refused']);
  expect(statusesOf(outlet.appendSync([makeSpan({ traceId: 'x' })]))).toEqual(['refused']);
  expect(store.calls).toMatchObject({ appends: 0, syncAppends: 0 });
});

it('after a no it stays closed for a second, or until there is room again', async () => {
  const { outlet, store, clock, told } = scene();
  store.answer = { status: 'full' };
  expect(await outlet.append(makeSpans(1))).toEqual({ status: 'not-kept' });
  expect(outlet.isOpen).toBe(false);
  clock.nowMs += 1_000;
  expect(outlet.isOpen).toBe(true);
  await outlet.append(makeSpans(1));
  outlet.reopen();
  expect(outlet.isOpen).toBe(true);
  expect(told).toHaveLength(1);
});

it('a store that throws keeps nothing, and the application does not notice', async () => {
  const { outlet, store, told } = scene();
  Object.assign(store, {
    append: () => Promise.reject(new Error('gone')),
    appendSync: () => {
      throw new Error('gone');
    },
    sync: () => Promise.reject(new Error('gone')),
  });
  expect(await outlet.append(makeSpans(1))).toEqual({ status: 'not-kept' });
  expect(outlet.appendSync(makeSpans(1))).toEqual({ status: 'not-kept' });
  await outlet.sync();
  expect(told[0]).toContain('Error: gone');
});

it('it closes while too much is on its way to the disk', () => {
  const { outlet, store } = scene();
  store.hold = new Promise(() => undefined);
  const large = makeSpan({ values: { body: 'x'.repeat(1024 * 1024) } });
  for (let count = 0; count < 32; count++) void outlet.append([large]);
  expect(outlet.isOpen).toBe(false);
});

it('one sync serves all that ask while another is under way', async () => {
  const { outlet, store } = scene();
  const releases: (() => void)[] = [];
  let syncs = 0;
  Object.assign(store, {
    sync: () => {
      syncs += 1;
      return new Promise<void>((resolve) => releases.push(resolve));
    },
  });
  const first = outlet.sync();
  await Promise.resolve();
  await Promise.resolve();
  const later = [outlet.sync(), outlet.sync(), outlet.sync()];
  expect(syncs).toBe(1);
  releases[0]?.();
  await first;
  await new Promise((resolve) => setImmediate(resolve));
  releases[1]?.();
  await Promise.all(later);
  expect(syncs).toBe(2);
});
