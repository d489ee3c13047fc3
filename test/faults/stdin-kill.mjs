// F02: a shipper that reads a pipe into a spool is killed and started again on the same pipe. What it had read and not
// yet put on the disk is gone; how old the youngest line of each such span was at the kill is the window that is
// reported. A named pipe keeps what nobody has read.
import { spawnSync } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { hasProgram, SHIPPER_SETTINGS, withRun } from './support/follow-run.mjs';
import { sleep, untilQuiet } from './support/judged-backend.mjs';
import { LineWriter } from './support/line-writer.mjs';
import { loadTypeScript } from './support/load-typescript.mjs';
import { printRow, printSkipped } from './support/row.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/stdin-kill.mjs [options]', {
  ...SHIPPER_SETTINGS,
  kills: 20,
  records: 30_000,
  rate: 1_000, // records each second
  'kill-within': 2_500, // ms after the start of the shipper
  window: 250, // ms between the reading of a record and its being safe, at most
});

const { createSeededRandom } = loadTypeScript('support/seeded-random.ts');

/** How many milliseconds before a kill the youngest line of a span was out that had been read until then. */
function ageAtKill(outMs, lines, kills) {
  const ages = kills.flatMap((killMs) => {
    const read = lines.map((line) => outMs[line]).filter((lineMs) => lineMs <= killMs);
    return read.length === 0 ? [] : [killMs - Math.max(...read)];
  });
  return ages.length === 0 ? Infinity : Math.min(...ages);
}

/** The numbers of the lines of each span, by its ids. */
function linesBySpan(workload) {
  const lines = new Map();
  let number = 0;
  for (const line of workload.lines()) {
    const { trace_id: traceId, span_id: spanId } = JSON.parse(line).__tracer_meta__;
    const list = lines.get(traceId + spanId) ?? [];
    list.push(number++);
    lines.set(traceId + spanId, list);
  }
  return lines;
}

async function killAndFinish(run, pipe) {
  const random = createSeededRandom(settings.seed);
  const writer = new LineWriter({ path: pipe, workload: run.backends[0].workload, rate: settings.rate, isPipe: true });
  const spool = ['--spool', join(run.directory, 'spool')];
  const startShipper = () => run.startShipper({ inputs: ['-'], state: spool, stdin: openSync(pipe, 'r') });
  const killsMs = [];
  const written = writer.start();
  try {
    for (let kill = 0; kill < settings.kills && !writer.isDone; kill += 1) {
      const shipper = startShipper();
      await sleep(random() * settings['kill-within']);
      run.noteCrash(shipper);
      killsMs.push(performance.now());
      await shipper.kill();
    }
    const shipper = startShipper();
    await written;
    // The end of the input: the pipe has no writer any more.
    writer.close();
    await untilQuiet(run.oracle, run.spanCount, { wedgedMs: 5_000 });
    const end = await Promise.race([shipper.ended, sleep(30_000)]);
    report(run, { writer, killsMs, end, shipper });
  } finally {
    writer.close();
  }
}

function report(run, { writer, killsMs, end, shipper }) {
  const lines = linesBySpan(run.backends[0].workload);
  const affected = [...run.oracle.lostKeys(), ...run.oracle.wrongKeys()].map((key) => Buffer.from(key).toString('hex'));
  const ages = affected.map((ids) => ageAtKill(writer.outMs, lines.get(ids) ?? [], killsMs));
  const outside = ages.filter((ageMs) => ageMs > settings.window).length;
  const verdict = run.oracle.judge();
  // Spans of the window are announced, not lost in silence; those outside of it are what may not be.
  printRow({
    id: 'F02',
    verdict: { ...verdict, lost: outside, wrong: 0, wrongInTempo: 0 },
    crashes: run.crashes,
    isWedged: end === undefined,
    kills: killsMs.length,
    affected: affected.length,
    lostInWindow: verdict.lost,
    wrongInWindow: verdict.wrong,
    windowMs: ages.length === 0 ? 0 : Math.max(...ages),
    exitCode: end?.code ?? null,
    rejected: shipper.summary?.rejected,
    seed: settings.seed,
  });
}

if (!hasProgram('mkfifo')) {
  printSkipped('F02', 'There is no mkfifo on this machine.');
} else {
  const workload = { spans: Math.ceil(settings.records / 3), seed: settings.seed };
  await withRun(settings, workload, async (run) => {
    await run.openBackend();
    const pipe = join(run.directory, 'pipe');
    spawnSync('mkfifo', [pipe]);
    await killAndFinish(run, pipe);
  });
}
