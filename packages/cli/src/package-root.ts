import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { here } from './here.cjs';

/** `src` is one level below the root of the package, `dist/esm` and `dist/cjs` are two; one more does no harm. */
const LEVELS_MAX = 3;

/** What this package says of itself in its package.json, and where it is installed. */
export interface PackageFacts {
  readonly directory: string;
  readonly version: string;
}

/** Finds the root of this package, from its sources as well as from either build. */
export function packageFacts(): PackageFacts {
  let directory = here;
  for (let level = 0; level < LEVELS_MAX; level += 1) {
    directory = dirname(directory);
    const found = readManifest(directory);
    // `dist/cjs` has a package.json of its own that only says "commonjs".
    if (found?.name === '@spanbridge/cli') return { directory, version: found.version };
  }
  throw new Error(`No package.json of @spanbridge/cli was found above ${here}. This is a bug.`);
}

function readManifest(directory: string): { readonly name?: string; readonly version: string } | undefined {
  try {
    const text = readFileSync(join(directory, 'package.json'), 'utf8');
    return JSON.parse(text) as { readonly name?: string; readonly version: string };
  } catch {
    return undefined;
  }
}
