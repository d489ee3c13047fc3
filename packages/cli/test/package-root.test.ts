import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFacts } from '../src/package-root.js';

describe('packageFacts', () => {
  it('finds the root of the package with its samples, and its version', () => {
    const { directory, version } = packageFacts();
    expect(existsSync(join(directory, 'samples', 'tracer-meta', 'LICENSE.PexMor-mytrace.txt'))).toBe(true);
    expect(version).toMatch(/^\d+\.\d+\.\d+/);
  });
});
