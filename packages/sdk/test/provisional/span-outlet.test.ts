import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { LogRecord } from '@spanbridge/otlp';
import { createVirtualClock } from '../../../../test/support/virtual-clock.js';
import { testSpans } from '../../../../test/support/test-spans.js';
import { Faults } from '../../src/provisional/faults.js';
import type { SpanJournal } from '../../src/provisional/processor-options.js';
import { createCounts } from '../../src/provisional/processor-ledger.js';
import { SpanOutlet, type SpanOutletOptions } from '../../src/provisional/span-outlet.js';

function createOutlet(options: Partial<SpanOutletOptions> = {}) {
  const clock = createVirtualClock();
  const exported: ReadableSpan[] = [];
  const records: LogRecord[] = [];
  const warnings: string[] = [];
  const exporter: SpanExporter = {
    export: (spans, callback) => {
      exported.push(...spans);
      callback({ code: ExportResultCode.SUCCESS });
    },
    shutdown: () => Promise.resolve(),
  };
  const counts = createCounts();
  const outlet = new SpanOutlet({
    exporter,
    logExporter: {
      add: (record) => records.push(record),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    },
    events: 'spans',
    clock,
    deadlineClock: clock,
    faults: new Faults({ component: 'outlet', clock, warn: (message) => warnings.push(message) }),
    counts,
    ...options,
  });
  return { clock, exported, records, warnings, counts, outlet };
}

function fail(): Promise<never> {
  return Promise.reject(new Error('no'));
}

describe('the way out', () => {
  it('feeds an exporter of batches, and says what became of them', async () => {
    const { exported, outlet } = createOutlet();
    const spans = testSpans(2);
    for (const span of spans) outlet.leave(span);
    await outlet.forceFlush();
    expect(exported).toEqual(spans);
    expect(outlet.feedLedger()).toMatchObject({ taken: 2, exported: 2 });
  });

  it('tells the journal what a batch is about: the real span, whatever it leaves as', async () => {
    const synced: string[] = [];
    const journal: SpanJournal = {
      started: () => undefined,
      ended: () => undefined,
      sync: (leaving = []) => {
        for (const one of leaving) synced.push(one.spanContext().spanId);
      },
      close: () => undefined,
    };
    const { outlet } = createOutlet({ journal });
    const [span] = testSpans(1) as [ReadableSpan];
    const parentSpanContext = { traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 };
    outlet.leave(span);
    for (const phase of ['completion', 'unfinished', 'anchor']) {
      outlet.add({ ...span, parentSpanContext, attributes: { 'spanbridge.span.phase': phase } });
    }
    await outlet.forceFlush();
    const own = span.spanContext().spanId;
    expect(synced).toEqual([own, '2'.repeat(16), '2'.repeat(16), own]);
  });

  it('a journal that cannot write keeps no batch back', async () => {
    const throws = (): never => {
      throw new Error('disk');
    };
    const journal: SpanJournal = { started: throws, ended: throws, sync: throws, close: throws };
    const { exported, warnings, outlet } = createOutlet({ journal });
    for (const span of testSpans(2)) outlet.leave(span);
    await outlet.forceFlush();
    expect([exported.length, warnings.length]).toEqual([2, 1]);
  });

  it('a flush rejects with what an exporter says, a shutdown tells it', async () => {
    const closed: string[] = [];
    const { outlet, warnings } = createOutlet({
      exporter: { add: () => undefined, forceFlush: fail, shutdown: fail },
      logExporter: {
        add: () => undefined,
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(void closed.push('logs')),
      },
      journal: {
        started: () => undefined,
        ended: () => undefined,
        sync: () => undefined,
        close: () => closed.push('journal'),
      },
    });
    await expect(outlet.forceFlush()).rejects.toThrow('no');
    await outlet.shutdown();
    expect(closed).toEqual(['logs', 'journal']);
    expect(warnings).toHaveLength(1);
    expect(outlet.feedLedger()).toBeUndefined();
  });

  it('an exporter of records that throws costs the records', () => {
    const { outlet, exported, warnings } = createOutlet({
      events: 'both',
      logExporter: {
        add: () => {
          throw new Error('no');
        },
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    });
    const [span] = testSpans(1) as [ReadableSpan];
    outlet.leave({ ...span, events: [{ name: 'event', time: [5, 0] }] });
    outlet.flushSync();
    expect([exported.length, warnings.length]).toEqual([1, 1]);
  });
});
