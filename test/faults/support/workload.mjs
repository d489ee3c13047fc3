// Made-up `__tracer_meta__` lines whose content is a function of numbers alone: who knows the options and how many
// lines are out knows every span that must arrive, its name, parent, times, attributes, events and status.

/** Consecutive numbers, spread over all digits as real ids are; odd, so that it can be undone modulo 2^64. */
const SPREAD = 0x9e3779b97f4a7c15n;
const UNSPREAD = inverse(SPREAD);
const MASK_64 = (1n << 64n) - 1n;

/** Spans of one trace at most; the low bits of the number in a span id. */
const TRACE_SPANS_MAX = 8;
const SPAN_BITS = 4n;

/** The spans of one trace come near one another; beyond this many traces they are made anew. */
const RECENT_TRACES_MAX = 4096;

/** 2026-03-01T08:00:00Z. */
const FIRST_START_UNIX_NANO = 1_772_352_000_000_000_000n;

const OPERATIONS = ['checkout', 'reserve', 'fetch_user', 'discount', 'payment', 'mail', 'stock', 'audit'];

function inverse(odd) {
  // Newton's iteration doubles the number of right bits; the first guess has three.
  let result = odd;
  for (let round = 0; round < 6; round += 1) result = BigInt.asUintN(64, result * (2n - odd * result));
  return result;
}

/** A number from 0 to `below - 1` that follows from the others alone. */
function pick(below, ...numbers) {
  let state = 0x811c9dc5;
  for (const number of numbers) {
    state = Math.imul(state ^ number, 0x01000193);
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  }
  return ((state ^ (state >>> 13)) >>> 0) % below;
}

function hex(number, digits) {
  return number.toString(16).padStart(digits, '0');
}

/** The trace id of the trace `trace` of a workload. */
function traceIdOf(seed, trace) {
  return hex((BigInt(trace + 1) * SPREAD) & MASK_64, 16) + hex((BigInt(seed + 1) * SPREAD) & MASK_64, 16);
}

function spanIdOf(trace, span) {
  return hex((((BigInt(trace) << SPAN_BITS) | BigInt(span + 1)) * SPREAD) & MASK_64, 16);
}

/** The numbers in a span id; meaningless for an id that is not of a workload, which `Workload.spanOf` finds out. */
function numbersOf(spanId) {
  const number = (BigInt(`0x${spanId}`) * UNSPREAD) & MASK_64;
  return { trace: Number(number >> SPAN_BITS), span: Number(number & ((1n << SPAN_BITS) - 1n)) - 1 };
}

/** Microseconds are the finest that the format has. */
function timestampOf(unixNano) {
  // Exact: microseconds since 1970 are below 2^53.
  const micros = Number(unixNano / 1000n);
  const text = new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19);
  return `${text}.${String(micros % 1_000_000).padStart(6, '0')}Z`;
}

/**
 * A workload: `spans` spans in traces of 1 to 8, of which `openTraces` are written at the same time.
 *
 * The lines of one trace are in the order of their times; those of the open traces are mixed by a fixed rule, so that
 * line number n is always the same.
 */
