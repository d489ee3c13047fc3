// Takes two orders. With `--die` it kills itself in the middle of the second, as the kernel does when memory runs out.
import { trace } from '@opentelemetry/api';
import { register } from '@spanbridge/sdk';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

// What is open stands in this file. A start delivers what an earlier process left there; a clean end leaves none.
const crashFile = process.env.SPANBRIDGE_CRASH_FILE ?? fileURLToPath(new URL('open-spans.jsonl', import.meta.url));
const { forceFlush } = register({ serviceName: 'orders', crashFile });

const tracer = trace.getTracer('crash-recovery');
const dies = process.argv.includes('--die');

// What has ended is sent within a second by itself. Here it is sent at once, so that every run shows the same. Whether
// it arrives is told by spanbridge and is no business of the orders.
const sendNow = () => forceFlush(1_000).catch(() => undefined);

/** Runs work inside a span of its own; spans that the work starts are its children. */
function step(name, attributes, work) {
  return tracer.startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } finally {
      span.end();
    }
  });
}

for (const number of [1001, 1002]) {
  await step('process order', { 'order.number': number }, async () => {
    await step('check stock', {}, () => delay(20));
    await sendNow();
    await step('charge card', { 'card.holder': 'Ada' }, async () => {
      await delay(20);
      if (dies && number === 1002) process.kill(process.pid, 'SIGKILL');
    });
  });
  await sendNow();
  console.log(`order ${number} is done`);
}
