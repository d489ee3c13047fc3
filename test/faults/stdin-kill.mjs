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
import { within } from './support/processes.mjs';
import { printRow, printSkipped } from './support/row.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/stdin-kill.mjs [options]', {
  ...SHIPPER_SETTINGS,
  kills: 20,
  records: 30_000,
  rate: 1_000, // records each second
  'kill-within': 2_500, // ms after the start of the shipper
  verbose: false, // a line for each kill
  window: 250, // ms between the reading of a record and its being safe, at most
});

/** A pipe whose reader is stuck is never written to its end. */
const WRITTEN_MS_MAX = 120_000;

const { createSeededRandom } = loadTypeScript('support/seeded-random.ts');

/**
 * How long the youngest line of a span had been read when a kill came, and which kill that was, of the kills that met
 * the span. A line that was in the pipe when its reader started was read when the pipe took something again, not when
 * it was written.
 */
function meetingOf(writer, lines, kills) {
  const meetings = kills.flatMap((killMs, kill) => {
    const previousKillMs = kills[kill - 1] ?? 0;
    const firstReadMs = firstReadOf(writer, previousKillMs);
    const times = lines.map((line) => writer.outMs[line]).filter((outMs) => outMs > previousKillMs && outMs <= killMs);
    if (times.length === 0 || firstReadMs > killMs) return [];
    return [{ kill, ageMs: killMs - Math.max(firstReadMs, ...times) }];
  });
  return meetings.sort((a, b) => a.ageMs - b.ageMs)[0] ?? { kill: -1, ageMs: Infinity };
}

function firstReadOf(writer, previousKillMs) {
  return writer.unblockedMs.find((atMs) => atMs > previousKillMs) ?? previousKillMs;
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

function describeLives(writer, killsMs, meetings) {
  for (const [index, killMs] of killsMs.entries()) {
    const readForMs = Math.round(killMs - firstReadOf(writer, killsMs[index - 1] ?? 0));
    const affected = meetings.filter(({ kill }) => kill === index);
    const oldestMs = Math.round(Math.max(0, ...affected.map(({ ageMs }) => ageMs)));
    console.error(JSON.stringify({ kill: index, readForMs, affected: affected.length, oldestMs }));
  }
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
    await within(written, WRITTEN_MS_MAX);
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
  const meetings = affected.map((ids) => meetingOf(writer, lines.get(ids) ?? [], killsMs));
  const ages = meetings.map(({ ageMs }) => ageMs);
  const outside = ages.filter((ageMs) => ageMs > settings.window).length;
  if (settings.verbose) describeLives(writer, killsMs, meetings);
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
    windowMedianMs: ages.sort((a, b) => a - b)[Math.floor(ages.length / 2)] ?? 0,
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
