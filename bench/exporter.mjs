// The way of spans from `end()` to a backend: the SDK's batch processor with the stock exporter against ours.
//   npm run build && node --expose-gc bench/exporter.mjs [throughput|latency|outage] [--seconds N]
// throughput: spans/s without loss to a backend that only takes (aim: at least 1.7 times the stock).
// latency:    a backend that answers after 100 ms, 20,000 spans/s offered (aim: 0 lost; stock about 69 %).
// outage:     nobody listens, 50,000 spans/s (aim: event loop p99 at most 10 ms, max 50 ms, heap at most 96 MB more).
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { OtlpSpanExporter } from '@spanbridge/otlp';
import { DeliverySpanProcessor } from '@spanbridge/sdk';
import { startDrainServer } from './support/drain-server.mjs';
import { interleave, medianOf, ratio } from './support/measure.mjs';

const ROUNDS = 7;
const SPANS = 100_000;
/** What one burst holds: the batch processor of the SDK queues 2,048, and more would be lost and not measured. */
const BURST = 2_000;

const secondsAt = process.argv.indexOf('--seconds');
const seconds = secondsAt > 0 ? Number(process.argv[secondsAt + 1]) : 5;

function makeStock(url, more = {}) {
  const exporter = new OTLPTraceExporter({ url });
  return { processor: new BatchSpanProcessor({ exporter, ...more }) };
}

function makeOurs(url) {
  const exporter = new OtlpSpanExporter({ url, warn: () => undefined });
  return { processor: new DeliverySpanProcessor(exporter), exporter };
}

function start(made) {
  const resource = resourceFromAttributes({ 'service.name': 'bench', 'host.name': 'here' });
  const provider = new TracerProvider({ resource, spanProcessors: [made.processor] });
  return { ...made, provider, tracer: provider.getTracer('bench', '1.0.0') };
}

/** A span of about 480 bytes: eight attributes and an event. */
function makeSpan(tracer, index) {
  const span = tracer.startSpan('GET /orders/:id', { kind: 1 });
  span.setAttribute('http.request.method', 'GET');
  span.setAttribute('http.route', '/orders/:id');
  span.setAttribute('url.path', `/orders/${index}`);
  span.setAttribute('server.address', 'orders.example.com');
  span.setAttribute('http.response.status_code', 200);
  span.setAttribute('user.id', `user-${index % 1_000}`);
  span.setAttribute('cache.hit', index % 2 === 0);
  span.setAttribute('order.amount', index * 0.5);
  span.addEvent('order loaded', { rows: 3 });
  span.end();
}

const nextTurn = () => new Promise((resolve) => globalThis.setImmediate(resolve));
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Offers spans as fast as they are delivered: the next burst starts when the one before has been flushed. */
async function deliver({ tracer, processor }) {
  for (let index = 0; index < SPANS;) {
    for (let burst = 0; burst < BURST; burst += 1) makeSpan(tracer, index++);
    await processor.forceFlush();
  }
}

async function throughput() {
  const backend = await startDrainServer();
  const candidates = {};
  const made = { stock: start(makeStock(backend.url)), ours: start(makeOurs(backend.url)) };
  for (const [name, candidate] of Object.entries(made)) {
    candidates[name] = async () => {
      await backend.reset();
      await deliver(candidate);
      // The stock flush does not wait for the batch in flight.
      for (let tries = 0; (await backend.count()) < SPANS && tries < 200; tries += 1) await sleep(5);
      const count = await backend.count();
      if (count !== SPANS) console.log(`${name}: ${count} of ${SPANS} arrived`);
    };
  }
  const results = await interleave(candidates, ROUNDS);
  for (const name of Object.keys(candidates)) {
    const rate = Math.round(SPANS / medianOf(results, name, 'wallMs'));
    console.log(`throughput ${name.padEnd(6)} ${rate} k spans/s`);
  }
  for (const key of ['wallMs', 'cpuMs']) {
    const { median, min, max } = ratio(results, 'stock', 'ours', key);
    console.log(`throughput ours / stock by ${key}: ${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`);
  }
  await Promise.all(Object.values(made).map(({ provider }) => provider.shutdown()));
  backend.close();
}

/** Spans made in one turn at most: on a busy machine the generator falls behind instead of stopping the event loop. */
const PORTION = 250;

/** Offers spans at a steady rate, in small portions, and answers how many. */
async function offer(tracer, spansPerSecond, durationMs) {
  const startedAt = performance.now();
  let offered = 0;
  for (let elapsed = 0; elapsed < durationMs; elapsed = performance.now() - startedAt) {
    const due = Math.min(Math.floor((elapsed / 1_000) * spansPerSecond), offered + PORTION);
    for (; offered < due; offered += 1) makeSpan(tracer, offered);
    await (offered < Math.floor((elapsed / 1_000) * spansPerSecond) ? nextTurn() : sleep(1));
  }
  return offered;
}

async function latency() {
  for (const [name, make] of Object.entries({ stock: makeStock, ours: makeOurs })) {
    const backend = await startDrainServer(100);
    const { tracer, provider } = start(make(backend.url));
    const offered = await offer(tracer, 20_000, seconds * 1_000);
    await provider.forceFlush().catch((error) => console.log(`${name}: ${error.message}`));
    await sleep(1_000);
    const lost = offered - (await backend.count());
    const part = ((lost / offered) * 100).toFixed(1);
    console.log(`latency    ${name.padEnd(6)} offered ${offered}, lost ${lost} (${part} %)`);
    await provider.shutdown().catch(() => undefined);
    backend.close();
  }
}

async function outage() {
  const { tracer, exporter } = start(makeOurs('http://127.0.0.1:9/v1/traces'));
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const offered = await offer(tracer, 50_000, seconds * 1_000);
  delay.disable();
  globalThis.gc?.();
  const heapHeld = process.memoryUsage().heapUsed - heapBefore;
  const ledger = exporter.ledger();
  const { accepted, refused, suppressed, dropped, spooled, queued, inFlight } = ledger;
  const sum = accepted + refused + suppressed + dropped + spooled + queued + inFlight;
  const ms = (nanos) => (nanos / 1e6).toFixed(1);
  console.log(
    `outage     offered ${offered} in ${seconds} s, taken ${ledger.taken}, sum of the ledger ${sum}; ` +
      `event loop p99 ${ms(delay.percentile(99))} ms, max ${ms(delay.max)} ms; ` +
      `heap held ${(heapHeld / 2 ** 20).toFixed(0)} MiB; queued ${queued}, dropped ${dropped}`,
  );
  if (sum !== ledger.taken || ledger.taken !== offered) process.exitCode = 1;
  await exporter.shutdown(0);
}

const parts = { throughput, latency, outage };
const wanted = Object.keys(parts).filter((name) => process.argv.includes(name));
console.log(`Node ${process.version}`);
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) await parts[name]();
