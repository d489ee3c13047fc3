import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { AlwaysOffSampler, AlwaysOnSampler, type Span, type SpanProcessor } from '@opentelemetry/sdk-trace';
import { guardProcessor, guardSampler } from '../../src/provider/guarded-hooks.js';
import { testSpans } from '../../../../test/support/test-spans.js';

const broken = (): never => {
  throw new Error('broken');
};

describe('guardSampler (F42)', () => {
  const decide = (sampler: ReturnType<typeof guardSampler>): number =>
    sampler.shouldSample(ROOT_CONTEXT, 'a'.repeat(32), 'name', SpanKind.INTERNAL, {}, []).decision;

  it('lets the fallback decide where the sampler throws, and tells it once', () => {
    const warnings: string[] = [];
    const warn = (message: string): number => warnings.push(message);
    const sampler = { shouldSample: broken, toString: () => 'Broken' };
    const guarded = guardSampler(sampler, new AlwaysOnSampler(), { warn });
    expect([decide(guarded), decide(guarded)]).toEqual([2, 2]);
    expect(warnings).toEqual(['spanbridge: the function shouldSample of the application threw: broken.']);
    expect(String(guarded)).toBe('Broken');
  });

  it('leaves a sampler that works to itself', () => {
    expect(decide(guardSampler(new AlwaysOffSampler(), new AlwaysOnSampler(), { warn: broken }))).toBe(0);
  });
});

describe('guardProcessor (F42)', () => {
  it('tells each hook that throws or rejects, once, and goes on', async () => {
    const warnings: string[] = [];
    const processor: SpanProcessor = {
      onStart: broken,
      onEnding: broken,
      onEnd: broken,
      forceFlush: () => Promise.reject(new Error('flush')),
      shutdown: broken,
    };
    const guarded = guardProcessor(processor, { warn: (message) => warnings.push(message) });
    const [span] = testSpans(1) as unknown as [Span & ReturnType<typeof testSpans>[number]];
    for (let time = 0; time < 2; time += 1) {
      guarded.onStart(span, ROOT_CONTEXT);
      guarded.onEnding?.(span);
      guarded.onEnd(span);
      await guarded.forceFlush();
      await guarded.shutdown();
    }
    expect(warnings).toHaveLength(5);
  });

  it('rests from a hook that fails again and again, and calls it later (F42)', () => {
    let nowMs = 0;
    const onEnd = jest.fn(broken);
    const clock = { now: () => nowMs, sleep: () => Promise.resolve() };
    const processor = { onStart: broken, onEnd, forceFlush: broken, shutdown: broken };
    const guarded = guardProcessor(processor, { warn: () => undefined, clock });
    const [span] = testSpans(1) as [ReturnType<typeof testSpans>[number]];
    for (let time = 0; time < 100; time += 1) guarded.onEnd(span);
    expect(onEnd).toHaveBeenCalledTimes(10);
    nowMs = 60_000;
    guarded.onEnd(span);
    expect(onEnd).toHaveBeenCalledTimes(11);
  });
});
