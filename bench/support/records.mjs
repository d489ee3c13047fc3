// Made-up `__tracer_meta__` lines with the shape of real ones: a request with five nested spans, an event or two in
// each.
// Everything follows from the number of the trace, so every run reads the same bytes.
const OPERATIONS = ['checkout_session', 'process_order', 'fetch_user_data', 'calculate_discount', 'validate_payment'];
/** Span ids in the order in which the spans of a trace open: each below the one before, the last three as siblings. */
const PARENT_OF = [-1, 0, 1, 1, 1];
const START_UNIX_MS = Date.UTC(2026, 2, 1, 8);

function hex(number, length) {
  // A multiplier that spreads consecutive numbers over all digits, as real ids are spread.
  const digits = ((BigInt(number) + 1n) * 0x9e3779b97f4a7c15f39cc0605cedc835n).toString(16);
  return digits.padStart(length, '7').slice(-length);
}

function line(trace, span, micros, event, user, more) {
  const time = new Date(START_UNIX_MS + trace * 10 + Math.floor(micros / 1000)).toISOString().slice(0, 23);
  const meta = {
    timestamp: `${time}${String(micros % 1000).padStart(3, '0')}Z`,
    event,
    trace_id: hex(trace, 32),
    span_id: hex(trace * 8 + span + 1, 16),
    ...(PARENT_OF[span] >= 0 ? { parent_span_id: hex(trace * 8 + PARENT_OF[span] + 1, 16) } : {}),
    ...more,
  };
  return JSON.stringify({ ...user, __tracer_meta__: meta });
}

const DECORATOR = { file: 'aitrace/decorators.py', line: 44, function: 'wrapper' };

/** The 20 lines of one trace, in the order in which a program writes them. */
export function traceLines(trace) {
  const lines = [];
  let micros = 0;
  const open = (span) => {
    const start = { ...DECORATOR, provisional: true };
    lines.push(line(trace, span, (micros += 117), `${OPERATIONS[span]}.start`, {}, start));
    const user = { order_id: `order_${trace}`, amount: 17.5 + span, items: ['a', 'b'] };
    const code = { file: 'shop/service.py', line: 100 + span, function: `do_${OPERATIONS[span]}` };
    lines.push(line(trace, span, (micros += 211), 'step_started', user, code));
    lines.push(line(trace, span, (micros += 305), 'step_completed', { order_id: `order_${trace}`, ok: true }, code));
  };
  const close = (span) => lines.push(line(trace, span, (micros += 97), `${OPERATIONS[span]}.end`, {}, DECORATOR));
  open(0);
  open(1);
  for (const child of [2, 3, 4]) {
    open(child);
    close(child);
  }
  close(1);
  close(0);
  return lines;
}
