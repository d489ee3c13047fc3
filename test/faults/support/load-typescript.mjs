// Lets the scripts of this folder use what the tests use, transpiled as jest does it and without a check of types:
// Node 20 reads no TypeScript itself.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const testFolder = fileURLToPath(new URL('../../', import.meta.url));
const checkout = fileURLToPath(new URL('../../../', import.meta.url));

require('ts-node').register({
  transpileOnly: true,
  // Imports say `./name.js`, the file is `./name.ts`.
  experimentalResolver: true,
  // The package is of type "module", but its tests are transpiled to CommonJS.
  moduleTypes: { '**/*.ts': 'cjs' },
  project: `${checkout}tsconfig.test.json`,
  // The patterns hold from here, wherever the script was started.
  optionBasePaths: { moduleTypes: checkout },
});

/** The exports of a TypeScript file; `path` is relative to `test/`. */
export function loadTypeScript(path) {
  return require(`${testFolder}${path}`);
}
