// How fast records become OTLP, as a ratio to nothing but `JSON.parse` of the same lines. Aim: at least 0.35.
//   npm run build && node --expose-gc bench/ingest.mjs
import { RecordPipeline, Ledger, createResource } from '@spanbridge/core';
import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { encodeTraces } from '@spanbridge/otlp';
import { interleave, medianOf, ratio } from './support/measure.mjs';
import { traceLines } from './support/records.mjs';

const TRACES = 10_000;
const ROUNDS = 7;
const BATCH_SPANS = 512;
const lines = Array.from({ length: TRACES }, (_, trace) => traceLines(trace)).flat();

function parseOnly() {
  let count = 0;
  for (const line of lines) count += JSON.parse(line).__tracer_meta__ === undefined ? 0 : 1;
  if (count !== lines.length) throw new Error(`${count} records`);
}

function ingest(encode) {
  let waiting = [];
  let spans = 0;
  const flush = () => {
    spans += waiting.length;
    if (encode) encodeTraces(waiting);
    waiting = [];
  };
  const ledger = new Ledger();
  const pipeline = new RecordPipeline({
    bridges: [createTracerMetaBridge()],
    ledger,
    resource: createResource({ 'service.name': 'bench' }),
    encodeEvent: () => new Uint8Array(),
    onSpan: (span) => {
      waiting.push(span);
      if (waiting.length === BATCH_SPANS) flush();
    },
  });
  for (let index = 0; index < lines.length; index += 1) {
    pipeline.accept({ text: lines[index], line: index + 1, isTerminated: true });
  }
  Array.from(pipeline.flush());
  flush();
  if (spans !== TRACES * 5) throw new Error(`${spans} spans`);
}

const results = await interleave({ parse: parseOnly, spans: () => ingest(false), otlp: () => ingest(true) }, ROUNDS);
const rate = (name) => Math.round(lines.length / medianOf(results, name, 'wallMs'));
console.log(`${lines.length} records, ${TRACES * 5} spans, ${ROUNDS} interleaved rounds, Node ${process.version}`);
console.log(`JSON.parse alone            ${rate('parse')} k records/s`);
for (const [name, label] of [
  ['spans', 'records to spans'],
  ['otlp', 'records to OTLP protobuf'],
]) {
  const wall = ratio(results, 'parse', name, 'wallMs');
  const cpu = ratio(results, 'parse', name, 'cpuMs');
  const range = `${wall.min.toFixed(2)}–${wall.max.toFixed(2)}`;
  const times = `${wall.median.toFixed(2)} × JSON.parse (${range}; by CPU time ${cpu.median.toFixed(2)})`;
  console.log(`${label.padEnd(27)} ${rate(name)} k records/s, ${times}`);
}
