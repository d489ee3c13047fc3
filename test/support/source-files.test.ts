import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSourceFiles } from './source-files.js';

describe('readSourceFiles', () => {
  const root = mkdtempSync(join(tmpdir(), 'spanbridge-source-files-'));
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('reads what people wrote, in the order of names, and nothing that tools wrote', () => {
    const paths = [
      'packages/core/src/b.ts',
      'packages/core/src/a.ts',
      '.ci/run',
      'README.md',
      'packages/core/dist/a.js',
      'node_modules/a/index.js',
      '.git/config.json',
      'test/fixtures/a.json',
      'package-lock.json',
      'picture.png',
    ];
    for (const path of paths) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), path);
    }
    expect(readSourceFiles(root)).toEqual([
      { path: '.ci/run', text: '.ci/run' },
      { path: 'README.md', text: 'README.md' },
      { path: 'packages/core/src/a.ts', text: 'packages/core/src/a.ts' },
      { path: 'packages/core/src/b.ts', text: 'packages/core/src/b.ts' },
    ]);
  });
});
