import type { LiveSpan } from './open-span-journal.js';

/**
 * Tells of the two things that a span is asked to say right before its process dies: that it failed, and by what.
 * Both methods are overridden on the span itself, so that spans without a journal cost nothing, and with two functions
 * that all spans share.
 */
export class StatusWatch {
  private readonly setStatus: LiveSpan['setStatus'];
  private readonly recordException: LiveSpan['recordException'];

  /** @param onChange - told the span after it has changed; must not throw */
  constructor(onChange: (span: LiveSpan) => void) {
    this.setStatus = function (this: LiveSpan, ...args) {
      const result = methodsOf(this).setStatus.apply(this, args);
      onChange(this);
      return result;
    };
    this.recordException = function (this: LiveSpan, ...args) {
      methodsOf(this).recordException.apply(this, args);
      onChange(this);
    };
  }

  /** Watches a span from now on. One whose methods somebody else has overridden already is left alone. */
  watch(span: LiveSpan): void {
    if (Object.hasOwn(span, 'setStatus') || Object.hasOwn(span, 'recordException')) return;
    span.setStatus = this.setStatus;
    span.recordException = this.recordException;
  }
}

/** The methods that the span inherits. */
function methodsOf(span: LiveSpan): LiveSpan {
  return Object.getPrototypeOf(span) as LiveSpan;
}
