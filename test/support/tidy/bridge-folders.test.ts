import { bridgeFolders } from './bridge-folders.js';
import { filesOf, placesOf } from './rule-cases.js';

const FIXED = ['README.md', 'index.ts', 'types.ts', 'names.ts', 'decode.ts', 'map.ts', 'import.ts'];

function bridge(name: string): Readonly<Record<string, string>> {
  return Object.fromEntries(FIXED.map((file) => [`packages/bridges/src/${name}/${file}`, '']));
}

describe('bridgeFolders', () => {
  it('finds nothing in bridges with the fixed files and some of the optional ones', () => {
    const extra = { 'packages/bridges/src/a/encode.ts': '', 'packages/bridges/src/a/host/trace.ts': '' };
    expect(bridgeFolders(filesOf({ ...bridge('a'), ...bridge('b'), ...extra }))).toEqual([]);
  });

  it('finds a missing file', () => {
    const files = filesOf(bridge('a')).filter(({ path }) => !path.endsWith('README.md'));
    expect(placesOf(bridgeFolders(files))).toEqual(['packages/bridges/src/a/README.md:1']);
  });

  it('finds a file of another name', () => {
    const files = filesOf({ ...bridge('a'), 'packages/bridges/src/a/parser.ts': '' });
    expect(placesOf(bridgeFolders(files))).toEqual(['packages/bridges/src/a/parser.ts:1']);
  });

  it('finds an import of another bridge', () => {
    const path = 'packages/bridges/src/a/map.ts';
    const files = filesOf({ ...bridge('a'), ...bridge('b'), [path]: "\nimport { b } from '../b/names.js';" });
    expect(placesOf(bridgeFolders(files))).toEqual([`${path}:2`]);
  });

  it('finds decoding that knows the host', () => {
    const path = 'packages/bridges/src/a/decode.ts';
    const text = "import { name } from './names.js';\nimport { trace } from './host/trace.js';";
    const files = filesOf({ ...bridge('a'), [path]: text, 'packages/bridges/src/a/host/trace.ts': '' });
    expect(placesOf(bridgeFolders(files))).toEqual([`${path}:2`]);
  });
});
