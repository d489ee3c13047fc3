import { packageManifests, type Manifest } from './package-manifests.js';
import { filesOf } from './rule-cases.js';

const GOOD: Manifest = {
  name: '@spanbridge/core',
  version: '1.2.3',
  description: 'What it is.',
  license: 'Apache-2.0',
  type: 'module',
  engines: { node: '>=20.19' },
  sideEffects: false,
  exports: {
    '.': {
      'spanbridge-source': './src/index.ts',
      import: { types: './dist/esm/index.d.ts', default: './dist/esm/index.js' },
      require: { types: './dist/cjs/index.d.ts', default: './dist/cjs/index.js' },
    },
    './package.json': './package.json',
  },
  files: ['dist', '!dist/*.tsbuildinfo', 'src'],
  dependencies: { '@noble/hashes': '1.8.0' },
};

function messagesFor(change: Partial<Manifest>, others: Readonly<Record<string, string>> = {}): readonly string[] {
  const files = filesOf({
    'packages/core/package.json': JSON.stringify({ ...GOOD, ...change }),
    'packages/core/src/index.ts': '',
    ...others,
  });
  return packageManifests(files).map(({ message }) => message);
}

describe('packageManifests', () => {
  it('finds nothing in a good manifest', () => {
    expect(messagesFor({})).toEqual([]);
  });

  it.each<[string, Partial<Manifest>]>([
    ['"name" is not "@spanbridge/core".', { name: 'core' }],
    ['"license" is not "Apache-2.0".', { license: 'MIT' }],
    ['"type" is not "module".', { type: 'commonjs' }],
    ['"description" is missing; the registry shows it.', { description: '' }],
    ['"engines.node" is not ">=20.19".', { engines: { node: '>=18' } }],
    ['"files" does not list "src".', { files: ['dist', '!dist/*.tsbuildinfo'] }],
    ['Dependency "yaml" has the range "^2.0.0". Write one version.', { dependencies: { yaml: '^2.0.0' } }],
    ['Sibling "@spanbridge/otlp" is not at 1.2.3.', { dependencies: { '@spanbridge/otlp': '1.2.2' } }],
    ['Export "./a/*" has a wildcard. List each subpath.', { exports: { './a/*': {} } }],
    ['"exports" is missing.', { exports: {} }],
  ])('says: %s', (message, change) => {
    expect(messagesFor(change)).toContain(message);
  });

  it('misses sideEffects where there is none', () => {
    // JSON leaves out what is undefined.
    const text = JSON.stringify({ ...GOOD, sideEffects: undefined });
    const files = filesOf({ 'packages/core/package.json': text, 'packages/core/src/index.ts': '' });
    expect(packageManifests(files).map(({ message }) => message)).toEqual([
      '"sideEffects" is missing; without it bundlers keep everything.',
    ]);
  });

  it('finds an export whose source is not there, and one whose types are in the wrong place', () => {
    const entry = { 'spanbridge-source': './src/gone.ts', import: { default: './dist/esm/gone.js' } };
    expect(messagesFor({ exports: { './gone': entry } })).toEqual([
      'Export "./gone": ./src/gone.ts does not exist.',
      'Export "./gone", condition "import": write {"types":"./dist/esm/gone.d.ts","default":"./dist/esm/gone.js"}.',
      'Export "./gone", condition "require": write {"types":"./dist/cjs/gone.d.ts","default":"./dist/cjs/gone.js"}.',
    ]);
  });

  it('wants one version for all packages', () => {
    const other = JSON.stringify({ ...GOOD, name: '@spanbridge/otlp', version: '1.2.4', private: true });
    const messages = messagesFor({}, { 'packages/otlp/package.json': other });
    expect(messages).toEqual(['"version" is not 1.2.3 as in the first package.']);
  });
});
