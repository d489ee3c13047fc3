// F50: the shipper is suspended while spans are open and lines go on coming. It takes up again within five seconds, and
// no span that ends later has been given up in the meantime.
import { SHIPPER_SETTINGS, withRun } from './support/follow-run.mjs';
import { sleep } from './support/judged-backend.mjs';
import { LineWriter } from './support/line-writer.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/suspend.mjs [options]', {
  ...SHIPPER_SETTINGS,
  suspend: 20, // seconds; the whole run has 600
  'pending-timeout': '5s', // shorter than the suspension; empty: not given
  rate: 600,
});

const LEAD_S = 2;
const TAIL_S = 2;
const RESUME_S_MAX = 5;

async function suspend(run) {
  await run.openBackend();
  const writer = new LineWriter({ path: run.file, workload: run.backends[0].workload, rate: settings.rate });
  const written = writer.start();
  const timeout = settings['pending-timeout'];
  const shipper = run.startShipper({ more: timeout === '' ? [] : ['--pending-timeout', timeout] });
  await sleep(LEAD_S * 1000);
  shipper.child.kill('SIGSTOP');
  await sleep(settings.suspend * 1000);
  const before = run.oracle.distinct;
  shipper.child.kill('SIGCONT');
  const resumedMs = performance.now();
  while (run.oracle.distinct === before && performance.now() - resumedMs < 30_000) await sleep(10);
  const resumeS = (performance.now() - resumedMs) / 1000;
  await written;
  await run.finish('F50', shipper, {
    figures: () => ({ resumeS, suspendedS: settings.suspend, unfinished: shipper.summary?.unfinished }),
    limits: { resumeS: RESUME_S_MAX, derived: 0 },
  });
}

const seconds = LEAD_S + settings.suspend + TAIL_S;
await withRun(settings, { spans: Math.ceil((settings.rate * seconds) / 3), seed: settings.seed }, suspend);