export function createWorkload({ spans, seed = 1, openTraces = 8, eventsMax = 2, padBytes = 0 }) {
  /** Traces are all as large as their number says; the last one may make it a few spans more than asked for. */
  const sizeOf = (trace) => 1 + pick(TRACE_SPANS_MAX, seed, trace, 1);
  let traceCount = 0;
  let spanCount = 0;
  while (spanCount < spans) spanCount += sizeOf(traceCount++);

  const recentTraces = new Map();

  /** The spans of a trace: a tree, each child inside its parent, as a list of what is true about each. */
  function traceOf(trace) {
    const known = recentTraces.get(trace);
    if (known !== undefined) return known;
    if (recentTraces.size >= RECENT_TRACES_MAX) recentTraces.clear();
    const truths = makeTrace(trace);
    recentTraces.set(trace, truths);
    return truths;
  }

  function makeTrace(trace) {
    const size = sizeOf(trace);
    const traceId = traceIdOf(seed, trace);
    const steps = stepsOf(trace, size);
    return Array.from({ length: size }, (_, span) => {
      const own = steps.filter((step) => step.span === span);
      const parent = parentOf(trace, span);
      return {
        traceId,
        spanId: spanIdOf(trace, span),
        parentSpanId: parent === undefined ? undefined : spanIdOf(trace, parent),
        name: OPERATIONS[span],
        startUnixNano: own[0].unixNano,
        endUnixNano: own.at(-1).unixNano,
        order: `order-${trace}`,
        step: span,
        result: pick(1000, seed, trace, span, 7),
        error: pick(16, seed, trace, span, 8) === 0 ? `boom ${trace}` : undefined,
        events: own.slice(1, -1).map(({ unixNano, number }) => ({ unixNano, number })),
      };
    });
  }

  function parentOf(trace, span) {
    return span === 0 ? undefined : pick(span, seed, trace, span, 2);
  }

  /** Opens the spans in their order and closes them from the last to the first, so children end before parents. */
  function stepsOf(trace, size) {
    const steps = [];
    let unixNano = FIRST_START_UNIX_NANO + BigInt(trace) * 10_000_000n;
    const add = (span, kind, number) => {
      unixNano += BigInt(1 + pick(900, seed, trace, steps.length, 3)) * 1000n;
      steps.push({ span, kind, number, unixNano });
    };
    for (let span = 0; span < size; span += 1) {
      add(span, 'start', 0);
      const events = pick(eventsMax + 1, seed, trace, span, 4);
      for (let number = 0; number < events; number += 1) add(span, 'event', number);
    }
    for (let span = size - 1; span >= 0; span -= 1) add(span, 'end', 0);
    return steps;
  }

  function recordOf(truth, { kind, number, unixNano }) {
    const meta = (event, more) => ({
      timestamp: timestampOf(unixNano),
      event,
      trace_id: truth.traceId,
      span_id: truth.spanId,
      ...(truth.parentSpanId === undefined ? {} : { parent_span_id: truth.parentSpanId }),
      ...more,
    });
    const pad = padBytes > 0 ? { pad: 'p'.repeat(padBytes) } : {};
    switch (kind) {
      case 'start':
        return {
          order: truth.order,
          step: truth.step,
          __tracer_meta__: meta(`${truth.name}.start`, { provisional: true }),
        };
      case 'event':
        return { number, ...pad, __tracer_meta__: meta('progress', { line: 10 + number }) };
      default: {
        const error = truth.error === undefined ? {} : { error: truth.error };
        return { result: truth.result, ...error, __tracer_meta__: meta(`${truth.name}.end`) };
      }
    }
  }

  /** The steps of all traces in the order in which they are written, each with what is true about its span. */
  function* steps() {
    const open = [];
    let next = 0;
    for (let turn = 0; ; turn += 1) {
      while (open.length < openTraces && next < traceCount) open.push(begin(next++));
      if (open.length === 0) return;
      const index = pick(open.length, seed, turn, 5);
      const { truths, left } = open[index];
      const step = left.shift();
      if (left.length === 0) open.splice(index, 1);
      yield { truth: truths[step.span], step };
    }
  }

  /** The text of every line in the order in which it is written, with its newline. */
  function* lines() {
    for (const { truth, step } of steps()) yield `${JSON.stringify(recordOf(truth, step))}\n`;
  }

  /** The spans whose end is among the first `linesOut` lines. */
  function* endedSpans(linesOut) {
    let line = 0;
    for (const { truth, step } of steps()) {
      if (line++ >= linesOut) return;
      if (step.kind === 'end') yield truth;
    }
  }

  function begin(trace) {
    return { truths: traceOf(trace), left: stepsOf(trace, sizeOf(trace)) };
  }

  /** What is true about the span with these ids; undefined when the workload has no such span. */
  function spanOf(traceId, spanId) {
    const { trace, span } = numbersOf(spanId);
    if (!Number.isSafeInteger(trace) || trace >= traceCount || span < 0 || span >= sizeOf(trace)) return undefined;
    return traceIdOf(seed, trace) === traceId ? traceOf(trace)[span] : undefined;
  }

  return { spanCount, traceCount, lines, endedSpans, spanOf };
}

