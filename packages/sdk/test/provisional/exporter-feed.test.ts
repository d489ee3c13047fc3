import { context } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { ExportResultCode, isTracingSuppressed } from '@opentelemetry/core';
import { createVirtualClock } from '../../../../test/support/virtual-clock.js';
import { testSpans } from '../../../../test/support/test-spans.js';
import { ExporterFeed, type ExporterFeedOptions } from '../../src/provisional/exporter-feed.js';
import { Faults } from '../../src/provisional/faults.js';
import { turns } from '../support/spans.js';

type Callback = Parameters<SpanExporter['export']>[1];

const TAKEN = { code: ExportResultCode.SUCCESS };
const FAILED = { code: ExportResultCode.FAILED };

interface Batch {
  readonly names: readonly string[];
  readonly callback: Callback;
}

function createFeed(options: Partial<ExporterFeedOptions> = {}, answersAtOnce = true) {
  const clock = createVirtualClock();
  const batches: Batch[] = [];
  const warnings: string[] = [];
  const exporter: SpanExporter = {
    export: (spans, callback) => {
      batches.push({ names: spans.map(({ name }) => name), callback });
      if (answersAtOnce) callback(TAKEN);
    },
    shutdown: () => Promise.resolve(),
    ...options.exporter,
  };
  const feed = new ExporterFeed({
    clock,
    deadlineClock: clock,
    faults: new Faults({ component: 'feed', clock, warn: (message) => warnings.push(message) }),
    beforeExport: () => undefined,
    ...options,
    exporter,
  });
  return { clock, batches, warnings, feed };
}

function markers(count: number, isWithdrawn: () => boolean = () => false): readonly ReadableSpan[] {
  const attributes = { 'spanbridge.span.phase': 'pending' };
  return testSpans(count, 100, () => ({ name: 'marker', attributes })).map((span) => ({ ...span, isWithdrawn }));
}

function addAll(feed: ExporterFeed, spans: readonly ReadableSpan[]): void {
  for (const span of spans) feed.add(span);
}

