import { mirroredTests, strayTests } from './mirrored-tests.js';
import { filesOf, placesOf } from './rule-cases.js';

const SOURCE = 'packages/core/src/model/time.ts';
const LONG = `export function f(): void {}\n${'// why\n'.repeat(30)}`;

describe('mirroredTests', () => {
  it('finds a long source file without a test', () => {
    expect(placesOf(mirroredTests(filesOf({ [SOURCE]: LONG }), { untested: [] }))).toEqual([`${SOURCE}:1`]);
  });

  it.each(['packages/core/test/model/time.test.ts', 'packages/core/test/model/time.order.test.ts'])(
    'is content with %s',
    (path) => {
      expect(mirroredTests(filesOf({ [SOURCE]: LONG, [path]: '' }), { untested: [] })).toEqual([]);
    },
  );

  it('takes no test of a longer name for it', () => {
    const files = filesOf({ [SOURCE]: LONG, 'packages/core/test/model/time-zone.test.ts': '' });
    expect(mirroredTests(files, { untested: [] })).toHaveLength(1);
  });

  it.each([
    ['a short file', 'export function f(): void {}\n'],
    ['types', `export interface A {}\nexport type B = A;\n${'// why\n'.repeat(30)}`],
    [
      'a table of constants',
      `export const A = { b: [1, -2, 3 * 4], c: 'd', e: F.g } as const;\n${'// why\n'.repeat(30)}`,
    ],
    ['a list of re-exports', `export { a } from './a.js';\n${'// why\n'.repeat(30)}`],
  ])('asks for no test of %s', (_what, text) => {
    expect(mirroredTests(filesOf({ [SOURCE]: text }), { untested: [] })).toEqual([]);
  });

  it('asks for a test of code that stands in a text', () => {
    const text = `export const SCRIPT = String.raw\`\n${'run();\n'.repeat(30)}\`;`;
    expect(mirroredTests(filesOf({ [SOURCE]: text }), { untested: [] })).toHaveLength(1);
  });

  it('accepts a listed file, and finds an entry that is no longer needed', () => {
    expect(mirroredTests(filesOf({ [SOURCE]: LONG }), { untested: [SOURCE] })).toEqual([]);
    const tested = filesOf({ [SOURCE]: LONG, 'packages/core/test/model/time.test.ts': '' });
    expect(placesOf(mirroredTests(tested, { untested: [SOURCE] }))).toEqual([`${SOURCE}:1`]);
  });
});

describe('strayTests', () => {
  it('finds a test that is named after nothing', () => {
    const files = filesOf({
      [SOURCE]: LONG,
      'packages/core/test/clock.test.ts': '',
      'packages/core/test/clocks/time.test.ts': '',
    });
    expect(placesOf(strayTests(files))).toEqual([
      'packages/core/test/clock.test.ts:1',
      'packages/core/test/clocks/time.test.ts:1',
    ]);
  });

  it.each([
    'model/any-order.test.ts',
    'model/time.test.ts',
    'model/time.order.test.ts',
    'model.test.ts',
    'model.order.test.ts',
  ])('accepts %s, about a file or folder', (inner) => {
    expect(strayTests(filesOf({ [SOURCE]: LONG, [`packages/core/test/${inner}`]: '' }))).toEqual([]);
  });
});
