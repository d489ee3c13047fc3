import { attributeText, sortedEntries } from '../../src/span/attribute-text.js';

describe('attributeText', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [-0, '0'],
    [12345678901234567890n, '12345678901234567890'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['a', 'b'], '["a","b"]'],
    [{ depth: { n: 1n } }, '{"depth":{"n":"1"}}'],
    [new Uint8Array([0, 255]), '0x00ff'],
  ])('writes %p as %p', (value, text) => {
    expect(attributeText(value)).toBe(text);
  });

  it('names the size of bytes that are too many to read', () => {
    expect(attributeText(new Uint8Array(40))).toBe(`0x${'00'.repeat(32)}… (40 bytes)`);
  });

  it('says that a cycle or a throwing value cannot be read', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const throwing = {
      toJSON: () => {
        throw new Error('no');
      },
    };
    expect([attributeText(cycle), attributeText(throwing)]).toEqual(['(unreadable value)', '(unreadable value)']);
  });
});

describe('sortedEntries', () => {
  it('orders by key, so that the order of writing does not show', () => {
    expect(sortedEntries({ b: 1, a: 2, B: 3 })).toEqual([
      ['B', 3],
      ['a', 2],
      ['b', 1],
    ]);
  });
});
