import { documentedVariables, packageReadmes } from './readmes.js';
import { filesOf, placesOf } from './rule-cases.js';

describe('packageReadmes', () => {
  const source = { 'packages/core/src/index.ts': '' };

  it('finds a package without one, and one that does not name its package', () => {
    expect(placesOf(packageReadmes(filesOf(source)))).toEqual(['packages/core/README.md:1']);
    expect(packageReadmes(filesOf({ ...source, 'packages/core/README.md': '# Core' }))).toHaveLength(1);
  });

  it('is content with one that shows the name to import', () => {
    expect(packageReadmes(filesOf({ ...source, 'packages/core/README.md': '# @spanbridge/core' }))).toEqual([]);
  });
});

describe('documentedVariables', () => {
  const source = { 'packages/cli/src/env.ts': "const a = env['OTEL_SERVICE_NAME'];\nconst b = env.SPANBRIDGE_FORMAT;" };

  it('finds variables that no document names', () => {
    expect(placesOf(documentedVariables(filesOf(source)))).toEqual([
      'packages/cli/src/env.ts:1',
      'packages/cli/src/env.ts:2',
    ]);
  });

  it('is content when any document names them', () => {
    const documents = { 'README.md': 'OTEL_SERVICE_NAME', 'packages/cli/README.md': '`SPANBRIDGE_FORMAT`' };
    expect(documentedVariables(filesOf({ ...source, ...documents }))).toEqual([]);
  });
});
