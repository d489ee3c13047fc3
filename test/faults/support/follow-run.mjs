// What all runs share that follow a file: a directory, a workload with its truth, a judged backend and the shipper.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startJudgedBackend, untilQuiet } from './judged-backend.mjs';
import { SPANBRIDGE, start } from './processes.mjs';
import { printRow, reportedBy } from './row.mjs';

/** Options of every script that ships: they go into `readSettings`. */
export const SHIPPER_SETTINGS = {
  shipper: SPANBRIDGE, // another program with the same options, to try a script itself
  option: [], // more options of ship, such as --option=--provisional=marker; may be repeated
  seed: 1,
};

export class FollowRun {
  constructor(settings, workloadOptions) {
    this.settings = settings;
    this.workloadOptions = workloadOptions;
    this.directory = mkdtempSync(join(tmpdir(), 'spanbridge-faults-'));
    this.file = join(this.directory, 'app.jsonl');
    this.ledger = join(this.directory, 'ledger');
    this.checkpoint = join(this.directory, 'checkpoint');
    this.backends = [];
    this.processes = [];
    this.shippers = [];
    /** What has to be undone when the run is over, such as a mounted file system; the last is undone first. */
    this.undoing = [];
    this.linesOut = () => Infinity;
    this.beganMs = performance.now();
    this.rssMaxMb = 0;
    this.crashes = 0;
  }

  /** Starts a backend with an oracle of its own; the first one is the one that is judged by `finish`. */
  async openBackend(options = {}) {
    const judged = await startJudgedBackend(this.workloadOptions, { linesOut: () => this.linesOut(), ...options });
    this.backends.push(judged);
    return judged;
  }

  /** Closes the backends and opens a new one, whose oracle knows nothing yet. */
  async renewBackend(options) {
    for (const { backend } of this.backends.splice(0)) await backend.close();
    return this.openBackend(options);
  }

  get oracle() {
    return this.backends[0].oracle;
  }

  get backend() {
    return this.backends[0].backend;
  }

  get spanCount() {
    return this.backends[0].workload.spanCount;
  }

  /** Starts the shipper on the file, following it; `shell` is what a shell does before, such as set a limit. */
  startShipper({
    inputs = [this.file],
    state = ['--follow', '--checkpoint', this.checkpoint],
    more = [],
    shell = '',
    ...streams
  } = {}) {
    // Without --checkpoint a follower keeps its state below the home of the user, where runs would meet.
    const env = { XDG_STATE_HOME: join(this.directory, 'state') };
    const endpoints = this.backends.flatMap(({ backend }) => ['--endpoint', backend.base]);
    const { shipper, option } = this.settings;
    const args = [shipper, 'ship', ...inputs, ...state, ...endpoints, '--json', '--quiet', ...more, ...option];
    const inShell = ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...args];
    const watched =
      shell === '' ? start(args, { ...streams, env }) : start(inShell, { ...streams, env, command: 'bash' });
    this.processes.push(watched);
    this.shippers.push(watched);
    return watched;
  }

  /** Takes note of a process that ought to be alive; one whose input has ended may be over. */
  noteCrash(shipper, { mayEnd = false } = {}) {
    if (!shipper.hasEnded || shipper.wasKilled || (mayEnd && shipper.child.exitCode === 0)) return;
    this.crashes += 1;
    console.error(`The shipper ended by itself (${shipper.child.exitCode}): ${shipper.stderr.slice(-2_000)}`);
  }

  /** Waits until everything has come, stops the shipper and prints the row, with `figures` asked for at the end. */
  async finish(
    id,
    shipper,
    { figures = () => ({}), limits = {}, expected = this.spanCount, quiet = {}, mayEnd = false } = {},
  ) {
    const { isWedged } = await untilQuiet(this.oracle, expected, quiet);
    this.noteCrash(shipper, { mayEnd });
    const end = shipper.hasEnded ? await shipper.ended : await shipper.stop();
    for (const { rssMaxMb } of this.shippers) this.rssMaxMb = Math.max(this.rssMaxMb, rssMaxMb);
    const row = printRow({
      id,
      verdict: this.oracle.judge(),
      reported: reportedBy(shipper.summary),
      isWedged,
      crashes: this.crashes,
      rssMaxMb: this.rssMaxMb,
      exitCode: end?.code ?? null,
      seed: this.settings.seed,
      tookS: (performance.now() - this.beganMs) / 1000,
      ...figures(),
      limits,
    });
    if (row.gate === 'FAIL') console.error(shipper.stderr.slice(-2_000));
    return row;
  }

  async close() {
    for (const process of this.processes) if (!process.hasEnded) await process.kill();
    for (const { backend } of this.backends) await backend.close();
    for (const undo of this.undoing.reverse()) undo();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Runs `work` with a run that is closed in any case. */
export async function withRun(settings, workloadOptions, work) {
  const run = new FollowRun(settings, workloadOptions);
  try {
    await work(run);
  } finally {
    await run.close();
  }
}

/** Whether a program is on this machine. */
export function hasProgram(name, args = ['--version']) {
  return spawnSync(name, args, { stdio: 'ignore' }).status === 0;
}