/**
 * The truth that the oracle judges by: the spans whose end is among the first `linesOut` lines. `linesOut` is asked for
 * at the end, when the producer has said how far it came.
 */
export function truthOf(workload, linesOut = () => Infinity) {
  const keyOf = ({ traceId, spanId }) => Buffer.from(traceId + spanId, 'hex');
  return {
    *keys() {
      for (const truth of workload.endedSpans(linesOut())) yield keyOf(truth);
    },
    knows: (key) => {
      const ids = Buffer.from(key).toString('hex');
      return workload.spanOf(ids.slice(0, 32), ids.slice(32)) !== undefined;
    },
    findFault: ({ span }) => {
      const truth = workload.spanOf(toHex(span.traceId), toHex(span.spanId));
      return truth === undefined ? undefined : differenceOf(truth, span);
    },
  };
}

function toHex(bytes) {
  return Buffer.from(bytes).toString('hex');
}

function nanoOf({ low, high }) {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function attributesOf(list) {
  // protobufjs answers defaults for the kinds that a value is not of; its own member is the one that was sent.
  const attributes = Object.create(null);
  for (const { key, value } of list) attributes[key] = Object.values(value ?? {})[0]?.toString();
  return attributes;
}

/** The first way in which a span as it was received differs from the truth; undefined when there is none. */
function differenceOf(truth, span) {
  const attributes = attributesOf(span.attributes);
  const differs = (what, is, ought) => (is === ought ? undefined : `its ${what} is ${is}, not ${ought}`);
  if (attributes['spanbridge.span.phase'] === 'anchor') return anchorDifferenceOf(truth, span, { attributes, differs });
  return (
    differs('parent', toHex(span.parentSpanId), truth.parentSpanId ?? '') ??
    differs('name', span.name, truth.name) ??
    differs('start', nanoOf(span.startTimeUnixNano), truth.startUnixNano) ??
    differs('end', nanoOf(span.endTimeUnixNano), truth.endUnixNano) ??
    differs('order', attributes.order, truth.order) ??
    differs('step', attributes.step, String(truth.step)) ??
    differs('result', attributes.result, String(truth.result)) ??
    differs('status code', span.status?.code ?? 0, truth.error === undefined ? 0 : 2) ??
    differs('status message', span.status?.message ?? '', truth.error ?? '') ??
    differs('end cause', attributes['spanbridge.end.cause'], undefined) ??
    eventDifferenceOf(truth.events, span.events, differs)
  );
}

/** An anchor says what its start says, and ends with it. */
function anchorDifferenceOf(truth, span, { attributes, differs }) {
  return (
    differs('parent', toHex(span.parentSpanId), truth.parentSpanId ?? '') ??
    differs('name', span.name, truth.name) ??
    differs('start', nanoOf(span.startTimeUnixNano), truth.startUnixNano) ??
    differs('end', nanoOf(span.endTimeUnixNano), truth.startUnixNano) ??
    differs('order', attributes.order, truth.order) ??
    differs('step', attributes.step, String(truth.step)) ??
    differs('result', attributes.result, undefined)
  );
}

/** The exception that the bridge makes of an error is left out: it is not a record of its own. */
function eventDifferenceOf(truths, received, differs) {
  const events = received.filter(({ name }) => name === 'progress');
  const count = differs('number of events', events.length, truths.length);
  if (count !== undefined) return count;
  for (const [index, truth] of truths.entries()) {
    const fault =
      differs(`time of event ${index}`, nanoOf(events[index].timeUnixNano), truth.unixNano) ??
      differs(`number in event ${index}`, attributesOf(events[index].attributes).number, String(truth.number));
    if (fault !== undefined) return fault;
  }
  return undefined;
}
