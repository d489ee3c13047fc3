// A shipper of the simplest kind that survives kills, and with --plant one with a known fault. The scripts of this
// folder are tried on it: they have to pass the one and to find the fault of the other.
//
//   node test/faults/support/control-shipper.mjs ship FILE --follow --checkpoint DIR --endpoint URL [--plant FAULT]
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, renameSync } from 'node:fs';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What can be wrong with it. */
const FAULTS = ['none', 'position-before-ack', 'mutate', 'invent', 'swallow', 'crash'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    follow: { type: 'boolean' },
    checkpoint: { type: 'string' },
    endpoint: { type: 'string' },
    json: { type: 'boolean' },
    quiet: { type: 'boolean' },
    plant: { type: 'string', default: process.env.CONTROL_PLANT ?? 'none' },
  },
});
const [, file] = positionals;
const { plant } = values;
if (!FAULTS.includes(plant)) throw new Error(`--plant is ${plant}, not one of ${FAULTS.join(', ')}.`);

const READ_BYTES = 64 * 1024;
const BATCH_SPANS = 256;
const checkpoint = join(values.checkpoint, 'state.json');

function restore() {
  mkdirSync(values.checkpoint, { recursive: true });
  const state = existsSync(checkpoint) ? JSON.parse(readFileSync(checkpoint, 'utf8')) : { position: 0, open: {} };
  return { position: state.position, open: new Map(Object.entries(state.open)) };
}

function save(state) {
  writeFileSync(`${checkpoint}.new`, JSON.stringify({ ...state, open: Object.fromEntries(state.open) }));
  renameSync(`${checkpoint}.new`, checkpoint);
}

/** The whole lines from the position on, up to 64 KiB; moves the position behind them. */
function readLines(state) {
  if (!existsSync(file)) return [];
  const descriptor = openSync(file, 'r');
  const buffer = Buffer.alloc(Math.min(READ_BYTES, Math.max(0, fstatSync(descriptor).size - state.position)));
  readSync(descriptor, buffer, 0, buffer.length, state.position);
  closeSync(descriptor);
  const end = buffer.lastIndexOf('\n') + 1;
  state.position += end;
  return buffer.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
}

/** Takes a record in; answers the finished span that it ends, if it ends one. */
function take(open, { __tracer_meta__: meta, ...user }) {
  const key = `${meta.trace_id}/${meta.span_id}`;
  const gathered = open.get(key) ?? [];
  gathered.push({ meta, user });
  const isEnd = meta.provisional !== true && meta.event === `${gathered[0].meta.event.replace(/\.start$/, '')}.end`;
  if (!isEnd) open.set(key, gathered);
  else open.delete(key);
  return isEnd ? toSpan(gathered) : undefined;
}

function nanoOf(timestamp) {
  return String(
    BigInt(Date.parse(`${timestamp.slice(0, 19)}Z`)) * 1_000_000n + BigInt(timestamp.slice(20, 26)) * 1000n,
  );
}

function attributesOf(fields) {
  return Object.entries(fields).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: String(value) },
  }));
}

function toSpan(records) {
  const [start, end] = [records[0], records.at(-1)];
  const { error, ...result } = end.user;
  const { trace_id: traceId, span_id: spanId, parent_span_id: parentSpanId = '' } = start.meta;
  const attributes = attributesOf({ ...start.user, ...result });
  if (plant === 'mutate') attributes.push({ key: 'process.pid', value: { intValue: String(process.pid) } });
  return {
    traceId,
    spanId: plant === 'invent' && Math.random() < 0.01 ? spanId.replace(/./g, '7') : spanId,
    parentSpanId,
    name: start.meta.event.replace(/\.start$/, ''),
    kind: 1,
    startTimeUnixNano: nanoOf(start.meta.timestamp),
    endTimeUnixNano: nanoOf(end.meta.timestamp),
    attributes,
    events: records.slice(1, -1).map(({ meta, user }) => ({
      timeUnixNano: nanoOf(meta.timestamp),
      name: meta.event,
      attributes: attributesOf(user),
    })),
    status: error === undefined ? {} : { code: 2, message: error },
  };
}

async function send(spans) {
  const kept = plant === 'swallow' ? spans.slice(1) : spans;
  for (let index = 0; index < kept.length; index += BATCH_SPANS) {
    const batch = kept.slice(index, index + BATCH_SPANS);
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: batch }] }] });
    await globalThis.fetch(`${values.endpoint}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  }
}

async function run() {
  const state = restore();
  process.on('SIGTERM', () => process.exit(143));
  for (;;) {
    const lines = readLines(state);
    const spans = lines.map((line) => take(state.open, JSON.parse(line))).filter((span) => span !== undefined);
    if (plant === 'position-before-ack' && lines.length > 0) save(state);
    if (plant === 'crash' && lines.length > 0) throw new Error('The planted crash.');
    await send(spans);
    if (lines.length > 0) save(state);
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

await run();
