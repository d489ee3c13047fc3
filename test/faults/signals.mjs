// F40 and F41: SIGTERM while the backend hangs, and a second signal. Either way the next start delivers the rest.
import { LineWriter } from './support/line-writer.mjs';
import { loadTypeScript } from './support/load-typescript.mjs';
import { SHIPPER_SETTINGS, withRun } from './support/follow-run.mjs';
import { sleep } from './support/judged-backend.mjs';
import { within } from './support/processes.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/signals.mjs [options]', {
  ...SHIPPER_SETTINGS,
  deadline: 5_000, // ms that the shipper may take after the first signal
  records: 6_000,
  rate: 3_000,
});

const { ACCEPT } = loadTypeScript('support/fault-backend/behaviour.ts');

/** What the machine may add to a deadline. */
const GRACE_MS = 200;

/** After a second signal. */
const AT_ONCE_MS = 100;

/** Sends the signals one after the other and answers how the process ended, and how soon after the last of them. */
async function signal(shipper, signals) {
  let sentMs = 0;
  for (const [index, name] of signals.entries()) {
    if (index > 0) await sleep(300);
    sentMs = performance.now();
    shipper.child.kill(name);
  }
  const end = await within(shipper.ended, settings.deadline * 4);
  return { code: end?.code ?? null, tookMs: performance.now() - sentMs };
}

function signalsThat(id, signals, limitMs) {
  return async (run) => {
    await run.openBackend();
    const writer = new LineWriter({ path: run.file, workload: run.backends[0].workload, rate: settings.rate });
    const written = writer.start();
    let shipper = run.startShipper();
    await sleep(1_000);
    run.backend.behave(() => ({ type: 'hang', stores: true }));
    await sleep(500);
    const { code, tookMs } = await signal(shipper, signals);
    run.backend.behave(() => ACCEPT);
    if (code !== 143 && code !== 130) run.crashes += 1;
    shipper = run.startShipper();
    await written;
    await run.finish(id, shipper, {
      figures: () => ({ codeOfSignal: code, goneMs: tookMs }),
      limits: { goneMs: limitMs },
    });
  };
}

const workload = { spans: Math.ceil(settings.records / 3), seed: settings.seed };
await withRun(settings, workload, signalsThat('F40', ['SIGTERM'], settings.deadline + GRACE_MS));
await withRun(settings, workload, signalsThat('F41 TERM TERM', ['SIGTERM', 'SIGTERM'], AT_ONCE_MS));
await withRun(settings, workload, signalsThat('F41 INT INT', ['SIGINT', 'SIGINT'], AT_ONCE_MS));
