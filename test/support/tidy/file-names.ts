import { type SourceText, type Violation } from './violation.js';

/** Names that say nothing about what is inside, and so collect everything. */
const NAMELESS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'shared', 'stuff', 'tools', 'lib']);

/** Files of code are named in kebab-case after what they hold, and folders too. */
export function fileNames(files: readonly SourceText[]): readonly Violation[] {
  return files
    .filter(({ path }) => /\.(?:[cm]?tsx?|[cm]?js)$/.test(path))
    .flatMap(({ path }) => {
      const parts = path.split('/').map((part) => part.split('.')[0] ?? '');
      const nameless = parts.find((part) => NAMELESS.has(part));
      if (nameless !== undefined) {
        const message = `"${nameless}" names nothing. Keep the code with its user until a second user gives it a name.`;
        return [{ path, line: 1, message }];
      }
      const odd = parts.find((part) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(part));
      return odd === undefined ? [] : [{ path, line: 1, message: `"${odd}" is not kebab-case. Rename it.` }];
    });
}
