// F04: the shipper is killed at each of its calls that change the state directory: at the K-th write, fdatasync,
// rename, unlink of it, for every K that a whole run has. After each kill it is started again and has to come to the
// end with nothing lost.
//
// strace counts calls for each thread, so that all file operations are given one thread (UV_THREADPOOL_SIZE=1).
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasProgram, SHIPPER_SETTINGS, withRun } from './support/follow-run.mjs';
import { untilQuiet } from './support/judged-backend.mjs';
import { startPartialCollector } from './support/partial-collector.mjs';
import { start, startProducer } from './support/processes.mjs';
import { printRow, printSkipped } from './support/row.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/kill-syscalls.mjs [options]', {
  ...SHIPPER_SETTINGS,
  records: 6_000,
  'learn-for': 4_000, // ms that the run lasts from which the calls are learned
  'step-max': 400, // kills for one kind of call at most; beyond, every n-th K is taken
  provisional: 'hold', // the strategy; with another than hold the file grows, and what is open is told of at once
  verbose: false, // a row for each kill
});

/** Under a strategy the second half of the file comes when so long nothing has been sent: what is open is told of. */
const GROW_AFTER_MS = 700;

const isTelling = settings.provisional !== 'hold';

/** Calls that change a directory or a file; whichever of them a version of Node takes. */
const CALLS = [
  'write',
  'pwrite64',
  'writev',
  'pwritev',
  'fdatasync',
  'fsync',
  'rename',
  'renameat',
  'renameat2',
  'unlink',
  'ftruncate',
  'mkdir',
];

