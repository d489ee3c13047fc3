// A program that registers, makes spans and ends in the way that its arguments name: `URL WAY COUNT [SPOOL]`.
import { trace } from '@opentelemetry/api';
import { register } from '@spanbridge/sdk';

const [endpoint, way, count, spool] = process.argv.slice(2);
const registration = register({ endpoint, spool, serviceName: 'child', shutdownTimeoutMs: 2_000 });
const tracer = trace.getTracer('child');
const makeSpans = (from, to) => {
  for (let index = from; index < to; index += 1) tracer.startSpan(`s${index}`).end();
};
makeSpans(0, Number(count));

/** Long enough for a spool to be opened, and for requests to be under way. */
const later = (work) => setTimeout(work, 200);
const stay = () => setInterval(() => undefined, 1_000);

const ways = {
  natural: () => undefined,
  'natural with late spans': () =>
    process.once('beforeExit', () => setTimeout(() => makeSpans(Number(count), 2 * Number(count)), 50)),
  'natural with an exit code': () => (process.exitCode = 5),
  'exit at once': () => process.exit(8),
  exit: () => later(() => process.exit(7)),
  throw: () =>
    later(() => {
      throw new Error('the application broke');
    }),
  rejection: () => later(() => void Promise.reject(new Error('the application rejected'))),
  signal: stay,
  'signal with a handler': () => {
    const timer = stay();
    process.once('SIGTERM', () => {
      clearInterval(timer);
      process.exitCode = 3;
    });
  },
};
process.on('exit', () => process.stdout.write(`${JSON.stringify(registration.ledger())}\n`));
process.stderr.write('ready\n');
ways[way]();
