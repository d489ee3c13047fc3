// F01: a shipper that follows a file is killed at random moments and started again.
//
//   node test/faults/kill-follow.mjs --kills 200 --records 100000
//
// The file is written all the time; the moments follow from the seed, as far as processes can. Without kills and with
// --once the file is shipped whole, which shows that oracle, producer and truth agree.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTypeScript } from './support/load-typescript.mjs';
import { sleep, startJudgedBackend, untilQuiet, WEDGED_AFTER_MS } from './support/judged-backend.mjs';
import { readLedger, SPANBRIDGE, start, startProducer } from './support/processes.mjs';
import { readSettings } from './support/settings.mjs';
import { DUPLICATES_PER_CRASH_MAX, printRow, reportedBy } from './support/row.mjs';

const settings = readSettings('node test/faults/kill-follow.mjs [options]', {
  kills: 200,
  records: 100_000,
  seed: 1,
  'kill-within': 2_000, // ms after the start of the shipper, at most
  once: false, // ship the complete file, without --follow and without kills
  shipper: SPANBRIDGE, // another program with the same options, to try this script itself
  option: [], // more options of ship, such as --option=--provisional=marker
  patience: WEDGED_AFTER_MS, // ms without a new span until the shipper counts as stuck
  spare: false, // keep the directory with the file and the checkpoint
});

const { createSeededRandom } = loadTypeScript('support/seeded-random.ts');

/** Three lines make a span, about. */
const spans = Math.ceil(settings.records / 3);
const workload = { spans, seed: settings.seed };
const directory = mkdtempSync(join(tmpdir(), 'spanbridge-kill-'));
const file = join(directory, 'app.jsonl');
const ledger = join(directory, 'ledger');

/** The producer is to last as long as the kills do: half of the longest life each, and the time that a start takes. */
function rateOf() {
  const runMs = settings.kills * (settings['kill-within'] / 2 + 100);
  return settings.once || settings.kills === 0 ? 0 : Math.ceil((settings.records / runMs) * 1000);
}

function startShipper(url) {
  const follow = settings.once ? [] : ['--follow', '--checkpoint', join(directory, 'checkpoint')];
  return start([settings.shipper, 'ship', file, ...follow, '--endpoint', url, '--json', '--quiet', ...settings.option]);
}

/** What is told of the lives of the shipper. */
const lives = { kills: 0, crashes: 0, rssMaxMb: 0, recoveriesMs: [], dupMaxPerKill: 0 };

/** One life that ends with a kill. */
async function liveAndDie({ oracle, backend }, lifeMs) {
  const duplicatesBefore = oracle.duplicates;
  const requestsBefore = backend.requestCount;
  const shipper = startShipper(backend.base);
  const dieAt = performance.now() + lifeMs;
  let firstExportMs;
  while (performance.now() < dieAt && !shipper.hasEnded) {
    await sleep(Math.min(20, Math.max(1, dieAt - performance.now())));
    if (firstExportMs === undefined && backend.requestCount > requestsBefore) {
      firstExportMs = oracle.lastRequestMs - shipper.startedAt;
    }
  }
  if (shipper.hasEnded) noteCrash(shipper);
  await shipper.kill();
  lives.rssMaxMb = Math.max(lives.rssMaxMb, shipper.rssMaxMb);
  lives.kills += 1;
  if (firstExportMs !== undefined) lives.recoveriesMs.push(firstExportMs);
  lives.dupMaxPerKill = Math.max(lives.dupMaxPerKill, oracle.duplicates - duplicatesBefore);
}

function noteCrash(shipper) {
  lives.crashes += 1;
  console.error(`The shipper ended by itself (${shipper.child.exitCode}): ${shipper.stderr.slice(-2_000)}`);
}

/** The life that may go on to the end. */
async function liveOn({ oracle, backend, workload: { spanCount } }) {
  const duplicatesBefore = oracle.duplicates;
  const shipper = startShipper(backend.base);
  const quiet = settings.once
    ? { isWedged: (await shipper.ended).code !== 0 }
    : await untilQuiet(oracle, spanCount, { wedgedMs: settings.patience });
  if (!settings.once && shipper.hasEnded) noteCrash(shipper);
  const end = settings.once ? await shipper.ended : await shipper.stop();
  lives.rssMaxMb = Math.max(lives.rssMaxMb, shipper.rssMaxMb);
  if (settings.kills > 0) lives.dupMaxPerKill = Math.max(lives.dupMaxPerKill, oracle.duplicates - duplicatesBefore);
  return { ...quiet, exitCode: end?.code ?? null, summary: shipper.summary, stderr: shipper.stderr };
}

async function run() {
  const random = createSeededRandom(settings.seed);
  const judged = await startJudgedBackend(workload, { linesOut: () => readLedger(ledger) });
  const beganMs = performance.now();
  const producer = startProducer({ out: file, ledger, ...workload, rate: rateOf() });
  try {
    if (settings.once) await producer.ended;
    else while (!isThere(ledger)) await sleep(10);
    for (let kill = 0; kill < settings.kills && !settings.once; kill += 1) {
      await liveAndDie(judged, random() * settings['kill-within']);
    }
    const [last] = await Promise.all([liveOn(judged), producer.ended]);
    report(judged.oracle.judge(), last, performance.now() - beganMs);
  } finally {
    if (!producer.hasEnded) await producer.kill();
    await judged.backend.close();
    if (!settings.spare) rmSync(directory, { recursive: true, force: true });
  }
}

function isThere(path) {
  try {
    return readLedger(path) >= 0;
  } catch {
    return false;
  }
}

function report(verdict, last, tookMs) {
  const recoveries = lives.recoveriesMs.sort((a, b) => a - b);
  printRow({
    id: 'F01',
    verdict,
    reported: reportedBy(last.summary),
    isWedged: last.isWedged,
    crashes: lives.crashes,
    kills: lives.kills,
    dupMaxPerKill: lives.dupMaxPerKill,
    rssMaxMb: lives.rssMaxMb,
    recoverS: (recoveries.at(-1) ?? 0) / 1000,
    recoverMedianS: (recoveries[Math.floor(recoveries.length / 2)] ?? 0) / 1000,
    exitCode: last.exitCode,
    seed: settings.seed,
    tookS: tookMs / 1000,
    limits: { dupMaxPerKill: DUPLICATES_PER_CRASH_MAX },
  });
  if (process.exitCode === 1) console.error(last.stderr.slice(-2_000));
}

await run();
