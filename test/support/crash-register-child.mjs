// A program that registers with a crash file and dies, by its arguments: `URL CRASH_FILE STRATEGY WAY`. On stdout it
// says the (trace id/span id) of each of its 1,000 spans that stay open, and `ready` when it runs under load.
// killed: waits for that.   abort, memory: ends itself by abort(), or by using more memory than it has.
// queued: ends 300 spans and is gone before any of them can be sent.   half: ends 600 and is killed when a batch of
// them has left and the rest still waits.   next: has nothing to do but to begin and to end.
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { register } from '@spanbridge/sdk';

const [endpoint, crashFile, provisional, way] = process.argv.slice(2);
register({ endpoint, crashFile, provisional, provisionalMinAgeMs: 100, serviceName: 'dying' });
const tracer = trace.getTracer('dying', '1.0.0');

/** In trees of ten. Some say that they fail or that all is well, which nobody knows before their end. */
function openSpans() {
  const keys = [];
  let inRoot = context.active();
  for (let index = 0; index < 1_000; index += 1) {
    const isRoot = index % 10 === 0;
    const span = tracer.startSpan(`open ${index}`, {}, isRoot ? context.active() : inRoot);
    if (isRoot) inRoot = trace.setSpan(context.active(), span);
    if (index % 10 === 5) span.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
    if (index % 10 === 6) span.setStatus({ code: SpanStatusCode.OK });
    keys.push(keyOf(span));
  }
  return keys;
}

const keyOf = (span) => `${span.spanContext().traceId}/${span.spanContext().spanId}`;
const say = (lines) => writeSync(1, `${lines.join('\n')}\n`);

let count = 0;

/** Spans that begin and end beside them, 500 in each turn. */
function load() {
  for (let index = 0; index < 500; index += 1) {
    const span = tracer.startSpan(`load ${(count += 1)}`);
    span.setStatus({ code: SpanStatusCode.OK });
    span.end();
  }
  setTimeout(load, 5);
}

/** The lists live, so that no collector of garbage can help. */
function useMemory(lists) {
  lists.push(Array.from({ length: 10_000 }, () => [Math.random()]));
  setImmediate(useMemory, lists);
}

function die() {
  if (way === 'abort') process.abort();
  if (way === 'memory') useMemory([]);
}

function queue(length) {
  const spans = Array.from({ length }, (_, index) => tracer.startSpan(`queued ${index}`));
  say(spans.map(keyOf));
  for (const span of spans) span.end();
}

const killMyself = () => process.kill(process.pid, 'SIGKILL');

if (way === 'queued') {
  queue(300);
  killMyself();
} else if (way === 'half') {
  queue(600);
  // A batch that is not full leaves after a second.
  setTimeout(killMyself, 400);
} else if (way !== 'next') {
  say(openSpans());
  load();
  // Spans are on their way by then, and markers have left.
  setTimeout(() => {
    say(['ready']);
    die();
  }, 700);
}