/** A file of the state directory in the output of strace: as the path of a descriptor, or as an argument. */
function pathIn(line, directory) {
  const at = line.indexOf(`${directory}/`);
  return at === -1 ? undefined : /^[^>"\s)]+/.exec(line.slice(at))?.[0];
}

function strace(run, args, { state = run.checkpoint } = {}) {
  const { shipper, option } = settings;
  const ship = [
    'ship',
    run.file,
    '--follow',
    '--checkpoint',
    state,
    '--endpoint',
    run.backend.base,
    '--json',
    '--quiet',
  ];
  const all = ['-f', '-qq', '-y', ...args, process.execPath, shipper, ...ship, ...option];
  const watched = start(all, { command: 'strace', env: { UV_THREADPOOL_SIZE: '1' } });
  run.processes.push(watched);
  run.shippers.push(watched);
  return watched;
}

/** What the shipper is told of the strategy. */
function optionsOf({ collector }) {
  const { provisional } = settings;
  const minAge = provisional === 'marker' || provisional === 'log' ? ['--provisional-min-age', '0ms'] : [];
  const logs = collector === undefined ? [] : ['--logs-endpoint', collector.url];
  return isTelling ? ['--provisional', provisional, ...minAge, ...logs] : [];
}

/** Writes the file anew; with a strategy its second half comes later. Answers what makes it whole at once. */
function writeFile(run) {
  const half = isTelling ? run.text.indexOf('\n', run.text.length / 2) + 1 : run.text.length;
  writeFileSync(run.file, run.text.slice(0, half));
  let rest = run.text.slice(half);
  const complete = () => {
    clearInterval(timer);
    appendFileSync(run.file, rest);
    rest = '';
  };
  const timer = setInterval(() => {
    if (performance.now() - (run.oracle.lastRequestMs ?? Infinity) >= GROW_AFTER_MS) complete();
  }, 50);
  return complete;
}

/** With anchors every span comes twice: under its own id and as its completion. */
function expectedSpans({ spanCount }) {
  return settings.provisional === 'anchor' ? 2 * spanCount : spanCount;
}

/** Runs once without a kill; answers how often each kind of call met the directory, by the thread that made most. */
async function learn(run) {
  const log = join(run.directory, 'calls');
  const complete = writeFile(run);
  const traced = strace(run, ['-o', log, '-e', `trace=${CALLS.join(',')}`]);
  await untilQuiet(run.oracle, expectedSpans(run), { quietMs: settings['learn-for'] });
  complete();
  // strace passes the signal on to nobody; the shipper is ended by its own pid, the first in the log.
  const lines = readFileSync(log, 'utf8').split('\n');
  process.kill(Number(/^\d+/.exec(lines[0])?.[0]), 'SIGTERM');
  await traced.ended;
  const counts = {};
  const paths = new Set([run.checkpoint]);
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const [, thread, call] = /^(\d+)\s+(\w+)\(/.exec(line) ?? [];
    const path = call === undefined ? undefined : pathIn(line, run.checkpoint);
    if (path === undefined) continue;
    paths.add(path);
    const threads = (counts[call] ??= {});
    threads[thread] = (threads[thread] ?? 0) + 1;
  }
  const steps = Object.entries(counts).map(([call, threads]) => [call, Math.max(...Object.values(threads))]);
  return { steps, paths: [...paths] };
}

/** Kills the shipper at the K-th call, starts it again, and answers the verdict. */
async function killAt(run, { call, k, paths }) {
  rmSync(run.checkpoint, { recursive: true, force: true });
  await run.renewBackend();
  run.collector?.forget();
  const complete = writeFile(run);
  const [judged] = run.backends;
  const expected = expectedSpans(judged.workload);
  const filter = paths.flatMap((path) => ['-P', path]);
  const inject = `inject=${call}:signal=SIGKILL:when=${k}`;
  const traced = strace(run, ['-o', '/dev/null', ...filter, '-e', `trace=${call}`, '-e', inject]);
  const wasKilled = await Promise.race([
    traced.ended.then(() => true),
    untilQuiet(judged.oracle, expected, { quietMs: 1_000 }).then(() => false),
  ]);
  if (!wasKilled) await endTraced(traced);
  complete();
  const again = run.startShipper();
  const { isWedged } = await untilQuiet(judged.oracle, expected, { quietMs: 500 });
  run.noteCrash(again);
  await again.stop();
  const sweptTwice = run.collector?.doubledIn(judged.oracle) ?? 0;
  return { verdict: { ...judged.oracle.judge({ shuffles: 2 }), sweptTwice }, isWedged, wasKilled };
}

/** Ends strace and what it traces, which is its only child. */
async function endTraced(traced) {
  const children = readFileSync(`/proc/${traced.pid}/task/${traced.pid}/children`, 'utf8').trim().split(' ');
  for (const pid of children.filter((text) => text !== '')) process.kill(Number(pid), 'SIGKILL');
  await traced.ended;
}

function sum(total, { verdict, isWedged, wasKilled }) {
  for (const [name, value] of Object.entries(verdict)) {
    if (typeof value === 'number') total.verdict[name] = (total.verdict[name] ?? 0) + value;
  }
  total.verdict.examples = [...total.verdict.examples, ...verdict.examples].slice(0, 10);
  total.dupMaxPerKill = Math.max(total.dupMaxPerKill, verdict.duplicates);
  total.isWedged ||= isWedged;
  total.kills += wasKilled ? 1 : 0;
  total.missed += wasKilled ? 0 : 1;
}

async function killEverywhere(run) {
  const { steps, paths } = await learn(run);
  if (steps.length === 0) throw new Error('The shipper made no call on the state directory. Is the directory used?');
  for (const [call, highest] of steps) {
    const total = { verdict: { examples: [] }, dupMaxPerKill: 0, isWedged: false, kills: 0, missed: 0 };
    const stride = Math.ceil(highest / settings['step-max']);
    for (let k = 1; k <= highest; k += stride) {
      const result = await killAt(run, { call, k, paths });
      if (settings.verbose) console.error(`${call} ${k}: ${JSON.stringify(result.verdict)}`);
      sum(total, result);
    }
    const { dupMaxPerKill, isWedged, kills, missed, verdict } = total;
    const id = isTelling ? `T30 ${settings.provisional} ${call}` : `F04 ${call}`;
    const told = run.collector?.counts ?? {};
    const limits = { sweptTwice: 0 };
    printRow({ id, verdict, isWedged, crashes: run.crashes, highest, kills, missed, dupMaxPerKill, ...told, limits });
  }
}

if (!hasProgram('strace')) {
  printSkipped('F04', 'There is no strace on this machine.');
} else {
  const workload = { spans: Math.ceil(settings.records / 3), seed: settings.seed };
  await withRun(settings, workload, async (run) => {
    mkdirSync(run.checkpoint, { recursive: true });
    await run.openBackend();
    const producer = startProducer({ out: run.file, ...workload });
    await producer.ended;
    if (!existsSync(run.file)) throw new Error(producer.stderr);
    run.text = readFileSync(run.file, 'utf8');
    if (settings.provisional === 'log') {
      run.collector = await startPartialCollector();
      run.undoing.push(() => run.collector.close());
    }
    settings.option = [...settings.option, ...optionsOf(run)];
    await killEverywhere(run);
  });
}
