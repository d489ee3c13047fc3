// F24 and F25: the file is rotated once a second while 10,000 records a second go in, two rotated files are kept, and
// the shipper is stopped and started now and then.
import { SHIPPER_SETTINGS, withRun } from './support/follow-run.mjs';
import { sleep } from './support/judged-backend.mjs';
import { readLedger, startProducer } from './support/processes.mjs';
import { readSettings } from './support/settings.mjs';

const settings = readSettings('node test/faults/rotate.mjs [options]', {
  ...SHIPPER_SETTINGS,
  by: 'rename', // or copytruncate
  records: 100_000,
  rate: 10_000, // records each second
  every: 1_000, // ms between rotations
  keep: 2, // rotated files that stay
  glob: false, // follow the rotated files as well: app.jsonl*
  stops: 0, // how often the shipper is stopped for `stopped` ms and started again
  stopped: 500,
});

async function rotate(run) {
  run.linesOut = () => readLedger(run.ledger);
  await run.openBackend();
  const inputs = [settings.glob ? `${run.file}*` : run.file];
  let shipper = run.startShipper({ inputs });
  const { by, rate, every, keep, seed } = settings;
  const spans = Math.ceil(settings.records / 3);
  const producer = startProducer({
    out: run.file,
    ledger: run.ledger,
    spans,
    seed,
    rate,
    rotate: by,
    'rotate-every': every,
    keep,
  });
  run.processes.push(producer);
  const restEvery = (settings.records / rate / (settings.stops + 1)) * 1000;
  for (let stop = 0; stop < settings.stops; stop += 1) {
    await sleep(restEvery);
    await shipper.stop();
    await sleep(settings.stopped);
    shipper = run.startShipper({ inputs });
  }
  await producer.ended;
  const { rotations } = JSON.parse(producer.stderr.trimEnd().split('\n').at(-1));
  const figures = () => ({ rotations, stops: settings.stops, ...summaryFigures(shipper.summary) });
  await run.finish(by === 'rename' ? 'F24' : 'F25', shipper, { figures });
}

/** What the shipper itself says of bytes that it could not read any more. */
function summaryFigures(summary) {
  return summary === undefined ? {} : { sourceGoneBytes: summary.sourceGoneBytes, rejected: summary.rejected };
}

await withRun(settings, { spans: Math.ceil(settings.records / 3), seed: settings.seed }, rotate);
