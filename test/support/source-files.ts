import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type SourceText } from './tidy/violation.js';

/** Directories that hold what tools wrote or what others recorded, not what the people of this project wrote. */
const FOREIGN_DIRECTORIES = new Set(['node_modules', 'dist', 'coverage', 'tmp', 'fixtures', 'samples', '__pycache__']);

/** The kinds of files that people write; everything else (pictures, databases, licences) is not looked at. */
const WRITTEN_FILE = /\.(?:[cm]?tsx?|[cm]?js|json|ya?ml|md|py|css|html)$|(?:^|\/)\.ci\/run$/;

/** Reads every written file of the checkout; paths are relative to `root`, with `/`, in the order of their names. */
export function readSourceFiles(root: string): readonly SourceText[] {
  return listFiles(root)
    .map((path) => ({ absolute: path, path: relative(root, path).split(sep).join('/') }))
    .filter(({ path }) => WRITTEN_FILE.test(path) && path !== 'package-lock.json')
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ absolute, path }) => ({ path, text: readFileSync(absolute, 'utf8') }));
}

function listFiles(root: string): readonly string[] {
  const found: string[] = [];
  const open = [root];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      // Hidden directories belong to git and to editors, but for the one with the script of the checks.
      const isOurs = !FOREIGN_DIRECTORIES.has(entry.name) && (!entry.name.startsWith('.') || entry.name === '.ci');
      if (entry.isDirectory() && isOurs) open.push(path);
      if (entry.isFile()) found.push(path);
    }
  }
  return found;
}
