import { TracerProvider } from '@opentelemetry/sdk-trace';
import { createVirtualClock } from '../../../../test/support/virtual-clock.js';
import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { AgeWatch, type AgeWatchOptions } from '../../src/provisional/age-watch.js';
import { OpenSpan } from '../../src/provisional/open-span.js';
import { OpenSpans } from '../../src/provisional/open-spans.js';

const tracer = new TracerProvider().getTracer('app');

function createWatch(options: Partial<AgeWatchOptions> = {}) {
  const clock = createVirtualClock();
  const openSpans = new OpenSpans();
  const told: [name: string, atMs: number][] = [];
  const faults: unknown[] = [];
  const watch = new AgeWatch({
    openSpans,
    heartbeats: undefined,
    minAgeMs: 100,
    clock,
    onAge: ({ span }, nowMs) => told.push([span.name, nowMs]),
    onFault: (error) => faults.push(error),
    ...options,
  });
  const start = (name: string): OpenSpan => {
    const open = new OpenSpan(tracer.startSpan(name) as unknown as LiveSpan, clock.now(), false);
    openSpans.push(open);
    watch.wake();
    return open;
  };
  return { clock, openSpans, told, faults, watch, start };
}

describe('the watch over ages', () => {
  it('tells of each span once, at its age', async () => {
    const { clock, told, start } = createWatch();
    start('a');
    await clock.advance(30);
    start('b');
    await clock.advance(1_000);
    start('c');
    await clock.advance(1_000);
    expect(told).toEqual([
      ['a', 100],
      ['b', 130],
      ['c', 1_130],
    ]);
  });

  it('has one timer, and none when nothing runs', async () => {
    const { clock, openSpans, start } = createWatch();
    const spans = ['a', 'b', 'c'].map((name) => start(name));
    expect(clock.sleepers).toBe(1);
    for (const { span } of spans) (span as unknown as { end(): void }).end();
    openSpans.noteEnd();
    await clock.advance(100);
    expect(clock.sleepers).toBe(0);
  });

  it('tells nothing after it was closed', async () => {
    const { clock, told, watch, start } = createWatch();
    start('a');
    watch.close();
    start('b');
    await clock.advance(1_000);
    expect(told).toEqual([]);
    expect(clock.sleepers).toBe(0);
  });

  it('goes on when telling of a span throws', async () => {
    let calls = 0;
    const { clock, faults, start } = createWatch({
      onAge: () => {
        calls += 1;
        throw new Error('broken');
      },
    });
    start('a');
    start('b');
    await clock.advance(1_000);
    expect([calls, faults.length]).toEqual([2, 2]);
  });
});
