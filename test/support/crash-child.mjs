// A program that keeps a crash file and is killed. `PATH MODE [URL TRUTH_FILE]`
// open:  1,000 spans in trees of ten; every tenth has failed. Says `ready` and hangs.
// abort: the same, then ends itself by abort().
// load:  starts and ends spans without end and sends the finals to URL; TRUTH_FILE gets a line for each span once
//        `started` has returned, and for each batch before and after it is sent.
import { openSync, writeSync } from 'node:fs';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { toTracesData } from '@spanbridge/otlp';
import { createOpenSpanJournal } from '@spanbridge/sdk';

const [path, mode, url, truthFile] = process.argv.slice(2);
const journal = createOpenSpanJournal({ path, rewriteBytesMin: mode === 'load' ? 64 * 1024 : undefined });
const truth = truthFile === undefined ? undefined : openSync(truthFile, 'a');
const note = (text) => truth !== undefined && writeSync(truth, `${text}\n`);
const keyOf = (span) => `${span.spanContext().traceId}/${span.spanContext().spanId}`;

let queue = [];
const provider = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'crashing', 'process.pid': process.pid }),
  spanProcessors: [
    {
      onStart: (span) => {
        journal.started(span);
        note(`started ${keyOf(span)}`);
      },
      onEnd: (span) => {
        journal.ended(span);
        queue.push(span);
      },
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    },
  ],
});
const tracer = provider.getTracer('crash-child', '1.0.0');

function openSpans() {
  for (let tree = 0; tree < 100; tree += 1) {
    const root = tracer.startSpan(`root ${tree}`, { attributes: { tree } });
    const inRoot = trace.setSpan(context.active(), root);
    for (let index = 1; index < 10; index += 1) {
      const child = tracer.startSpan(`child ${index}`, { attributes: { index, text: 'ä "quoted"' } }, inRoot);
      if (index === 5) child.setStatus({ code: SpanStatusCode.ERROR, message: 'broken' });
      if (index === 6) child.setStatus({ code: SpanStatusCode.OK });
      if (index === 7) child.recordException(new TypeError('bad value'));
    }
    // Spans that have ended and whose final has left are not open.
    const ended = tracer.startSpan('ended', {}, inRoot);
    ended.end();
  }
  journal.sync(queue);
  queue = [];
}

let batches = 0;

async function send() {
  const batch = queue.splice(0, 64);
  if (batch.length === 0) return;
  const number = (batches += 1);
  note(`sending ${number} ${batch.map(keyOf).join(' ')}`);
  journal.sync(batch);
  const response = await globalThis.fetch(url, { method: 'POST', body: JSON.stringify(toTracesData(batch)) });
  await response.text();
  note(`sent ${number}`);
}

async function load() {
  const open = [];
  for (let round = 0; ; round += 1) {
    for (let index = 0; index < 20; index += 1) {
      const parent = open.at(-1 - (index % 3));
      const inParent = parent === undefined ? context.active() : trace.setSpan(context.active(), parent);
      open.push(tracer.startSpan(`span ${round}`, { attributes: { round, index } }, inParent));
    }
    while (open.length > 60) {
      const span = open.splice((round * 7) % open.length, 1)[0];
      if (round % 3 === 0) span.setStatus({ code: SpanStatusCode.OK });
      span.end();
    }
    await send();
  }
}

if (mode === 'load') void load();
else {
  openSpans();
  writeSync(1, 'ready\n');
  if (mode === 'abort') process.abort();
  setInterval(() => undefined, 60_000);
}
