import { canFollow, findNonBlank, isBlank, trimmedEnd } from '../../src/sources/json-bytes.js';

const code = (character: string): number => character.charCodeAt(0);

describe('json bytes', () => {
  test('white space is what ASCII has of it', () => {
    const blanks = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => isBlank(byte));
    expect(blanks).toEqual([9, 10, 11, 12, 13, 32]);
  });

  test('text is found between white space', () => {
    const bytes = Buffer.from(' \tab \r\n');
    expect([
      findNonBlank(bytes, 0, 7),
      findNonBlank(bytes, 4, 7),
      trimmedEnd(bytes, 0, 7),
      trimmedEnd(bytes, 4, 7),
    ]).toEqual([2, -1, 4, 4]);
  });

  test.each([
    ['{', '"}]'],
    ['[', '"{}[]-09tfnNI'],
    [':', '"{[-09tfnNI'],
    ['"', '}],:'],
    ['}', '}],'],
    ['7', '}],'],
  ])('behind %j a line of JSON may begin with one of %j', (previous, expected) => {
    const allowed = Array.from('"{}[],:-09tfnNIx(').filter((next) => canFollow(code(previous), code(next), code('{')));
    expect(allowed.join('')).toBe(expected);
  });

  test('behind a comma a value may begin in an array, a key in an object, either where it is not known', () => {
    const comma = code(',');
    expect(canFollow(comma, code('{'), code('['))).toBe(true);
    expect(canFollow(comma, code('{'), code('{'))).toBe(false);
    expect(canFollow(comma, code('{'), 0)).toBe(true);
    expect(canFollow(comma, code('"'), code('{'))).toBe(true);
    expect(canFollow(comma, comma, code('['))).toBe(false);
    expect(canFollow(comma, code('}'), code('{'))).toBe(true);
  });
});
