import fc from 'fast-check';
import { toJsonText } from '../../src/model/json-text.js';
import { clique, nested, revokedProxy } from '../support/hostile-objects.js';

describe('toJsonText', () => {
  it.each<[unknown, string]>([
    [{ a: 1, b: [true, null, 'x'] }, '{"a":1,"b":[true,null,"x"]}'],
    ['text "quoted"', '"text \\"quoted\\""'],
    [-0, '0'],
    [NaN, '"NaN"'],
    [-Infinity, '"-Infinity"'],
    [2n ** 53n, '"9007199254740992"'],
    [5n, '5'],
    [null, 'null'],
    [undefined, 'null'],
    [() => 1, 'null'],
    [[], '[]'],
    [{}, '{}'],
    [[undefined, () => 1, 1], '[null,null,1]'],
    [{ a: undefined, b: () => 1, c: Symbol('s'), d: 1 }, '{"d":1}'],
    ['a\ud800', '"a\ufffd"'],
    [{ 'k\udc00': 1 }, '{"k\ufffd":1}'],
    [new Date(0), '{}'],
    [revokedProxy(), '"[unreadable]"'],
    [{ a: revokedProxy(), b: 1 }, '{"a":"[unreadable]","b":1}'],
    [JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ])('case %#', (value, text) => {
    expect(toJsonText(value)).toBe(text);
  });

  it('agrees with JSON.stringify on everything that JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, stringUnit: 'grapheme' }), (value) => {
        expect(toJsonText(value)).toBe(JSON.stringify(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('marks a getter that throws', () => {
    const value = {
      get a(): never {
        throw new Error('private');
      },
      b: 1,
    };
    expect(toJsonText(value)).toBe('{"a":"[unreadable]","b":1}');
  });

  it('marks cycles, and only those', () => {
    const shared = { x: 1 };
    const value: Record<string, unknown> = { first: shared, second: shared };
    value['self'] = value;
    value['list'] = [value];
    expect(toJsonText(value)).toBe('{"first":{"x":1},"second":{"x":1},"self":"[circular]","list":["[circular]"]}');
  });

  it('writes a million levels without overflowing the stack', () => {
    expect(toJsonText(nested(1_000_000))).toHaveLength(6_000_006);
  });

  it('ends on objects that all know one another, and stays JSON', () => {
    const text = toJsonText(clique(30));
    expect(text).toContain('"[repeated]"');
    expect(typeof JSON.parse(text)).toBe('object');
  });

  it('cuts a text that grows beyond 32 Mi characters, and stays JSON', () => {
    const sparse = toJsonText(new Array(100_000_000));
    expect(sparse.length).toBeLessThan(33 * 1024 * 1024);
    expect(sparse.endsWith('null,"[cut]"]')).toBe(true);
    const long = 'x'.repeat(33 * 1024 * 1024);
    expect(toJsonText({ a: { b: long, c: 1 }, d: 2 }).slice(-35)).toBe(
      'xx","[cut]":true},"[cut]":true}'.padStart(35, 'x'),
    );
    expect(toJsonText([[long], []]).slice(-20)).toBe('x"],"[cut]"]'.padStart(20, 'x'));
  });
});
