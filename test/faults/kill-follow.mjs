// F01: a shipper that follows a file is killed at random moments and started again.
//
//   node test/faults/kill-follow.mjs --kills 200 --records 100000
//
// The file is written all the time; the moments follow from the seed, as far as processes can. Without kills and with
// --once the file is shipped whole, which shows that oracle, producer and truth agree.
import { loadTypeScript } from './support/load-typescript.mjs';
import { SHIPPER_SETTINGS, withRun } from './support/follow-run.mjs';
import { QUIET_AFTER_MS, sleep, WEDGED_AFTER_MS } from './support/judged-backend.mjs';
import { readLedger, startProducer } from './support/processes.mjs';
import { DUPLICATES_PER_CRASH_MAX, printRow, reportedBy } from './support/row.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/kill-follow.mjs [options]', {
  ...SHIPPER_SETTINGS,
  kills: 200,
  records: 100_000,
  'kill-within': 2_000, // ms after the start of the shipper, at most
  // When a kill comes: at a random moment; or with one of the next requests on the way, which then has not arrived
  // (request) or has arrived but was not answered (stored).
  moment: 'random',
  once: false, // ship the complete file, without --follow and without kills
  quiet: QUIET_AFTER_MS, // ms without a request at the end
  patience: WEDGED_AFTER_MS, // ms without a new span until the shipper counts as stuck
});

const { ACCEPT } = loadTypeScript('support/fault-backend/behaviour.ts');
const { createSeededRandom } = loadTypeScript('support/seeded-random.ts');

/** Three lines make a span, about. */
const workload = { spans: Math.ceil(settings.records / 3), seed: settings.seed };

/** The producer is to last as long as the kills do: half of the longest life each, and the time that a start takes. */
function rateOf() {
  const runMs = settings.kills * (settings['kill-within'] / 2 + 100);
  return settings.once || settings.kills === 0 ? 0 : Math.ceil((settings.records / runMs) * 1000);
}

/** What is told of the lives of the shipper. */
const recoveriesMs = [];
let dupMaxPerKill = 0;

/** Lives that end with a request end with one of this many after the start. */
const REQUESTS_PER_LIFE_MAX = 6;

/** Swallows a request of this life; answers when it has come. */
function swallowRequest(run, random) {
  const fatal = run.backend.requestCount + Math.floor(random() * REQUESTS_PER_LIFE_MAX);
  const come = { has: false };
  run.backend.behave(({ index }) => {
    if (index < fatal) return ACCEPT;
    come.has = true;
    return { type: 'hang', stores: settings.moment === 'stored' };
  });
  return come;
}

/** One life that ends with a kill. */
async function liveAndDie(run, random) {
  const lifeMs = random() * settings['kill-within'];
  const fatalRequest = settings.moment === 'random' ? { has: false } : swallowRequest(run, random);
  const duplicatesBefore = run.oracle.duplicates;
  const requestsBefore = run.backend.requestCount;
  const shipper = run.startShipper();
  // A request that does not come, because everything has been sent, is not waited for.
  const dieAt = performance.now() + (settings.moment === 'random' ? lifeMs : settings['kill-within'] * 2);
  let firstExportMs;
  while (performance.now() < dieAt && !shipper.hasEnded && !fatalRequest.has) {
    await sleep(Math.min(20, Math.max(1, dieAt - performance.now())));
    if (firstExportMs === undefined && run.backend.requestCount > requestsBefore) {
      firstExportMs = run.oracle.lastRequestMs - shipper.startedAt;
    }
  }
  run.noteCrash(shipper);
  await shipper.kill();
  run.backend.behave(() => ACCEPT);
  if (firstExportMs !== undefined) recoveriesMs.push(firstExportMs);
  dupMaxPerKill = Math.max(dupMaxPerKill, run.oracle.duplicates - duplicatesBefore);
}

function isThere(path) {
  try {
    return readLedger(path) >= 0;
  } catch {
    return false;
  }
}

async function killAndFinish(run) {
  const random = createSeededRandom(settings.seed);
  while (!isThere(run.ledger)) await sleep(10);
  for (let kill = 0; kill < settings.kills; kill += 1) await liveAndDie(run, random);
  const duplicatesBefore = run.oracle.duplicates;
  const shipper = run.startShipper();
  const figures = () => {
    const recoveries = recoveriesMs.sort((a, b) => a - b);
    return {
      kills: settings.kills,
      dupMaxPerKill: Math.max(dupMaxPerKill, settings.kills > 0 ? run.oracle.duplicates - duplicatesBefore : 0),
      recoverS: (recoveries.at(-1) ?? 0) / 1000,
      recoverMedianS: (recoveries[Math.floor(recoveries.length / 2)] ?? 0) / 1000,
    };
  };
  const limits = { dupMaxPerKill: DUPLICATES_PER_CRASH_MAX };
  await run.finish(settings.moment === 'random' ? 'F01' : `F01 ${settings.moment}`, shipper, {
    figures,
    limits,
    quiet: { quietMs: settings.quiet, wedgedMs: settings.patience },
  });
}

/** The complete file, once: what is lost here is lost without any fault. */
async function shipOnce(run) {
  const shipper = run.startShipper({ state: [] });
  const { code } = await shipper.ended;
  printRow({
    id: 'once',
    verdict: run.oracle.judge(),
    reported: reportedBy(shipper.summary),
    crashes: code === 0 ? 0 : 1,
    rssMaxMb: shipper.rssMaxMb,
    exitCode: code,
    seed: settings.seed,
    tookS: (performance.now() - shipper.startedAt) / 1000,
  });
}

await withRun(settings, workload, async (run) => {
  run.linesOut = () => readLedger(run.ledger);
  await run.openBackend();
  const producer = startProducer({ out: run.file, ledger: run.ledger, ...workload, rate: rateOf() });
  run.processes.push(producer);
  if (settings.once) await producer.ended.then(() => shipOnce(run));
  else await killAndFinish(run);
});
