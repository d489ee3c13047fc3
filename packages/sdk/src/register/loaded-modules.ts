import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { LoadedModule } from './other-provider.js';

/** Every module that `require` has loaded so far, in that order. Those of `import` alone are known to nobody. */
export function loadedModules(): readonly LoadedModule[] {
  // The cache is one for the whole process, whichever file asks for it.
  const { cache } = createRequire(join(process.cwd(), 'package.json'));
  return Object.values(cache).flatMap((module) => (module === undefined ? [] : [module as LoadedModule]));
}

/** The version of the package that a file belongs to; `unknown` when it says none. */
export function packageVersionOf(filename: string): string {
  let directory = dirname(filename);
  while (directory !== dirname(directory)) {
    const version = readVersion(join(directory, 'package.json'));
    if (version !== undefined) return version;
    directory = dirname(directory);
  }
  return 'unknown';
}

function readVersion(path: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { version?: string }).version;
  } catch {
    return undefined;
  }
}
