// What a span costs the program that makes it, create + end, with ProvisionalSpanProcessor and with the batch processor
// of the SDK.
//   npm run build && node --expose-gc bench/processor.mjs [time|delivery|memory]
// time:     both in front of an exporter that calls back at once, so that only the processors differ
//           (aim: `hold` at most 1.05 times the stock, `marker` with spans shorter than the minimum age at most 1.10).
// delivery: with their own exporters, each sending to a backend that only takes: all work until the spans have arrived.
// memory:   100,000 open spans (aim: at most 1 KB for each beyond the stock).
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { trace, ROOT_CONTEXT } from '@opentelemetry/api';
import { OtlpSpanExporter } from '@spanbridge/otlp';
import { ProvisionalSpanProcessor } from '@spanbridge/sdk';
import { startDrainServer } from './support/drain-server.mjs';
import { interleave, medianOf, ratio } from './support/measure.mjs';

const WARM_UP_ROUNDS = 10;
const ROUNDS = 41;
const SPANS = 20_000;
/** Spans of one turn: fewer than the stock's queue holds, so that neither drops any. */
const BURST = 500;
const OPEN_SPANS = 100_000;

/** Spans that run as long as the benchmark does. */
const runningJobs = [];

const nextTurn = () => new Promise((resolve) => globalThis.setImmediate(resolve));

function createExporter() {
  return {
    exported: 0,
    export(spans, callback) {
      this.exported += spans.length;
      callback({ code: 0 });
    },
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
}

const PROCESSORS = {
  stock: (exporter) => new BatchSpanProcessor({ exporter }),
  hold: (exporter) => new ProvisionalSpanProcessor({ exporter, provisional: 'hold' }),
  marker: (exporter) => new ProvisionalSpanProcessor({ exporter, provisional: 'marker' }),
};

function start(processor) {
  const resource = resourceFromAttributes({ 'service.name': 'bench', 'host.name': 'here' });
  const provider = new TracerProvider({ resource, spanProcessors: [processor] });
  return { provider, tracer: provider.getTracer('bench', '1.0.0') };
}

const SHAPES = {
  bare: (tracer) => tracer.startSpan('GET /orders/:id').end(),
  'with 5 attributes and 1 event': (tracer, context) => makeSpan(tracer, context).end(),
  'bare, below a span that runs': (tracer, context) => tracer.startSpan('GET /orders/:id', {}, context).end(),
};

function makeSpan(tracer, context) {
  const attributes = { 'http.request.method': 'GET', 'http.route': '/orders/:id', 'server.address': 'example.com' };
  const span = tracer.startSpan('GET /orders/:id', { kind: 1, attributes }, context);
  span.setAttribute('http.response.status_code', 200);
  span.setAttribute('cache.hit', true);
  span.addEvent('order loaded', { rows: 3 });
  return span;
}

async function time() {
  for (const [shape, makeOne] of Object.entries(SHAPES)) {
    const candidates = {};
    for (const [name, makeProcessor] of Object.entries(PROCESSORS)) {
      const exporter = createExporter();
      const { tracer, provider } = start(makeProcessor(exporter));
      // Runs throughout: without any live span the collection between the rounds would throw compiled code away.
      const job = trace.setSpan(ROOT_CONTEXT, tracer.startSpan('job'));
      const root = shape.includes('below') ? job : ROOT_CONTEXT;
      runningJobs.push(job);
      candidates[name] = async () => {
        exporter.exported = 0;
        for (let index = 0; index < SPANS; index += BURST) {
          for (let one = 0; one < BURST; one += 1) makeOne(tracer, root);
          await nextTurn();
        }
        await provider.forceFlush();
        // A marker may be among them.
        if (exporter.exported < SPANS) console.log(`${name}: ${exporter.exported} of ${SPANS} were exported`);
      };
    }
    await interleave(candidates, WARM_UP_ROUNDS);
    report(`time     ${shape}`, await interleave(candidates, ROUNDS));
  }
}

function report(title, results) {
  for (const name of Object.keys(results)) {
    const nanos = Math.round((medianOf(results, name, 'cpuMs') / SPANS) * 1e6);
    const { median, min, max } = ratio(results, name, 'stock', 'cpuMs');
    const range = name === 'stock' ? '' : `, ${median.toFixed(3)} × stock (${min.toFixed(2)}–${max.toFixed(2)})`;
    console.log(`${title}: ${name.padEnd(6)} ${nanos} ns of CPU${range}`);
  }
}

async function delivery() {
  const backend = await startDrainServer();
  const candidates = {};
  const providers = [];
  const exporters = {
    stock: () => new OTLPTraceExporter({ url: backend.url }),
    hold: () => new OtlpSpanExporter({ url: backend.url, warn: () => undefined }),
    marker: () => new OtlpSpanExporter({ url: backend.url, warn: () => undefined }),
  };
  for (const [name, makeProcessor] of Object.entries(PROCESSORS)) {
    const { tracer, provider } = start(makeProcessor(exporters[name]()));
    providers.push(provider);
    candidates[name] = async () => {
      await backend.reset();
      for (let index = 0; index < SPANS; index += BURST * 4) {
        for (let one = 0; one < BURST * 4; one += 1) makeSpan(tracer, ROOT_CONTEXT).end();
        await provider.forceFlush();
      }
      for (let tries = 0; (await backend.count()) < SPANS && tries < 400; tries += 1) await nextTurn();
    };
  }
  report('delivery with 5 attributes and 1 event', await interleave(candidates, 7));
  await Promise.all(providers.map((provider) => provider.shutdown()));
  backend.close();
}

/** Heap in use after what nobody holds has been collected. */
function heapBytes() {
  for (let round = 0; round < 4; round += 1) globalThis.gc();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

function memory() {
  const held = { stock: [], hold: [], marker: [] };
  for (let round = 0; round < 5; round += 1) {
    for (const [name, makeProcessor] of Object.entries(PROCESSORS)) {
      const { tracer } = start(makeProcessor(createExporter()));
      const before = heapBytes();
      const spans = Array.from({ length: OPEN_SPANS }, () => makeSpan(tracer, ROOT_CONTEXT));
      held[name].push((heapBytes() - before) / spans.length);
      for (const span of spans) span.end();
    }
  }
  const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  for (const name of Object.keys(held)) {
    const bytes = median(held[name]);
    console.log(
      `memory   ${name.padEnd(6)} ${bytes.toFixed(0)} bytes for each open span, ` +
        `${(bytes - median(held.stock)).toFixed(0)} beyond the stock`,
    );
  }
}

// Memory first: what the others leave behind would be collected in between.
const parts = { memory, time, delivery };
const wanted = Object.keys(parts).filter((name) => process.argv.includes(name));
console.log(`Node ${process.version}`);
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) await parts[name]();
process.exit();
