/**
 * The attribute names that spanbridge writes: the semantic conventions' and its own.
 * Conventions are constants of ours, so that no package needs `@opentelemetry/semantic-conventions` at run time; a test
 * compares them with that package.
 */
export const ATTRIBUTE = {
  serviceName: 'service.name',
  hostId: 'host.id',
  codeFunctionName: 'code.function.name',
  codeFilePath: 'code.file.path',
  codeLineNumber: 'code.line.number',
  exceptionType: 'exception.type',
  exceptionMessage: 'exception.message',
  exceptionStacktrace: 'exception.stacktrace',
  /** Why an unfinished span left: `flushed`, `expired` or `evicted`. */
  endCause: 'spanbridge.end.cause',
  /** `pending`, `anchor`, `completion`, `unfinished` or `late`: what a span stands for that is not simply a span. */
  spanPhase: 'spanbridge.span.phase',
  /** The record with the start was never seen; the start is a deduction. */
  startMissing: 'spanbridge.start.missing',
  /** A time could not be kept as it was: it lay outside what a span can carry, or the end before the start. */
  timeAdjusted: 'spanbridge.time.adjusted',
  /** `pending_span` on a marker (Pydantic Logfire). */
  logfireSpanType: 'logfire.span_type',
  /** On a marker: the parent of the real span, 16 zeros for a root (Pydantic Logfire). */
  logfirePendingParentId: 'logfire.pending_parent_id',
  /** The span was closed by somebody else than its program (otel-partial protocol). */
  partialGc: 'partial.gc',
} as const;

/** The name of the span event that carries an exception (semantic conventions). */
export const EXCEPTION_EVENT_NAME = 'exception';

/** Keys of an application that would be read as statements of ours; they move to `<system>.user.<key>`. */
export function isReservedKey(key: string): boolean {
  return key.startsWith('spanbridge.') || key === ATTRIBUTE.partialGc;
}
