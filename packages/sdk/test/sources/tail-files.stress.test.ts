import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { tailFiles } from '../../src/sources/tail-files.js';
import { type TailEvent } from '../../src/sources/tail-options.js';
import { useTemporaryDirectory } from './temporary-directory.js';

const RECORDS = 100_000;

/**
 * A program that writes records in pieces cut anywhere, about 20,000 a second, and renames its file twice a second;
 * two old files are kept.
 */
const WRITER = `
const { closeSync, openSync, renameSync, writeSync } = require('node:fs');
const [, path, records] = process.argv;
let descriptor = openSync(path, 'a');
let written = 0;
let turns = 0;
function write(text) {
  const cut = (written * 31) % text.length;
  writeSync(descriptor, text.slice(0, cut));
  writeSync(descriptor, text.slice(cut));
}
function rotate() {
  try { renameSync(path + '.1', path + '.2'); } catch {}
  renameSync(path, path + '.1');
  const old = descriptor;
  descriptor = openSync(path, 'a');
  closeSync(old);
}
const timer = setInterval(() => {
  let text = '';
  for (let index = 0; index < 200 && written < records; index++) {
    text += JSON.stringify({ number: written++, text: 'x'.repeat(written % 80) }) + '\\n';
  }
  write(text);
  if (++turns % 50 === 0) rotate();
  if (written >= records) clearInterval(timer);
}, 10);
`;

describe('following a program that rotates its file', () => {
  const directory = useTemporaryDirectory();
  let writer: ChildProcess | undefined;
  afterEach(() => {
    writer?.kill('SIGKILL');
  });

  test('of 100,000 records in ten files, two of them kept, each is read once', async () => {
    const path = join(directory(), 'app.jsonl');
    const started = spawn(process.execPath, ['-e', WRITER, path, String(RECORDS)], { stdio: 'inherit' });
    writer = started;
    const ended = once(started, 'exit');
    const counts = new Uint8Array(RECORDS);
    const events: TailEvent[] = [];
    const reading = new AbortController();
    const tail = tailFiles({
      patterns: [`${path}*`],
      signal: reading.signal,
      onEvent: (event) => {
        events.push(event);
      },
    });
    let idle = 0;
    for await (const item of tail) {
      idle = item.kind === 'idle' && started.exitCode !== null ? idle + 1 : 0;
      if (idle > 10) reading.abort();
      if (item.kind === 'idle') continue;
      for (const frame of item.frames) {
        if (frame.kind !== 'text') throw new Error(`A frame is ${frame.kind}.`);
        const { number } = JSON.parse(frame.text) as { readonly number: number };
        counts[number] = (counts[number] ?? 0) + 1;
      }
    }
    expect(await ended).toEqual([0, null]);
    expect({
      lost: counts.filter((count) => count === 0).length,
      twice: counts.filter((count) => count > 1).length,
    }).toEqual({ lost: 0, twice: 0 });
    expect(events.filter((event) => event.type === 'warning' || event.lostBytes !== undefined)).toEqual([]);
  }, 60_000);
});
