import { bannedSyntax, consoleCalls, focusedTests, processExits } from './banned-syntax.js';
import { filesOf, placesOf } from './rule-cases.js';

const PATH = 'packages/core/src/a.ts';

describe('bannedSyntax', () => {
  it.each([
    'let a: any;',
    'const a = b as any;',
    'function f(a: Map<string, any>) {}',
    "enum A { b = 'b' }",
    'const enum A { b }',
    'export default function f() {}',
    'export default 1;',
    'const a = 1; export { a as default };',
    "export * from './b.js';",
  ])('finds `%s`', (text) => {
    expect(placesOf(bannedSyntax(filesOf({ [PATH]: `\n${text}` })))).toEqual([`${PATH}:2`]);
  });

  it('allows what replaces them, and the words in texts and comments', () => {
    const text =
      "// any enum\nexport type A = 'any' | 'enum';\nexport { b } from './b.js';\nexport * as c from './c.js';";
    expect(bannedSyntax(filesOf({ [PATH]: text }))).toEqual([]);
  });

  it('allows the default export that a tool reads its settings from', () => {
    expect(bannedSyntax(filesOf({ 'jest.config.ts': 'export default {};' }))).toEqual([]);
  });
});

describe('focusedTests', () => {
  it.each(['it.only', 'describe.only', 'test.concurrent.only', 'fit', 'fdescribe'])('finds %s', (callee) => {
    expect(placesOf(focusedTests(filesOf({ 'test/a.test.ts': `${callee}('a', () => {});` })))).toEqual([
      'test/a.test.ts:1',
    ]);
  });

  it('allows a test that is skipped by name and an object of our own with that method', () => {
    expect(focusedTests(filesOf({ 'test/a.test.ts': "it.skip('a', () => {});\nthe.only(1);" }))).toEqual([]);
  });
});

describe('consoleCalls', () => {
  const text = "\nconsole.log('a');\nglobalThis.console.warn('b');";

  it('finds them in a library', () => {
    expect(placesOf(consoleCalls(filesOf({ [PATH]: text })))).toEqual([`${PATH}:2`, `${PATH}:3`]);
  });

  it('allows them in the command line, scripts and tests', () => {
    const files = filesOf({
      'packages/cli/src/a.ts': text,
      'scripts/a.ts': text,
      'packages/core/test/a.test.ts': text,
    });
    expect(consoleCalls(files)).toEqual([]);
  });
});

describe('processExits', () => {
  it('finds the end of the process everywhere but in the main file of the command line', () => {
    const files = filesOf({
      'packages/cli/src/main.ts': 'process.exit(1);',
      'packages/cli/src/output.ts': 'process.exit(1);',
      'packages/sdk/src/shutdown.ts': 'process\n  .abort();',
    });
    expect(placesOf(processExits(files))).toEqual(['packages/cli/src/output.ts:1', 'packages/sdk/src/shutdown.ts:1']);
  });
});
