// A program that makes spans and ends in the way that its arguments name: `URL WAY COUNT [SPOOL_FILE]`.
import { appendFileSync } from 'node:fs';
import { OtlpSpanExporter } from '@spanbridge/otlp';
import { DeliverySpanProcessor } from '@spanbridge/sdk';
import { TracerProvider } from '@opentelemetry/sdk-trace';

const [url, way, count, spoolFile] = process.argv.slice(2);

/** The least that a store on disk has to do: bodies as lines, written before the call returns. */
function createFileStore(path) {
  const appendSync = (entries) => {
    appendFileSync(path, entries.map(({ body }) => `${Buffer.from(body).toString('base64')}\n`).join(''));
    return { status: 'appended' };
  };
  const destination = {
    pendingSpans: 0,
    take: () => Promise.resolve(undefined),
    ack: () => Promise.resolve(),
    release: () => undefined,
  };
  return {
    append: (entries) => Promise.resolve(appendSync(entries)),
    appendSync,
    sync: () => Promise.resolve(),
    destination: () => destination,
    close: () => Promise.resolve(),
  };
}

const exporter = new OtlpSpanExporter({
  url,
  shutdownTimeoutMs: 1_000,
  spool: spoolFile === undefined ? undefined : createFileStore(spoolFile),
  warn: (message) => process.stderr.write(`${message}\n`),
});
const provider = new TracerProvider({ spanProcessors: [new DeliverySpanProcessor(exporter)] });
const tracer = provider.getTracer('child');
for (let index = 0; index < Number(count); index += 1) tracer.startSpan(`s${index}`).end();

const ways = {
  natural: () => undefined,
  'natural with a shutdown': () => process.once('beforeExit', () => void provider.shutdown()),
  'natural with a flush': () => void provider.forceFlush(),
  exit: () => {
    process.on('exit', () => exporter.flushSync());
    // A request is under way by then.
    setTimeout(() => process.exit(7), 20);
  },
  throw: () => {
    process.on('exit', () => exporter.flushSync());
    setTimeout(() => {
      throw new Error('the application broke');
    }, 20);
  },
  rejection: () => {
    process.on('exit', () => exporter.flushSync());
    void Promise.reject(new Error('the application rejected'));
  },
  SIGTERM: () => {
    process.once('SIGTERM', () => void provider.shutdown().then(() => process.exit(143)));
    setInterval(() => undefined, 1_000);
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), 20);
  },
};
ways[way]();
