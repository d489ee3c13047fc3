import fc from 'fast-check';
import { parseJsonLine } from '../../src/decode/json-line.js';

function valueOf(text: string): unknown {
  const result = parseJsonLine(text);
  return result.status === 'parsed' ? result.value : result;
}

function detailOf(text: string): string {
  const result = parseJsonLine(text);
  return result.status === 'invalid' ? result.detail : 'parsed';
}

describe('parseJsonLine reads', () => {
  it.each<[string, unknown]>([
    ['{"a":1}', { a: 1 }],
    ['\ufeff{"a":1}', { a: 1 }],
    [' [1, 2]\r', [1, 2]],
    ['"text"', 'text'],
    ['null', null],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740993', '-9007199254740993'],
    [
      '{"a":12345678901234567890,"b":[-12345678901234567890]}',
      { a: '12345678901234567890', b: ['-12345678901234567890'] },
    ],
    [
      '{"a":12345678901234567890,"b":1.5,"c":1e300,"d":"12345678901234567890"}',
      { a: '12345678901234567890', b: 1.5, c: 1e300, d: '12345678901234567890' },
    ],
    ['[12345678901234567.25]', [12345678901234568]],
    ['[1e22]', [1e22]],
    ['[1E+22]', [1e22]],
    ['[1e999]', [Infinity]],
    ['{"a":NaN}', { a: 'NaN' }],
    ['[Infinity,-Infinity]', ['Infinity', '-Infinity']],
    ['{"text":"NaN and Infinity","n":NaN}', { text: 'NaN and Infinity', n: 'NaN' }],
    ['{"text":"a \\"NaN\\" \\\\","n":NaN}', { text: 'a "NaN" \\', n: 'NaN' }],
    ['{"NaN":NaN,"n":12345678901234567890}', { NaN: 'NaN', n: '12345678901234567890' }],
  ])('%j', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it('keeps the sign of zero', () => {
    expect(Object.is(valueOf('-0'), -0)).toBe(true);
  });

  it('keeps __proto__ as a key like any other', () => {
    expect(Object.keys(valueOf('{"__proto__":{"a":1}}') as object)).toEqual(['__proto__']);
    expect(Object.keys(valueOf('{"__proto__":{"a":12345678901234567890}}') as object)).toEqual(['__proto__']);
  });

  it('what JSON.stringify writes, for all values', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/.test(text));
        expect(JSON.stringify(valueOf(text))).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('integers of any length digit by digit, wherever they stand', () => {
    const big = fc.bigInt({ min: 2n ** 53n, max: 2n ** 200n });
    fc.assert(
      fc.property(big, fc.string(), (integer, text) => {
        const [key, digits] = [JSON.stringify(text), String(integer)];
        const written = `{${key}:[${digits},{"x":-${digits}}],"t":${key}}`;
        expect(valueOf(written)).toEqual({
          [text]: [String(integer), { x: `-${String(integer)}` }],
          t: text,
        });
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parseJsonLine turns down', () => {
  it.each([
    ['', 'it ends inside a value'],
    ['{"a":"torn', 'it ends inside a value'],
    ['{"a":', 'it ends inside a value'],
    ['{"a":tru', 'it ends inside a value'],
    ['INFO server started', 'unexpected character "I"'],
    ['{"a":}', 'unexpected character "}"'],
    ['"a" "b"', 'it is no JSON from character 5 on'],
    ['\ufeff"a" "b"', 'it is no JSON from character 6 on'],
    ['[1.x]', 'it is no JSON from character 4 on'],
    ['undefined', 'it is no JSON value'],
    ['[NaN1]', 'unexpected character "N"'],
    ['[NaN', 'it is no JSON value'],
    ['[NaN] x', 'it is no JSON value'],
    ['"NaN" x', 'it is no JSON from character 7 on'],
    ['[012345678901234567890]', 'it is no JSON from character 3 on'],
    ['\u0007', 'unexpected character "\\u0007"'],
    ['x at position 12345', 'unexpected character "x"'],
    ['Unterminated string', 'unexpected character "U"'],
  ])('%j: %s', (text, detail) => {
    expect(detailOf(text)).toBe(detail);
  });

  it('and tells no more than one character of what the line says', () => {
    const secret = 'hunter2';
    for (const text of [
      secret,
      `{"password": ${secret}}`,
      `{"a":1} ${secret}`,
      `{"a" ${secret}}`,
      `"${secret}`,
      `[${secret}`,
    ]) {
      expect(detailOf(text)).not.toContain('hunter');
    }
  });

  it('and never throws, whatever the text', () => {
    const pieces = fc.constantFrom(
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      'NaN',
      '-',
      '1',
      '12345678901234567890',
      'e',
      '.',
      'x',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((list) => list.join('')),
        ),
        (text) => {
          expect(['parsed', 'invalid']).toContain(parseJsonLine(text).status);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('parseJsonLine comes to an end on', () => {
  const million = 1_000_000;

  it.each([
    ['a torn line of a million escaped quotes', `{"n":NaN,"a":"${'\\"'.repeat(million)}`, 'it ends inside a value'],
    ['a torn line of a million backslashes', `{"n":NaN,"a":"${'\\'.repeat(million)}`, 'it ends inside a value'],
    ['a million torn strings', `[NaN,${'"a",'.repeat(million)}`, 'it ends inside a value'],
    ['a million open brackets', `NaN${'['.repeat(million)}`, 'unexpected character "N"'],
  ])('%s', (_what, text, detail) => {
    expect([detail, 'it is no JSON value']).toContain(detailOf(text));
  });

  it('an integer of a million digits', () => {
    expect(valueOf(`[${'7'.repeat(million)}]`)).toEqual(['7'.repeat(million)]);
  });

  it('a million levels', () => {
    expect(Array.isArray(valueOf('['.repeat(million) + ']'.repeat(million)))).toBe(true);
  });
});
