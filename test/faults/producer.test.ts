import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runPipe, runProcess } from '../support/run-process.js';

const PRODUCER = join(__dirname, 'producer.mjs');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-producer-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const OPTIONS = ['--spans', '3000', '--seed', '3'];

async function produce(name: string, ...options: string[]): Promise<string> {
  const out = join(directory, name);
  const args = [PRODUCER, '--out', out, '--ledger', `${out}-ledger`, ...OPTIONS, ...options];
  const { exitCode, stderr } = await runProcess({ command: process.execPath, args });
  expect(`${String(exitCode)} ${stderr}`).toMatch(/^0 \{"spans":\d+,"lines":\d+,"rotations":\d+\}\n$/);
  return out;
}

function read(path: string): string {
  return readFileSync(path, 'utf8');
}

describe('the producer', () => {
  it('writes the same whole lines for the same numbers, and counts them', async () => {
    const [first, second] = [await produce('a.jsonl'), await produce('b.jsonl')];
    expect(read(first)).toBe(read(second));
    const lines = read(first).split('\n');
    expect(lines.at(-1)).toBe('');
    expect(Number(read(`${first}-ledger`))).toBe(lines.length - 1);
    expect(JSON.parse(lines[0] ?? '')).toHaveProperty('__tracer_meta__.trace_id');
  });

  it.each(['rename', 'copytruncate'])('rotates by %s between lines and loses none', async (rotate) => {
    const whole = read(await produce('whole.jsonl'));
    const out = await produce(
      'app.jsonl',
      '--rotate',
      rotate,
      '--rotate-every',
      '60',
      '--keep',
      '50',
      '--rate',
      '20000',
    );
    const rotated = readdirSync(directory)
      .filter((name) => /^app\.jsonl\.\d+$/.test(name))
      .sort((a, b) => Number(b.split('.').at(-1)) - Number(a.split('.').at(-1)));
    expect(rotated.length).toBeGreaterThanOrEqual(2);
    const pieces = [...rotated.map((name) => read(join(directory, name))), read(out)];
    expect(pieces.every((piece) => piece === '' || piece.endsWith('\n'))).toBe(true);
    expect(pieces.join('')).toBe(whole);
  });

  it('writes to a pipe, and ends with 3 when the reader has gone', async () => {
    const whole = read(await produce('whole.jsonl'));
    const writer = { command: process.execPath, args: [PRODUCER, ...OPTIONS] };
    const cat = await runPipe(writer, { command: 'cat', args: [] });
    expect(cat.reader.stdout).toBe(whole);
    const head = await runPipe(writer, { command: 'head', args: ['-n', '1'] });
    expect(head.writer.exitCode).toBe(3);
  });
});
