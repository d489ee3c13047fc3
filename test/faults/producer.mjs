// Writes the lines of a workload, whole lines at a time and synchronously, and keeps count of those that are out.
// The count is a text file of one number, written after the lines: what it says is out, is out.
import { closeSync, copyFileSync, existsSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { readSettings } from './support/settings.mjs';
import { createWorkload } from './support/workload.mjs';

const settings = readSettings('node test/faults/producer.mjs --out FILE [options]', {
  out: '-', // a file, or - for stdout
  ledger: '', // where the number of lines that are out is kept; empty: nowhere
  spans: 1_000,
  seed: 1,
  'open-traces': 8,
  pad: 0, // bytes added to each event
  rate: 0, // records each second; 0: as fast as possible
  rotate: 'none', // none, rename or copytruncate
  'rotate-every': 1_000, // ms
  keep: 2, // rotated files that stay
  linger: 0, // ms to live on after the last line, with the output open
});

/** Lines that go out in one write at most; a pipe takes 64 KiB. */
const CHUNK_LINES_MAX = 200;

/** How often lines that are due are written. */
const TICK_MS = 10;

const sleeping = new Int32Array(new SharedArrayBuffer(4));

function sleep(ms) {
  Atomics.wait(sleeping, 0, 0, ms);
}

/** Writes all of a text; a full pipe is waited for. */
function writeAll(descriptor, text) {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length;) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
      sleep(1);
    }
  }
}

class Output {
  constructor() {
    this.rotatedAt = performance.now();
    this.rotations = 0;
    this.open();
  }

  open() {
    // Appending, as loggers do: after a truncation the next line is at the start of the file.
    this.descriptor = settings.out === '-' ? 1 : openSync(settings.out, 'a', 0o600);
  }

  write(text) {
    writeAll(this.descriptor, text);
  }

  rotateWhenDue() {
    if (settings.rotate === 'none' || performance.now() - this.rotatedAt < settings['rotate-every']) return;
    this.rotatedAt = performance.now();
    this.rotations += 1;
    for (let number = settings.keep; number >= 1; number -= 1) {
      if (existsSync(nameOf(number - 1))) this.shift(number);
    }
  }

  /** Makes file `number` of the one before it; the oldest is overwritten. */
  shift(number) {
    if (number > 1) {
      renameSync(nameOf(number - 1), nameOf(number));
    } else if (settings.rotate === 'copytruncate') {
      copyFileSync(settings.out, nameOf(1));
      ftruncateSync(this.descriptor, 0);
    } else {
      renameSync(settings.out, nameOf(1));
      closeSync(this.descriptor);
      this.open();
    }
  }
}

function nameOf(number) {
  return number === 0 ? settings.out : `${settings.out}.${number}`;
}

function createLedger() {
  if (settings.ledger === '') return () => undefined;
  rmSync(settings.ledger, { force: true });
  const descriptor = openSync(settings.ledger, 'w', 0o600);
  return (lines) => writeSync(descriptor, `${String(lines).padStart(12, '0')}\n`, 0);
}

function run() {
  const workload = createWorkload({
    spans: settings.spans,
    seed: settings.seed,
    openTraces: settings['open-traces'],
    padBytes: settings.pad,
  });
  const output = new Output();
  const noteLines = createLedger();
  const startedAt = performance.now();
  let lines = 0;
  let chunk = '';
  const flush = () => {
    if (chunk !== '') output.write(chunk);
    chunk = '';
    noteLines(lines);
    output.rotateWhenDue();
  };
  noteLines(0);
  for (const line of workload.lines()) {
    while (settings.rate > 0 && lines >= ((performance.now() - startedAt) * settings.rate) / 1000) {
      flush();
      sleep(TICK_MS);
    }
    chunk += line;
    lines += 1;
    if (lines % CHUNK_LINES_MAX === 0) flush();
  }
  flush();
  sleep(settings.linger);
  console.error(JSON.stringify({ spans: workload.spanCount, lines, rotations: output.rotations }));
}

try {
  run();
} catch (error) {
  // The reader of the pipe has gone; the ledger says how far it came.
  if (error.code !== 'EPIPE') throw error;
  process.exitCode = 3;
}
