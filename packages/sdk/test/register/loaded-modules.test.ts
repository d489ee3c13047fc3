import { join } from 'node:path';
import { packageVersionOf } from '../../src/register/loaded-modules.js';

describe('packageVersionOf', () => {
  it('finds the version of the package that a file belongs to, beyond files that name none', () => {
    expect(packageVersionOf(join(__dirname, '../../src/index.ts'))).toBe('0.1.0');
    expect(packageVersionOf('/nowhere/at/all.js')).toBe('unknown');
  });
});
