// What `crashFile` costs: the start and the end of a span, with a journal of open spans and without.
//   npm run build && node --expose-gc bench/crash-file.mjs [start|rewrite]
// start:   SDK spans with five attributes at their start, ended and synced in batches of 512 (aim: 3 µs for a start).
// rewrite: the longest pause while the file is written anew, with 1,000 and with 100,000 open spans.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { createOpenSpanJournal } from '@spanbridge/sdk';

const ROUNDS = 7;
const SPANS = 50_000;
const BATCH = 512;

const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const micros = (value) => `${value.toFixed(2)} µs`;
const nextTurn = () => new Promise((resolve) => globalThis.setImmediate(resolve));

/** What a processor does with a journal, and nothing else; without one it does nothing at all. */
function processorFor(journal) {
  let batch = [];
  return {
    onStart: (span) => journal?.started(span),
    onEnd: (span) => {
      journal?.ended(span);
      batch.push(span);
      if (batch.length < BATCH) return;
      journal?.sync(batch);
      batch = [];
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  };
}

const attributesOf = (index) => ({
  'http.request.method': 'GET',
  'http.route': '/orders/:id',
  'url.path': `/orders/${index}`,
  'server.address': 'orders.example.com',
  'server.port': 8080,
});

function tracerWith(journal) {
  return new TracerProvider({ spanProcessors: [processorFor(journal)] }).getTracer('bench', '1.0.0');
}

/** Microseconds of every start and every end, sorted. */
async function measure(tracer) {
  const starts = new Float64Array(SPANS);
  const ends = new Float64Array(SPANS);
  for (let index = 0; index < SPANS; index += 1) {
    const attributes = attributesOf(index);
    const before = performance.now();
    const span = tracer.startSpan('GET /orders/:id', { kind: 1, attributes });
    const between = performance.now();
    span.end();
    ends[index] = (performance.now() - between) * 1_000;
    starts[index] = (between - before) * 1_000;
    if (index % 5_000 === 0) await nextTurn();
  }
  return { starts: starts.sort(), ends: ends.sort() };
}

async function start(directory) {
  const added = { startP50: [], startP99: [], endP50: [], endP99: [], endMean: [] };
  for (let round = -1; round < ROUNDS; round += 1) {
    globalThis.gc?.();
    const plain = await measure(tracerWith(undefined));
    globalThis.gc?.();
    const journal = createOpenSpanJournal({ path: join(directory, 'crash.jsonl') });
    const journaled = await measure(tracerWith(journal));
    journal.close();
    if (round < 0) continue;
    const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
    added.startP50.push(quantile(journaled.starts, 0.5) - quantile(plain.starts, 0.5));
    added.startP99.push(quantile(journaled.starts, 0.99) - quantile(plain.starts, 0.99));
    added.endP50.push(quantile(journaled.ends, 0.5) - quantile(plain.ends, 0.5));
    added.endP99.push(quantile(journaled.ends, 0.99) - quantile(plain.ends, 0.99));
    added.endMean.push(mean(journaled.ends) - mean(plain.ends));
  }
  console.log(`${ROUNDS} rounds of ${SPANS} spans; what the journal adds, median (smallest to largest round)`);
  for (const [name, values] of Object.entries(added)) {
    console.log(
      `${name.padEnd(9)} ${micros(median(values))} (${micros(Math.min(...values))} to ${micros(Math.max(...values))})`,
    );
  }
}

async function rewrite(directory) {
  for (const open of [1_000, 100_000]) {
    const path = join(directory, `rewrite-${open}.jsonl`);
    const journal = createOpenSpanJournal({ path, rewriteBytesMin: 1, openSpansMax: 200_000 });
    const tracer = tracerWith(journal);
    const spans = Array.from({ length: open - 1 }, (_, index) =>
      tracer.startSpan('GET /orders/:id', { kind: 1, attributes: attributesOf(index) }),
    );
    await nextTurn();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const sizes = [];
    for (let at = performance.now(); performance.now() - at < 60_000;) {
      for (let index = 0; index < 200; index += 1) tracer.startSpan('short', { attributes: attributesOf(index) }).end();
      await nextTurn();
      const size = statSync(journal.path).size;
      if (sizes.length > 0 && size < sizes.at(-1)) break;
      sizes.push(size);
    }
    delay.disable();
    const [largest, left] = [sizes.at(-1), statSync(journal.path).size];
    console.log(
      `${open} open: file ${largest} → ${left} bytes, longest pause ${(delay.max / 1e6).toFixed(1)} ms, ` +
        `p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
    );
    for (const span of spans) span.end();
    journal.close();
  }
  console.log(`files left: ${readdirSync(directory).length}`);
}

const directory = mkdtempSync(join(tmpdir(), 'spanbridge-bench-'));
try {
  const wanted = process.argv[2];
  if (wanted === undefined || wanted === 'start') await start(directory);
  if (wanted === undefined || wanted === 'rewrite') await rewrite(directory);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
