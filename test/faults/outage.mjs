// F06 and F46: one of two backends answers 503 for a while. The other one gets every span as fast as before, and the
// one that was down gets all of them afterwards. With --alone there is only the one that goes down.
import { LineWriter } from './support/line-writer.mjs';
import { loadTypeScript } from './support/load-typescript.mjs';
import { SHIPPER_SETTINGS, withRun } from './support/follow-run.mjs';
import { sleep, untilQuiet } from './support/judged-backend.mjs';
import { printRow } from './support/row.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/outage.mjs [options]', {
  ...SHIPPER_SETTINGS,
  alone: false,
  outage: 30, // seconds; the whole run has 600
  rate: 3_000, // records each second; three make a span, about
});

const { ACCEPT, fail } = loadTypeScript('support/fault-backend/behaviour.ts');

/** Before the outage, so that connections are there when it begins. */
const LEAD_S = 2;

/** After the outage. */
const TAIL_S = 2;

async function endure(run) {
  const down = await run.openBackend();
  const live = settings.alone ? undefined : await run.openBackend();
  const writer = new LineWriter({ path: run.file, workload: down.workload, rate: settings.rate });
  const written = writer.start();
  const shipper = run.startShipper();
  await sleep(LEAD_S * 1000);
  const [downMs, firstRefused] = [performance.now(), down.backend.requestCount];
  down.backend.behave(() => fail(503));
  await sleep(settings.outage * 1000);
  const refused = down.backend.requestCount - firstRefused;
  const waits = waitsOf(down.backend.requests.slice(-refused), downMs);
  const [mendedMs, behind] = [performance.now(), writer.linesOut / 3 - down.oracle.distinct];
  down.backend.behave(() => ACCEPT);
  await written;
  const drained = await drainOf(down.oracle, mendedMs, behind);
  if (live !== undefined) await reportLive(run, live, writer, shipper);
  await run.finish(settings.alone ? 'F06' : 'F46 down', shipper, {
    figures: () => ({ requestsInOutage: refused, outageS: settings.outage, waitVariation: waits, ...drained }),
    limits: { rssMaxMb: 150 },
  });
}

/** The coefficient of variation of the waits between requests once the backoff has reached its range. */
function waitsOf(requests, fromMs) {
  const times = requests.map(({ atMs }) => atMs - fromMs);
  const waits = times.slice(6).map((atMs, index) => atMs - times[index + 5]);
  if (waits.length < 3) return undefined;
  const mean = waits.reduce((total, wait) => total + wait, 0) / waits.length;
  return Math.sqrt(waits.reduce((total, wait) => total + (wait - mean) ** 2, 0) / waits.length) / mean;
}

/** How soon the first span came after the outage, and at what speed those that had waited. */
async function drainOf(oracle, mendedMs, behind) {
  const already = oracle.distinct;
  const endMs = performance.now() + 60_000;
  let recoverS;
  while (performance.now() < endMs && oracle.distinct < already + behind) {
    await sleep(10);
    if (recoverS === undefined && oracle.lastNewMs > mendedMs) recoverS = (oracle.lastNewMs - mendedMs) / 1000;
  }
  const drainS = (performance.now() - mendedMs) / 1000 - (recoverS ?? 0);
  return { recoverS, spansBehind: Math.round(behind), drainSpansPerS: Math.round(behind / Math.max(drainS, 0.001)) };
}

/** The row of the backend that was never down: how long after its last line each span came. */
async function reportLive(run, { oracle, workload }, writer, shipper) {
  const { isWedged } = await untilQuiet(oracle, run.spanCount);
  const lags = [...lagsOf(oracle, workload, writer)].sort((a, b) => a - b);
  const lagP95Ms = lags[Math.floor(lags.length * 0.95)];
  const { rssMaxMb } = shipper;
  const limits = { lagP95Ms: 1_000 };
  printRow({ id: 'F46 live', verdict: oracle.judge(), isWedged, lagP95Ms, lagMaxMs: lags.at(-1), rssMaxMb, limits });
}

function* lagsOf(oracle, workload, writer) {
  let line = 0;
  for (const text of workload.lines()) {
    const { event, provisional, trace_id: traceId, span_id: spanId } = JSON.parse(text).__tracer_meta__;
    const cameMs = oracle.firstMsOf(Buffer.from(traceId + spanId, 'hex'));
    if (event.endsWith('.end') && provisional !== true && cameMs !== undefined) yield cameMs - writer.outMs[line];
    line += 1;
  }
}

const seconds = LEAD_S + settings.outage + TAIL_S;
await withRun(settings, { spans: Math.ceil((settings.rate * seconds) / 3), seed: settings.seed }, endure);
