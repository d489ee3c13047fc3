// What an application loses when its backend misbehaves: with the stock processor and exporter, and with ours.
//
//   node test/faults/stock-exporter.mjs --exporter stock --exporter spanbridge --outage 30
//
// Each row and exporter gets a backend and an application of its own; the application makes spans at a steady rate
// during the outage and three seconds beyond, then flushes and shuts down.
import { fileURLToPath } from 'node:url';
import { loadTypeScript } from './support/load-typescript.mjs';
import { BACKEND_ROWS, truthOfApp } from './support/backend-rows.mjs';
import { start } from './support/processes.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/stock-exporter.mjs [options]', {
  exporter: [], // stock, sender or spanbridge; may be repeated; default stock and spanbridge
  row: [], // such as F06; may be repeated; default all
  outage: 20, // seconds for which rows with an outage fail
  rate: 1_000, // spans each second
  drain: 60, // seconds that the application waits at its end
});

const APP = fileURLToPath(new URL('./support/exporting-app.mjs', import.meta.url));

/** The application goes on for this long after the outage, so that what comes later is seen to arrive. */
const BEYOND_S = 3;

const { createOracle } = loadTypeScript('support/oracle/oracle.ts');
const { startFaultBackend } = loadTypeScript('support/fault-backend/fault-backend.ts');
const { findClosedUrl } = loadTypeScript('support/fault-backend/black-hole.ts');

async function runRow(id, exporter) {
  const row = BACKEND_ROWS[id];
  const outageMs = settings.outage * 1000;
  const spans = settings.rate * (settings.outage + BEYOND_S);
  const oracle = createOracle({ truth: truthOfApp(spans, row.isRefused) });
  const elsewhere = await startFaultBackend();
  const startedMs = performance.now();
  const behave = ({ index }) =>
    row.behave({ index, atMs: performance.now() - startedMs, outageMs, elsewhere: elsewhere.url });
  const port = Number(new URL(await findClosedUrl()).port);
  const opening = openLater(row.isDown === true ? outageMs : 0, { oracle, behave, port });
  const argument = {
    exporter,
    url: `http://127.0.0.1:${port}/v1/traces`,
    spans,
    rate: settings.rate,
    drainMs: settings.drain * 1000,
    timeoutMs: row.timeoutMs,
  };
  const app = start([APP, JSON.stringify(argument)]);
  const end = await app.ended;
  const backend = await opening;
  await Promise.all([backend.close(), elsewhere.close()]);
  if (end.code !== 0) throw new Error(`The application ended with ${end.code}: ${app.stderr}`);
  print({
    id,
    exporter,
    what: row.what,
    spans,
    verdict: oracle.judge(),
    requests: backend.requestCount,
    elsewhere: elsewhere.requestCount,
    turnedDown: backend.requests.reduce((sum, { turnedDownCount }) => sum + turnedDownCount, 0),
    app: JSON.parse(app.stdout),
  });
}

async function openLater(ms, options) {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  return startFaultBackend(options);
}

function print({ verdict, app, ...facts }) {
  const { duplicates, mutated, invented, invalid } = verdict;
  // What the backend has turned down is not there, but the exporter has delivered it.
  const lost = verdict.lost - facts.turnedDown;
  const lostPercent = Number(((lost / facts.spans) * 100).toFixed(1));
  const figures = Object.fromEntries(
    Object.entries(app).map(([name, value]) => [name, typeof value === 'number' ? Math.round(value * 10) / 10 : value]),
  );
  console.log(JSON.stringify({ ...facts, lost, lostPercent, dup: duplicates, mutated, invented, invalid, ...figures }));
}

const exporters = settings.exporter.length > 0 ? settings.exporter : ['stock', 'spanbridge'];
const rows = settings.row.length > 0 ? settings.row : Object.keys(BACKEND_ROWS);
for (const id of rows) for (const exporter of exporters) await runRow(id, exporter);
