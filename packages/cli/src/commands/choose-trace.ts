import { cliError } from '../errors.js';
import type { TraceSpans } from '../report/draw-traces.js';

/** Trace ids that a message lists. */
const CANDIDATES_SHOWN_MAX = 5;

/**
 * Checks the first digits of a trace id before anything is read.
 *
 * @throws SpanbridgeError `INVALID_TRACE_ID` when they are no hex digits
 */
export function checkTraceIdPrefix(prefix: string): void {
  if (/^[0-9a-f]{1,32}$/i.test(prefix)) return;
  throw cliError('INVALID_TRACE_ID', `--trace "${prefix}" is no trace id. It is up to 32 hex digits.`);
}

/**
 * Finds the trace whose id begins with some digits; upper and lower case are equal. Undefined when there is none.
 *
 * @throws SpanbridgeError `AMBIGUOUS_TRACE_ID` when several traces fit
 */
export function chooseTrace(traces: readonly TraceSpans[], prefix: string): TraceSpans | undefined {
  const wanted = prefix.toLowerCase();
  const found = traces.filter((trace) => trace[0]?.spanContext().traceId.startsWith(wanted) === true);
  if (found.length < 2) return found[0];
  const ids = found.slice(0, CANDIDATES_SHOWN_MAX).map((trace) => trace[0]?.spanContext().traceId ?? '');
  const more = found.length > CANDIDATES_SHOWN_MAX ? ' …' : '';
  throw cliError(
    'AMBIGUOUS_TRACE_ID',
    `--trace ${prefix} fits ${found.length} traces: ${ids.join(', ')}${more}. Give more digits.`,
  );
}
