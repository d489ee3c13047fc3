// How fast spans go through the spool on disk: 128 spans of 500 bytes to a record of 64 KB, a sync for every 4 MiB.
//   npm run build && node bench/spool.mjs [--directory DIR] [--mebibytes 256]
import { mkdtempSync, openSync, closeSync, writeSync, fdatasyncSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openSpool } from '@spanbridge/otlp';

const { values } = parseArgs({
  options: { directory: { type: 'string' }, mebibytes: { type: 'string', default: '256' } },
});
const SPAN_BYTES = 500;
const SPANS = 128;
const SYNC_BYTES = 4 * 1024 * 1024;
const body = Buffer.alloc(SPANS * SPAN_BYTES, 'span');
const records = Math.floor((Number(values.mebibytes) * 1024 * 1024) / body.byteLength);
const entry = { signal: 'traces', priority: 1, spanCount: SPANS, body };
const root = mkdtempSync(join(values.directory ?? tmpdir(), 'spanbridge-bench-'));

async function measure(name, run) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const startedAt = performance.now();
  await run();
  const seconds = (performance.now() - startedAt) / 1000;
  delay.disable();
  const megabytes = (records * body.byteLength) / 1e6 / seconds;
  const spans = Math.round((records * SPANS) / seconds);
  const lag = `event loop p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms`;
  console.log(`${name.padEnd(34)} ${megabytes.toFixed(0).padStart(5)} MB/s  ${spans} spans/s  ${lag}`);
}

function writeBare() {
  const handle = openSync(join(root, 'bare'), 'w');
  let unsyncedBytes = 0;
  for (let index = 0; index < records; index += 1) {
    writeSync(handle, body);
    if ((unsyncedBytes += body.byteLength) < SYNC_BYTES) continue;
    fdatasyncSync(handle);
    unsyncedBytes = 0;
  }
  fdatasyncSync(handle);
  closeSync(handle);
}

async function append(spool, isSynced) {
  let unsyncedBytes = 0;
  for (let index = 0; index < records; index += 1) {
    const { status } = await spool.append([entry]);
    if (status !== 'appended') throw new Error(status);
    if (!isSynced || (unsyncedBytes += body.byteLength) < SYNC_BYTES) continue;
    await spool.sync();
    unsyncedBytes = 0;
  }
  if (isSynced) await spool.sync();
}

async function drain(spool) {
  const destination = spool.destination('a');
  let taken = 0;
  for (let batch; (batch = await destination.take({ spansMax: 512, bytesMax: SYNC_BYTES }));) {
    taken += batch.length;
    await destination.ack(batch.map(({ sequence }) => sequence));
  }
  if (taken !== records) throw new Error(`${taken} records`);
}

const options = { directory: join(root, 'spool'), destinations: ['a'], sizeBytesMax: 2 ** 40 };
try {
  console.log(`${records} records of ${body.byteLength} bytes, ${SPANS} spans each, Node ${process.version}`);
  await measure('bare writes, sync for every 4 MiB', writeBare);
  const spool = await openSpool(options);
  await measure('append, sync for every 4 MiB', () => append(spool, true));
  await spool.close();
  let again;
  await measure('open (reads and checks all)', async () => (again = await openSpool(options)));
  await measure('take and ack 512 spans, from disk', () => drain(again));
  await measure('append, no sync', () => append(again, false));
  await again.close();
} finally {
  rmSync(root, { recursive: true });
}