describe('the feed of an exporter', () => {
  it('a batch leaves a second after its first span', async () => {
    const { clock, batches, feed } = createFeed();
    addAll(feed, testSpans(2));
    await clock.advance(999);
    expect(batches).toEqual([]);
    await clock.advance(1);
    expect(batches).toMatchObject([{ names: ['span 0', 'span 1'] }]);
    expect(feed.ledger()).toEqual({ taken: 2, exported: 2, failed: 0, withdrawn: 0, dropped: 0, waiting: 0 });
  });

  it('512 spans leave in the next turn, not inside of the call that adds the last', async () => {
    const { batches, feed } = createFeed();
    addAll(feed, testSpans(512));
    expect(batches).toEqual([]);
    await turns();
    expect(batches.map(({ names }) => names.length)).toEqual([512]);
  });

  it('a burst of 50,000 leaves in batches of 512, in order, without a loss', async () => {
    const { batches, feed } = createFeed();
    addAll(feed, testSpans(50_000));
    await turns(300);
    expect(batches).toHaveLength(98);
    expect(batches.flatMap(({ names }) => names)).toEqual(testSpans(50_000).map(({ name }) => name));
  });

  it('a marker takes with it what waits, within 20 ms', async () => {
    const { clock, batches, feed } = createFeed();
    addAll(feed, [...testSpans(1), ...markers(1)]);
    await clock.advance(20);
    expect(batches).toMatchObject([{ names: ['span 0', 'marker'] }]);
  });

  it('one batch is with the exporter at a time, so that nothing overtakes', async () => {
    const { clock, batches, feed } = createFeed({}, false);
    addAll(feed, testSpans(600));
    await clock.advance(1_000);
    expect(batches).toHaveLength(1);
    expect(feed.ledger()).toMatchObject({ waiting: 600 });
    batches[0]?.callback(TAKEN);
    await turns();
    expect(batches.map(({ names }) => names.length)).toEqual([512, 88]);
  });

  it('markers that are withdrawn meanwhile are left out (T7, T8)', async () => {
    let isOver = false;
    const { clock, batches, feed } = createFeed();
    addAll(feed, [...markers(2, () => isOver), ...testSpans(1)]);
    isOver = true;
    await clock.advance(1_000);
    expect(batches).toMatchObject([{ names: ['span 0'] }]);
    expect(feed.ledger()).toMatchObject({ taken: 3, exported: 1, withdrawn: 2 });
  });

  it('a batch of nothing but withdrawn markers is not sent', async () => {
    const { clock, batches, feed } = createFeed();
    addAll(
      feed,
      markers(2, () => true),
    );
    await clock.advance(1_000);
    expect(batches).toEqual([]);
  });

  it('is told what leaves before the exporter gets it', async () => {
    const order: string[] = [];
    const { clock, feed } = createFeed({
      beforeExport: (spans) => order.push(`before ${spans.length}`),
      exporter: {
        export: (spans, callback) => {
          order.push(`export ${spans.length}`);
          callback(TAKEN);
        },
        shutdown: () => Promise.resolve(),
      },
    });
    addAll(feed, testSpans(3));
    await clock.advance(1_000);
    expect(order).toEqual(['before 3', 'export 3']);
  });

  it.each([
    [
      'calls back with an error',
      (callback: Callback) => {
        callback({ ...FAILED, error: new Error('no') });
      },
      'no',
    ],
    [
      'calls back with an error and no reason',
      (callback: Callback) => {
        callback(FAILED);
      },
      'it gave no reason',
    ],
    ['throws', throwNo, 'no'],
    ['does not answer', () => undefined, 'it did not answer within 30 s'],
  ])('an exporter that %s has failed, and gets the next batch', async (_what, answer, reason) => {
    const { clock, feed, warnings } = createFeed({
      exporter: {
        export: (_spans, callback) => {
          answer(callback);
        },
        shutdown: () => Promise.resolve(),
      },
    });
    addAll(feed, testSpans(2));
    await clock.advance(1_000);
    await clock.advance(30_000);
    addAll(feed, testSpans(1));
    await clock.advance(31_000);
    expect(feed.ledger()).toMatchObject({ taken: 3, failed: 3, waiting: 0 });
    expect(warnings[0]).toContain(`the exporter did not take spans: ${reason}.`);
  });

  it('from three quarters of the queue on markers are dropped, from its end on all', () => {
    const { feed } = createFeed({ queueSpansMax: 8 });
    addAll(feed, testSpans(6));
    addAll(feed, markers(2));
    expect(feed.ledger()).toMatchObject({ dropped: 2, waiting: 6 });
    addAll(feed, testSpans(3));
    expect(feed.ledger()).toMatchObject({ taken: 11, dropped: 3, waiting: 8 });
  });

  it('a flush waits for the batch that is with the exporter', async () => {
    const { clock, batches, feed } = createFeed({}, false);
    addAll(feed, testSpans(1));
    await clock.advance(1_000);
    let isFlushed = false;
    const flush = feed.forceFlush().then(() => (isFlushed = true));
    await turns();
    expect(isFlushed).toBe(false);
    batches[0]?.callback(TAKEN);
    await flush;
    expect(feed.ledger()).toMatchObject({ exported: 1, waiting: 0 });
  });

  it('a flush of nothing ends, twice', async () => {
    const { feed } = createFeed();
    await feed.forceFlush();
    await feed.forceFlush();
    expect(feed.ledger()).toMatchObject({ taken: 0 });
  });

  it('a flush says how many spans the exporter did not take, and when it took too long', async () => {
    const { feed } = createFeed({
      exporter: {
        export: (_spans, callback) => {
          callback(FAILED);
        },
        shutdown: () => Promise.resolve(),
      },
    });
    addAll(feed, testSpans(2));
    await expect(feed.forceFlush()).rejects.toThrow('The exporter did not take 2 spans.');
    const hanging = createFeed({}, false);
    addAll(hanging.feed, testSpans(600));
    const flush = expect(hanging.feed.forceFlush()).rejects.toThrow('did not take 512 spans');
    await hanging.clock.advance(30_000);
    await flush;
  });

  it('a shutdown exports what waits; what comes later is dropped', async () => {
    const { batches, feed } = createFeed();
    addAll(feed, testSpans(3));
    await feed.shutdown();
    addAll(feed, testSpans(1));
    expect(batches.map(({ names }) => names.length)).toEqual([3]);
    expect(feed.ledger()).toEqual({ taken: 4, exported: 3, failed: 0, withdrawn: 0, dropped: 1, waiting: 0 });
  });

  it('a shutdown of an exporter that hangs ends, and counts what is lost', async () => {
    const { clock, feed } = createFeed({}, false);
    addAll(feed, testSpans(1_000));
    const shutdown = feed.shutdown();
    await clock.advance(30_000);
    await shutdown;
    const { dropped, failed, waiting } = feed.ledger();
    expect(dropped + failed + waiting).toBe(1_000);
  });

  it('at the last moment of a process everything is handed over before the call returns', () => {
    const { batches, feed } = createFeed({}, false);
    addAll(feed, testSpans(1_000));
    feed.flushSync();
    expect(batches.map(({ names }) => names.length)).toEqual([512, 488]);
  });

  it('requests of the exporter make no spans themselves', async () => {
    const seen: boolean[] = [];
    const withSpy = jest.spyOn(context, 'with').mockImplementation((active, run) => {
      seen.push(isTracingSuppressed(active));
      return (run as () => unknown)() as never;
    });
    try {
      const { feed } = createFeed();
      addAll(feed, testSpans(1));
      await feed.forceFlush();
    } finally {
      withSpy.mockRestore();
    }
    expect(seen).toEqual([true]);
  });
});

function throwNo(): never {
  throw new Error('no');
}
