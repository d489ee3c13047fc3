import type { Context } from '@opentelemetry/api';
import { BACKGROUND_CLOCK, type Clock, HostHook, OneTimeWarnings } from '@spanbridge/otlp';
import type { ReadableSpan, Sampler, SamplingResult, Span, SpanProcessor } from '@opentelemetry/sdk-trace';

/** What the guards of functions of the program need. */
export interface GuardContext {
  readonly warn: (message: string) => void;
  /** Default: the clock of the process. */
  readonly clock?: Clock | undefined;
}

/** A sampler of the program that must not break it: where it throws, `fallback` decides. */
export function guardSampler(sampler: Sampler, fallback: Sampler, context: GuardContext): Sampler {
  const decide = (...args: Parameters<Sampler['shouldSample']>): SamplingResult => sampler.shouldSample(...args);
  const hook = new HostHook('shouldSample', decide, hookContext(context));
  return {
    shouldSample: (...args) => hook.call(...args) ?? fallback.shouldSample(...args),
    toString: () => String(sampler),
  };
}

/** A span processor of the program that must not break it, nor keep others from their spans. */
export function guardProcessor(processor: SpanProcessor, context: GuardContext): SpanProcessor {
  const shared = hookContext(context);
  const onStart = new HostHook(
    'onStart',
    (span: Span, parent: Context) => {
      processor.onStart(span, parent);
    },
    shared,
  );
  const onEnd = new HostHook(
    'onEnd',
    (span: ReadableSpan) => {
      processor.onEnd(span);
    },
    shared,
  );
  const onEnding = new HostHook(
    'onEnding',
    (span: Span) => {
      processor.onEnding?.(span);
    },
    shared,
  );
  const later = async (name: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      shared.warnings.tell(name, `${name} of a span processor of the application failed: ${String(error)}.`);
    }
  };
  return {
    onStart: (span, parent) => onStart.call(span, parent),
    onEnd: (span) => onEnd.call(span),
    ...(processor.onEnding === undefined ? {} : { onEnding: (span: Span) => onEnding.call(span) }),
    forceFlush: () => later('forceFlush', () => processor.forceFlush()),
    shutdown: () => later('shutdown', () => processor.shutdown()),
  };
}

function hookContext({ warn, clock = BACKGROUND_CLOCK }: GuardContext): { clock: Clock; warnings: OneTimeWarnings } {
  return { clock, warnings: new OneTimeWarnings('spanbridge', warn) };
}
