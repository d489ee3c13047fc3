import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { SpanOutcome } from '@spanbridge/otlp';
import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { PullRunner, type PullRunnerOptions } from '../../src/ship/pull-runner.js';

function makeSpans(count: number, text = ''): ReadableSpan[] {
  return importTracerMeta(
    Array.from({ length: count }, (_, index) => ({
      text,
      __tracer_meta__: {
        timestamp: '2026-03-01T08:00:00Z',
        event: `event ${index}`,
        trace_id: '0af7651916cd43dd8448eb211c80319c',
        span_id: (index + 1).toString(16).padStart(16, '0'),
      },
    })),
  );
}

/** A backend whose answers are given by hand. */
function handBackend(): { send: PullRunnerOptions['send']; sizes: number[]; answerNext: () => void } {
  const waiting: (() => void)[] = [];
  const sizes: number[] = [];
  return {
    sizes,
    send: (spans) => {
      sizes.push(spans.length);
      return new Promise((resolve) => {
        waiting.push(() => {
          resolve(spans.map(() => ({ status: 'accepted' })));
        });
      });
    },
    answerNext: () => waiting.shift()?.(),
  };
}

describe('PullRunner', () => {
  it('keeps no more batches in flight than concurrency allows, and the reader waits meanwhile', async () => {
    const backend = handBackend();
    const runner = new PullRunner({ ...backend, batchSpansMax: 2, concurrency: 2, onOutcome: () => undefined });
    for (const span of makeSpans(6)) runner.add(span);
    let hasRoom = false;
    const making = runner.makeRoom().then(() => {
      hasRoom = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([backend.sizes, hasRoom]).toEqual([[2, 2], false]);
    backend.answerNext();
    await making;
    expect([backend.sizes, hasRoom]).toEqual([[2, 2, 2], true]);
    backend.answerNext();
    backend.answerNext();
    await runner.finish();
  });

  it('finish sends the rest and resolves when every span has its outcome', async () => {
    const outcomes: SpanOutcome[] = [];
    const runner = new PullRunner({
      send: (spans) => Promise.resolve(spans.map(() => ({ status: 'accepted' }))),
      batchSpansMax: 4,
      concurrency: 1,
      onOutcome: (_, outcome) => outcomes.push(outcome),
    });
    for (const span of makeSpans(5)) runner.add(span);
    await runner.finish();
    expect(outcomes).toHaveLength(5);
  });

  it('a batch leaves early when its spans are large', async () => {
    const sizes: number[] = [];
    const runner = new PullRunner({
      send: (spans) => {
        sizes.push(spans.length);
        return Promise.resolve(spans.map(() => ({ status: 'accepted' })));
      },
      batchSpansMax: 512,
      batchBytesMax: 100_000,
      concurrency: 1,
      onOutcome: () => undefined,
    });
    for (const span of makeSpans(5, 'x'.repeat(40_000))) runner.add(span);
    await runner.finish();
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('a span of which nothing was told counts as unsent', async () => {
    const outcomes: SpanOutcome[] = [];
    const runner = new PullRunner({
      send: () => Promise.resolve([]),
      batchSpansMax: 1,
      concurrency: 1,
      onOutcome: (_, outcome) => outcomes.push(outcome),
    });
    for (const span of makeSpans(1)) runner.add(span);
    await runner.finish();
    expect(outcomes).toEqual([{ status: 'unsent', reason: 'no outcome was told' }]);
  });
});
