import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/**
 * A span that has nothing to say any more once another one is known: the marker of a span that has ended. Who queues
 * spans asks before each attempt to send, and leaves the withdrawn ones out; they are counted, and never sent later.
 */
export interface WithdrawableSpan extends ReadableSpan {
  readonly isWithdrawn: () => boolean;
}

/** True for a span that may be withdrawn, now or later. */
export function isWithdrawable(span: ReadableSpan): span is WithdrawableSpan {
  return typeof (span as Partial<WithdrawableSpan>).isWithdrawn === 'function';
}

/** True for a span that may be withdrawn and was; one that cannot say counts as not withdrawn. */
export function isWithdrawn(span: ReadableSpan): boolean {
  try {
    return (span as Partial<WithdrawableSpan>).isWithdrawn?.() === true;
  } catch {
    return false;
  }
}

/** Splits spans by whether they were withdrawn, each part in its order. */
export function partWithdrawn(spans: readonly ReadableSpan[]): {
  readonly kept: readonly ReadableSpan[];
  readonly withdrawn: readonly ReadableSpan[];
} {
  if (!spans.some(isWithdrawable)) return { kept: spans, withdrawn: [] };
  const kept: ReadableSpan[] = [];
  const withdrawn: ReadableSpan[] = [];
  // Asked once each: who answers may change its mind in between.
  for (const span of spans) (isWithdrawn(span) ? withdrawn : kept).push(span);
  return { kept, withdrawn };
}
