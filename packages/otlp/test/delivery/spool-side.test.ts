import { ExporterAccount } from '../../src/delivery/exporter-ledger.js';
import { toExporterLimits } from '../../src/delivery/exporter-options.js';
import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';
import { toOverflowEntries } from '../../src/delivery/overflow-entries.js';
import { PersistentPost } from '../../src/delivery/persistent-post.js';
import { SpanDelivery } from '../../src/delivery/span-delivery.js';
import { SpoolSide } from '../../src/delivery/spool-side.js';
import type { ExportResponse } from '../../src/transport/export-response.js';
import { createFakeTransport, SUCCESS } from '../support/fake-transport.js';
import { createManualClock, settleTurns } from '../support/manual-clock.js';
import { createMemoryStore } from '../support/memory-store.js';
import { makeSpans } from '../support/spans.js';

function scene(left: number) {
  const release: (() => void)[] = [];
  const answer = (): Promise<ExportResponse> =>
    new Promise((resolve) => {
      release.push(() => {
        resolve(SUCCESS);
      });
    });
  const clock = createManualClock();
  const warnings = new OneTimeWarnings('Test', () => undefined);
  const limits = toExporterLimits({ lanes: 'by-trace' });
  const account = new ExporterAccount();
  const store = createMemoryStore(toOverflowEntries(makeSpans(left)).entries);
  const policy = {
    initialBackoffMs: 1_000,
    backoffMaxMs: 30_000,
    retryForMs: Infinity,
    random: () => 0.5,
    recoveryRequestsMax: 4,
  };
  const post = new PersistentPost({
    transport: createFakeTransport(answer),
    clock,
    policy,
    warnings,
    signal: undefined,
  });
  const delivery = new SpanDelivery({ encoding: 'protobuf', batchLimits: limits.batch, post, warnings });
  const shared = { store, account, limits, delivery, post, clock, warnings, encoding: 'protobuf' as const };
  const side = new SpoolSide({ ...shared, destinationName: 'traces', outcomeHook: undefined });
  return { side, store, account, release };
}

it('what an earlier process left is counted and sent, and fresh spans need not wait for it', async () => {
  const { side, account, release } = scene(10);
  expect([account.recovered, account.spooled]).toEqual([10, 10]);
  expect(side.turn()).toBeUndefined();
  await settleTurns(2);
  release[0]?.();
  await settleTurns(4);
  expect([account.accepted, account.spooled]).toEqual([10, 0]);
});

it('what was kept here has its turn before fresh spans, until all of it was sent', async () => {
  const { side, release } = scene(0);
  await side.outlet.append(makeSpans(3));
  side.noteKept();
  await settleTurns(2);
  let isOver = false;
  const turn = side.turn()?.then(() => (isOver = true));
  expect(turn).toBeDefined();
  await settleTurns(2);
  expect(isOver).toBe(false);
  release[0]?.();
  await turn;
  expect(side.turn()).toBeUndefined();
});

it('losses are counted, also of spans that were never known', () => {
  const { side, account } = scene(5);
  side.noteDrop({ reason: 'spool-age', spanCount: 7 });
  expect([account.recovered, account.spooled, account.droppedByReason['spool-age']]).toEqual([7, 0, 7]);
});
