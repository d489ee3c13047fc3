import { filesOf, placesOf } from './rule-cases.js';
import { texts } from './texts.js';

const PATH = 'packages/core/src/a.ts';

/** Puts the parts together, so that this file itself does not hold what the rule looks for. */
function joined(...parts: readonly string[]): string {
  return parts.join('');
}

describe('texts', () => {
  it.each([
    joined('// TO', 'DO: later'),
    joined('// FIX', 'ME'),
    joined("const a = '/ho", "me/ada/app.jsonl';"),
    joined('// see /ro', 'ot/notes'),
    joined('// as in DESIGN', '.md section 7'),
    joined('// (SYSTEMS', ' §0.2)'),
    joined('<<<<<<', '< main'),
    joined('const a =\t', '1;'),
  ])('finds `%s`', (text) => {
    expect(placesOf(texts(filesOf({ [PATH]: `\n${text}` })))).toEqual([`${PATH}:2`]);
  });

  it('looks into documents and scripts too', () => {
    const text = joined('TO', 'DO');
    expect(texts(filesOf({ 'README.md': text, '.ci/run': text, 'examples/a.py': text }))).toHaveLength(3);
  });

  it('allows paths of invented users in tests, and the same words as parts of others', () => {
    const files = filesOf({
      'packages/core/test/a.test.ts': joined("const a = '/ho", "me/ada/app.jsonl';"),
      [PATH]: "const a = 'https://example.com/home/1'; // a design section, and the work/root of it",
    });
    expect(texts(files)).toEqual([]);
  });
});
