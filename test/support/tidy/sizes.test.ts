import { filesOf, placesOf } from './rule-cases.js';
import { fileSizes, functionSizes, lineWidths } from './sizes.js';

function linesOf(count: number, start = 'a'): string {
  return `${Array.from({ length: count }, (_, index) => `${start}${index}();`).join('\n')}\n`;
}

describe('fileSizes', () => {
  it('finds the 401st line of code, and none in a file of 400', () => {
    const files = filesOf({ 'scripts/a.mjs': linesOf(401), 'scripts/b.mjs': linesOf(400) });
    expect(placesOf(fileSizes(files))).toEqual(['scripts/a.mjs:401']);
  });

  it('leaves documents as long as they are', () => {
    expect(fileSizes(filesOf({ 'README.md': linesOf(500) }))).toEqual([]);
  });
});

describe('functionSizes', () => {
  it.each(['function f() {', 'const f = () => {', 'class A { f() {', 'class A { constructor() {'])(
    'finds 71 lines after `%s`',
    (head) => {
      const end = head.startsWith('class') ? '} }' : '}';
      const tooLong = filesOf({ 'packages/core/src/a.ts': `\n${head}\n${linesOf(69)}${end}` });
      const longest = filesOf({ 'packages/core/src/a.ts': `\n${head}\n${linesOf(68)}${end}` });
      expect(placesOf(functionSizes(tooLong))).toEqual(['packages/core/src/a.ts:2']);
      expect(functionSizes(longest)).toEqual([]);
    },
  );

  it('counts no docstring', () => {
    const text = `/**\n${' * word\n'.repeat(80)} */\nfunction f() {}`;
    expect(functionSizes(filesOf({ 'packages/core/src/a.ts': text }))).toEqual([]);
  });

  it('counts a test but not the list of tests around it', () => {
    const text = `describe('a', () => {\nit('b', () => {\n${linesOf(80)}});\n});`;
    expect(placesOf(functionSizes(filesOf({ 'test/a.test.ts': text })))).toEqual(['test/a.test.ts:2']);
  });
});

describe('lineWidths', () => {
  it('finds column 121', () => {
    const text = `${'a'.repeat(120)}\n${'b'.repeat(121)}\n`;
    expect(placesOf(lineWidths(filesOf({ 'examples/a.py': text, 'README.md': text })))).toEqual(['examples/a.py:2']);
  });

  it('allows a wide text in a test, not in a source, and no wide comment or code in either', () => {
    const wide = 'b'.repeat(130);
    const text = `const a = '${wide}';\nconst c = \`\n${wide}\n\`;\n// ${wide}\nconst ${wide} = 1;\n`;
    const places = (path: string): readonly string[] => placesOf(lineWidths(filesOf({ [path]: text })));
    expect(places('test/a.test.ts')).toEqual(['test/a.test.ts:5', 'test/a.test.ts:6']);
    expect(places('packages/core/src/a.ts')).toHaveLength(4);
  });
});
