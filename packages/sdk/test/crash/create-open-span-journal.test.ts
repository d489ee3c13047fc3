import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOpenSpanJournal } from '../../src/crash/create-open-span-journal.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-create-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('opening a journal', () => {
  it('makes the file at its path at once', () => {
    const journal = createOpenSpanJournal({ path: join(directory, 'crash') });
    expect(readdirSync(directory)).toEqual(['crash']);
    expect(journal.path).toBe(join(directory, 'crash'));
    expect(journal.ledger()).toMatchObject({ open: 0, overLimit: 0, unwritten: 0 });
    journal.close();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('throws where none can be made', () => {
    expect(() => createOpenSpanJournal({ path: join(directory, 'not', 'there') })).toThrow(
      expect.objectContaining({ code: 'CRASH_FILE_UNUSABLE' }) as Error,
    );
  });

  it('does not keep the process alive', () => {
    const entry = join(__dirname, '..', '..', 'dist', 'esm', 'index.js');
    const path = join(directory, 'crash');
    const code = `import { createOpenSpanJournal } from ${JSON.stringify(entry)};
      createOpenSpanJournal({ path: ${JSON.stringify(path)} });`;
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { timeout: 30_000 });
    expect(status).toBe(0);
  }, 40_000);
});
