import { docstrings } from './docstrings.js';
import { filesOf, placesOf } from './rule-cases.js';

const PATH = 'packages/core/src/a.ts';

describe('docstrings', () => {
  it.each([
    'export function f() {}',
    'export const a = 1;',
    'export class A {}',
    'export interface A {}',
    'export type A = 1;',
    'const a = 1; export { a };',
    '// no docstring\nexport const a = 1;',
    '/** */\nexport const a = 1;',
  ])('finds `%s`', (text) => {
    expect(placesOf(docstrings(filesOf({ [PATH]: text })))).toHaveLength(1);
  });

  it.each([
    '/** What it is. */\nexport const a = 1;',
    '/** @internal For tests. */\nexport function f() {}',
    '/** What it is. */\nfunction f(): void {}\nexport { f };',
    '/** What it is. */\nexport function f(a: 1): 1;\nexport function f(a: 2): 2;\nexport function f(a: 1 | 2) {}',
    "export { a } from './b.js';",
    "import { a } from './b.js'; export { a };",
    'const a = 1;',
  ])('allows `%s`', (text) => {
    expect(docstrings(filesOf({ [PATH]: text }))).toEqual([]);
  });
});
