import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
// Not a public export: the checkpoint is a part of following files, and is tested here as a process of its own.
import { openCheckpoint } from '../../packages/sdk/src/ship/checkpoint/checkpoint.js';

const root = join(__dirname, '..', '..');
const built = join(root, 'packages', 'sdk', 'dist', 'esm', 'ship', 'checkpoint', 'checkpoint.js');
const writer = join(root, 'test', 'support', 'checkpoint-writer.mjs');

/** Kills in one run; the moment of each within a commit is chance. */
const KILLS = 25;

/** Commits before a kill, at most: enough for several snapshots. */
const COMMITS_MAX = 60;

let directory = '';
beforeAll(() => {
  if (!existsSync(built)) throw new Error('This test runs the built packages. Run `npm run build` first.');
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-kill-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

it('a process that is killed while it commits finds each confirmed commit again, and no half of another', async () => {
  let confirmed = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const target = confirmed + 1 + ((kill * 37) % COMMITS_MAX);
    const last = await killAfter(target);
    expect(last).toBeGreaterThanOrEqual(target);
    const found = await restoredEntries();
    const number = found.get('number') as number;
    expect([last, last + 1]).toContain(number);
    expect([...found]).toEqual(stateAfter(number));
    confirmed = number;
  }
});

/** Starts a writer, kills it when it has confirmed a commit, and gives the last commit that it has confirmed. */
function killAfter(target: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, pathToFileURL(built).href, directory]);
    let stdout = '';
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (lastNumber(stdout) >= target) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      if (signal === 'SIGKILL' && stderr === '') resolve(lastNumber(stdout));
      else reject(new Error(`The writer ended by itself with ${String(exitCode)}: ${stderr}`));
    });
  });
}

function lastNumber(stdout: string): number {
  return Number(stdout.split('\n').at(-2) ?? 0);
}

async function restoredEntries(): Promise<ReadonlyMap<string, unknown>> {
  const warnings: string[] = [];
  const checkpoint = await openCheckpoint({ directory, warn: (message) => warnings.push(message) });
  await checkpoint.close();
  expect([checkpoint.restored.origin, warnings]).toEqual(['restored', []]);
  return checkpoint.restored.entries;
}

/** The map after so many commits of `checkpoint-writer.mjs`, in its order. */
function stateAfter(commits: number): readonly (readonly [string, unknown])[] {
  const state = new Map<string, unknown>();
  for (let number = 1; number <= commits; number += 1) {
    state.delete(`key ${(number + 5) % 13}`);
    const text = 'x'.repeat(number % 7 === 0 ? 20_000 : 10);
    for (const [key, value] of [
      [`key ${number % 13}`, number],
      [`text ${number % 3}`, text],
      ['number', number],
    ] as const) {
      state.delete(key);
      state.set(key, value);
    }
  }
  return [...state];
}
