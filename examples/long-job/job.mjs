// A job that takes its time: `node job.mjs [SECONDS]`, default 20. What runs is visible before it ends.
import { SpanStatusCode, trace } from '@opentelemetry/api';
import { register } from '@spanbridge/sdk';
import { setTimeout as delay } from 'node:timers/promises';

// A span that has run for 300 ms is shown with a marker; without this line it would be seen when it ends.
register({ serviceName: 'nightly-import', provisional: 'marker', provisionalMinAgeMs: 300 });

const tracer = trace.getTracer('long-job');
const seconds = Number(process.argv[2] ?? 20);

/** The parts of each step; all of them take equally long. */
const STEPS = {
  download: ['customers.csv', 'orders.csv'],
  validate: ['customers', 'orders'],
  store: ['customers', 'orders', 'invoices'],
};
const PARTS = Object.values(STEPS).flat().length;
const ITEMS = 10;

/** Runs work inside a span of its own; spans that the work starts are its children. */
function step(name, work) {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** One part of a step, with an event for each item. */
async function runPart(span) {
  for (let item = 1; item <= ITEMS; item += 1) {
    await delay((seconds * 1000) / (PARTS * ITEMS));
    span.addEvent('item done', { 'job.item': item, 'job.items': ITEMS });
  }
}

await step('nightly import', async (job) => {
  console.log(`trace ${job.spanContext().traceId}`);
  for (const [name, parts] of Object.entries(STEPS)) {
    await step(name, async () => {
      for (const part of parts) await step(`${name} ${part}`, runPart);
    });
    console.log(`${name} is done`);
  }
});
