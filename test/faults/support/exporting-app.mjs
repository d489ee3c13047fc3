// An application that makes spans at a steady rate and exports them: with the stock processor and exporter of
// OpenTelemetry, or with ours. What it is told, and how it fared, is one line of JSON on stdout.
//
// Argument: JSON of { exporter, url, spans, rate, timeoutMs, drainMs, ca }. The spans have the ids 1, 2, 3, …, each in
// a trace of the same number, so that who knows their number knows them all.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readFileSync, writeSync } from 'node:fs';
import { diag, DiagLogLevel, TraceFlags } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

const options = JSON.parse(process.argv[2]);

/** What is told to whoever runs the application: warnings and errors. */
const told = [];
const tell = (...parts) => {
  told.push(parts.map(toSentence).join(' '));
};
/** The first line of a message; the stock exporter tells its errors as JSON with a stack. */
function toSentence(part) {
  const text = String(part);
  const stack = text.startsWith('{"stack"') ? JSON.parse(text).stack : text;
  return stack.split('\n')[0].slice(0, 200);
}

diag.setLogger({ error: tell, warn: tell, info() {}, debug() {}, verbose() {} }, DiagLogLevel.WARN);

/** How spans leave, as `{ processor, lost() }`; `lost` answers how many spans were told to be lost. */
const EXPORTERS = {
  stock: async () => {
    const exporter = new OTLPTraceExporter({ url: options.url, ...limits(), ...tls() });
    return { processor: new BatchSpanProcessor({ exporter }), lost: () => undefined };
  },
  // The sender alone, as a processor that waits without a limit: what `ship` does with files.
  sender: async () => {
    const { createOtlpSender } = await import('@spanbridge/otlp');
    const sender = createOtlpSender({ ...ownOptions(), retryForMs: Infinity });
    return createSendingProcessor(sender);
  },
  spanbridge: async () => {
    const { OtlpSpanExporter } = await import('@spanbridge/otlp');
    const { DeliverySpanProcessor } = await import('@spanbridge/sdk');
    const exporter = new OtlpSpanExporter({ ...ownOptions(), shutdownTimeoutMs: options.drainMs });
    const lost = () => {
      const { dropped, refused } = exporter.ledger;
      return refused + Object.values(dropped).reduce((sum, count) => sum + count, 0);
    };
    return { processor: new DeliverySpanProcessor(exporter), lost };
  },
};

function limits() {
  return options.timeoutMs === undefined ? {} : { timeoutMillis: options.timeoutMs };
}

function tls() {
  return options.ca === undefined ? {} : { httpAgentOptions: { ca: readFileSync(options.ca) } };
}

function ownOptions() {
  return {
    url: options.url,
    warn: tell,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.ca === undefined ? {} : { tls: { ca: readFileSync(options.ca) } }),
  };
}

const BATCH_SPANS = 512;
const CONCURRENCY = 4;
const SCHEDULE_MS = 1_000;

function createSendingProcessor(sender) {
  const waiting = [];
  const sending = new Set();
  let lost = 0;
  const kick = () => {
    while (waiting.length > 0 && sending.size < CONCURRENCY) {
      const sent = sender.send(waiting.splice(0, BATCH_SPANS)).then((outcomes) => {
        lost += outcomes.filter(({ status }) => status !== 'accepted').length;
        sending.delete(sent);
        kick();
      });
      sending.add(sent);
    }
  };
  const timer = setInterval(kick, SCHEDULE_MS);
  const processor = {
    onStart() {},
    onEnd(span) {
      if (waiting.push(span) >= BATCH_SPANS) kick();
    },
    async forceFlush() {
      kick();
      while (sending.size > 0) await Promise.race(sending);
    },
    async shutdown() {
      clearInterval(timer);
      await sender.close();
    },
  };
  return { processor, lost: () => lost };
}

/** The ids 1, 2, 3, …: the SDK asks for a trace id and a span id for each root. */
function createCountingIds() {
  let traces = 0;
  let spans = 0;
  return {
    generateTraceId: () => (++traces).toString(16).padStart(32, '0'),
    generateSpanId: () => (++spans).toString(16).padStart(16, '0'),
  };
}

const TICK_MS = 10;

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Makes the spans; a tick that comes late makes those that are due. */
async function makeSpans(tracer) {
  const startedAt = performance.now();
  for (let made = 0; made < options.spans;) {
    const due = Math.min(options.spans, Math.floor(((performance.now() - startedAt) * options.rate) / 1000));
    for (; made < due; made += 1) {
      const span = tracer.startSpan(`span ${made}`, { root: true });
      span.setAttributes({ 'http.route': '/orders/:id', 'order.id': `order-${made}`, index: made });
      span.addEvent('priced', { amount: made % 100 });
      span.end();
    }
    if (made < options.spans) await sleep(TICK_MS);
  }
}

function readStatusMb(field) {
  const text = readFileSync('/proc/self/status', 'utf8');
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;
}

async function quietly(work) {
  try {
    await work();
  } catch (error) {
    tell(error);
  }
}

const { processor, lost } = await EXPORTERS[options.exporter]();
const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'app' }),
  idGenerator: createCountingIds(),
  spanProcessors: [processor],
});
const tracer = provider.getTracer('app');
if ((tracer.startSpan('none').spanContext().traceFlags & TraceFlags.SAMPLED) === 0) throw new Error('Not sampled.');
const startRssMb = readStatusMb('VmRSS');
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
await makeSpans(tracer);
delay.disable();
const drainedAt = performance.now();
// An end of the application as it is usually written: flush, then shutdown.
await Promise.race([quietly(() => provider.forceFlush()), sleep(options.drainMs)]);
const drainS = (performance.now() - drainedAt) / 1000;
await Promise.race([quietly(() => provider.shutdown()), sleep(options.drainMs)]);
const result = {
  told: told.length,
  firstTold: told[0],
  lostTold: lost(),
  drainS,
  startRssMb,
  rssMaxMb: readStatusMb('VmHWM'),
  loopP99Ms: delay.percentile(99) / 1e6,
  loopMaxMs: delay.max / 1e6,
};
writeSync(1, `${JSON.stringify(result)}\n`);
process.exit(0);
