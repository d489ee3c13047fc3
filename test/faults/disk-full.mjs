// F18 and F19: the disk of the spool is full, the disk of the checkpoint is full, and no file may grow any more.
//
// The full disk is a small file system in memory. Without root the script runs itself once more in a name space of
// its own, where it may mount one.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasProgram, SHIPPER_SETTINGS, withRun } from './support/follow-run.mjs';
import { sleep } from './support/judged-backend.mjs';
import { LineWriter } from './support/line-writer.mjs';
import { within } from './support/processes.mjs';
import { printSkipped } from './support/row.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/disk-full.mjs [options]', {
  ...SHIPPER_SETTINGS,
  row: [], // F18, F19 or F18-ulimit; may be repeated; default all
  size: 64, // MiB of the disk; a run needs about 20 for its state before anything is full
  full: 6, // seconds for which the disk is full
  rate: 1_500,
});

/** A pipe whose reader is stuck is never written to its end. */
const WRITTEN_MS_MAX = 60_000;

const LEAD_S = 2;
const TAIL_S = 4;
const RECOVER_S_MAX = 5;

/** A file system of its own for a directory; it is undone with the run. */
function mount(run, directory) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${settings.size}m,mode=700`, 'tmpfs', directory]);
  run.undoing.push(() => execFileSync('umount', ['-l', directory]));
}

/** Of 64 KiB: more than the disk has. */
const PIECES_MAX = 16_384;

/** Takes all the room that is left; answers how to give it back. */
function fill(directory) {
  const path = join(directory, 'filler');
  const descriptor = openSync(path, 'w');
  for (const bytes of [64 * 1024, 4096]) {
    try {
      for (let piece = 0; piece < PIECES_MAX; piece += 1) writeSync(descriptor, Buffer.alloc(bytes));
    } catch (error) {
      if (error.code !== 'ENOSPC') throw error;
    }
  }
  closeSync(descriptor);
  return () => rmSync(path);
}

async function until(isSo, timeoutMs) {
  const endMs = performance.now() + timeoutMs;
  while (!isSo() && performance.now() < endMs) await sleep(10);
}

/** Fills the disk for a while; answers what came meanwhile, and how soon the next new span came when there was room. */
async function fillForAWhile(run, directory) {
  const before = run.oracle.distinct;
  const giveBack = fill(directory);
  await sleep(settings.full * 1000);
  const during = run.oracle.distinct - before;
  const [givenBackMs, then] = [performance.now(), run.oracle.distinct];
  giveBack();
  await until(() => run.oracle.distinct > then, 30_000);
  return { spansWhileFull: during, recoverS: (performance.now() - givenBackMs) / 1000 };
}

/** Standard input waits while its spool has no room, and nothing of it is lost. */
async function fullSpool(run) {
  const spool = join(run.directory, 'spool');
  const pipe = join(run.directory, 'pipe');
  spawnSync('mkfifo', [pipe]);
  mount(run, spool);
  const { workload } = await run.openBackend();
  const writer = new LineWriter({ path: pipe, workload, rate: settings.rate, isPipe: true });
  const written = writer.start();
  const shipper = run.startShipper({ inputs: ['-'], state: ['--spool', spool], stdin: openSync(pipe, 'r') });
  await sleep(LEAD_S * 1000);
  const figures = await fillForAWhile(run, spool);
  await within(written, WRITTEN_MS_MAX);
  writer.close();
  await run.finish('F18', shipper, { figures: () => figures, limits: { recoverS: RECOVER_S_MAX }, mayEnd: true });
}

/** A followed file goes on being shipped; after a kill in this state what comes again is bounded. */
async function fullCheckpoint(run) {
  mount(run, run.checkpoint);
  const { workload } = await run.openBackend();
  const writer = new LineWriter({ path: run.file, workload, rate: settings.rate });
  const written = writer.start();
  let shipper = run.startShipper();
  await sleep(LEAD_S * 1000);
  const figures = await fillForAWhile(run, run.checkpoint);
  const giveBack = fill(run.checkpoint);
  await sleep(1_000);
  const duplicatesBefore = run.oracle.duplicates;
  run.noteCrash(shipper);
  await shipper.kill();
  giveBack();
  shipper = run.startShipper();
  await within(written, WRITTEN_MS_MAX);
  await run.finish('F19', shipper, {
    figures: () => ({
      ...figures,
      dupAfterKill: run.oracle.duplicates - duplicatesBefore,
      keptShipping: figures.spansWhileFull > 0 ? 1 : 0,
    }),
    limits: { recoverS: RECOVER_S_MAX },
  });
}

/** No file may grow over 8 KiB: writes fail with EFBIG. The process stays; without the limit it delivers the rest. */
async function limitedFiles(run) {
  const { workload } = await run.openBackend();
  const writer = new LineWriter({ path: run.file, workload, rate: settings.rate });
  const written = writer.start();
  const limited = run.startShipper({ shell: 'ulimit -f 8' });
  await within(written, WRITTEN_MS_MAX);
  await sleep(1_000);
  run.noteCrash(limited);
  await limited.kill();
  await run.finish('F18-ulimit', run.startShipper());
}

const ROWS = { F18: fullSpool, F19: fullCheckpoint, 'F18-ulimit': limitedFiles };

async function runRows() {
  const spans = Math.ceil((settings.rate * (LEAD_S + settings.full + TAIL_S)) / 3);
  const rows = settings.row.length > 0 ? settings.row : Object.keys(ROWS);
  for (const row of rows) await withRun(settings, { spans, seed: settings.seed }, ROWS[row]);
}

const isRoot = process.getuid?.() === 0;
if (
  isRoot &&
  spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs tmpfs "$d" && umount "$d" && rmdir "$d"']).status === 0
) {
  await runRows();
} else if (!isRoot && hasProgram('unshare', ['-rm', 'true'])) {
  const again = ['-rm', process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  process.exitCode = spawnSync('unshare', again, { stdio: 'inherit' }).status ?? 1;
} else {
  printSkipped('F18', 'This machine lets nobody here mount a file system.');
  printSkipped('F19', 'This machine lets nobody here mount a file system.');
}
