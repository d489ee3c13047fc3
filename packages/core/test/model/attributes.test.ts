import { AttributeBuilder, DEFAULT_ATTRIBUTE_LIMITS, toAttributes } from '../../src/model/attributes.js';
import { clique, countingObject, nested, revokedProxy } from '../support/hostile-objects.js';

function attributesOf(source: object): Record<string, unknown> {
  return { ...toAttributes(source).attributes };
}

class Point {
  constructor(readonly x: number) {}
}

const throwing = {
  get boom(): never {
    throw new Error('private');
  },
};

describe('toAttributes', () => {
  it.each<[string, unknown, Record<string, unknown>]>([
    ['text', 'a', { k: 'a' }],
    ['empty text', '', { k: '' }],
    ['true', true, { k: true }],
    ['false', false, { k: false }],
    ['zero', 0, { k: 0 }],
    ['an integer', 42, { k: 42 }],
    ['a fraction', 1.5, { k: 1.5 }],
    ['2^53 - 1', 9007199254740991, { k: 9007199254740991 }],
    ['a double beyond 2^53', 1e300, { k: 1e300 }],
    ['NaN', NaN, { k: 'NaN' }],
    ['Infinity', Infinity, { k: 'Infinity' }],
    ['-Infinity', -Infinity, { k: '-Infinity' }],
    ['1e999 out of the parser', JSON.parse('1e999'), { k: 'Infinity' }],
    ['a small bigint', 7n, { k: 7 }],
    ['the bigint 2^53 - 1', 2n ** 53n - 1n, { k: 9007199254740991 }],
    ['the bigint 2^53', 2n ** 53n, { k: '9007199254740992' }],
    ['the bigint 2^53 + 1', 2n ** 53n + 1n, { k: '9007199254740993' }],
    ['a bigint beyond 2^63', -(2n ** 64n), { k: '-18446744073709551616' }],
    ['null', null, {}],
    ['undefined', undefined, {}],
    ['a function', () => 1, {}],
    ['a symbol', Symbol('s'), {}],
    ['a date', new Date(0), { k: '1970-01-01T00:00:00.000Z' }],
    ['a date that is none', new Date(NaN), { k: 'Invalid Date' }],
    ['a lone surrogate', 'a\ud800b', { k: 'a\ufffdb' }],
    ['the character NUL', 'a\u0000b', { k: 'a\u0000b' }],
    ['an empty object', {}, { k: '{}' }],
    ['an instance of a class', new Point(3), { 'k.x': 3 }],
    ['a map, which has no keys of its own', new Map([['a', 1]]), { k: '{}' }],
    ['nested objects', { a: { b: 1, c: 'x' }, d: true }, { 'k.a.b': 1, 'k.a.c': 'x', 'k.d': true }],
    ['an object with null inside', { a: null, b: 1 }, { 'k.b': 1 }],
    ['an empty array', [], { k: [] }],
    ['an array of texts', ['a', 'b'], { k: ['a', 'b'] }],
    ['an array of numbers', [1, 2.5], { k: [1, 2.5] }],
    ['an array of booleans', [true, false], { k: [true, false] }],
    ['an array of NaN', [NaN, Infinity], { k: ['NaN', 'Infinity'] }],
    ['a number and NaN', [1, NaN], { k: '[1,"NaN"]' }],
    ['a mixed array', [1, 'a', true], { k: '[1,"a",true]' }],
    ['an array with null', ['a', null], { k: '["a",null]' }],
    ['an array with a hole', ['a', , 'b'], { k: '["a",null,"b"]' }], // eslint-disable-line no-sparse-arrays
    ['an array of objects', [{ a: 1 }, { a: 2 }], { k: '[{"a":1},{"a":2}]' }],
    ['an array of arrays', [[1], [2]], { k: '[[1],[2]]' }],
    ['an array of lone surrogates', ['\udc00'], { k: ['\ufffd'] }],
    ['a throwing getter', throwing, { 'k.boom': '[unreadable]' }],
    ['an array that throws', revokedProxy([]), { k: '[unreadable]' }],
    ['a revoked proxy', revokedProxy(), { k: '[unreadable]' }],
    ['an object with toJSON, which is not asked', { toJSON: () => 'x', a: 1 }, { 'k.a': 1 }],
  ])('takes %s', (_what, value, expected) => {
    expect(attributesOf({ k: value })).toEqual(expected);
  });

  it('keeps the sign of zero', () => {
    expect(Object.is(toAttributes({ k: -0 }).attributes['k'], -0)).toBe(true);
  });

  it('keeps __proto__ and constructor as keys like any other, at every level, and pollutes nothing', () => {
    const record = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":2}},"a":{"__proto__":3}}',
    ) as object;
    const { attributes } = toAttributes(record);
    expect(Object.entries(attributes)).toEqual([
      ['__proto__.polluted', 1],
      ['constructor.prototype.polluted', 2],
      ['a.__proto__', 3],
    ]);
    expect(Object.entries(toAttributes(JSON.parse('{"__proto__":1}') as object).attributes)).toEqual([
      ['__proto__', 1],
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect('toString' in attributes).toBe(false);
  });

  it('names an empty key "_", for backends refuse empty ones', () => {
    expect(attributesOf({ '': 1, a: { '': 2 } })).toEqual({ _: 1, 'a.': 2 });
  });

  it('makes keys well-formed', () => {
    expect(attributesOf({ 'a\ud800': 1 })).toEqual({ 'a\ufffd': 1 });
  });

  it('numbers keys that would be the same, so that no value vanishes', () => {
    expect(attributesOf({ 'a.b': 1, a: { b: 2 }, 'a\ud800': 3, 'a\udc00': 4 })).toEqual({
      'a.b': 1,
      'a.b~2': 2,
      'a\ufffd': 3,
      'a\ufffd~2': 4,
    });
    expect(attributesOf({ 'a.b~2': 1, 'a.b': 2, a: { b: 3 } })).toEqual({ 'a.b~2': 1, 'a.b': 2, 'a.b~3': 3 });
  });

  it('makes JSON text of what lies deeper than the limit', () => {
    expect(attributesOf({ a: nested(8) as object })).toEqual({ 'a.n.n.n.n.n.n.n': '{"n":"deep"}' });
    const { attributes } = toAttributes({ a: { b: { c: 1 } } }, { ...DEFAULT_ATTRIBUTE_LIMITS, depthMax: 2 });
    expect({ ...attributes }).toEqual({ 'a.b': '{"c":1}' });
  });

  it('takes 20,000 levels without overflowing the stack', () => {
    const [value] = Object.values(attributesOf({ a: nested(20_000) as object }));
    expect(value).toMatch(/^(?:\{"n":){19993}"deep"\}{19993}$/);
  });

  it('keeps 128 of 100,000 keys and counts the other 99,872', () => {
    const source = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`key${index}`, index]));
    const { attributes, droppedCount } = toAttributes(source);
    expect(Object.keys(attributes)).toHaveLength(128);
    expect(attributes['key127']).toBe(127);
    expect(droppedCount).toBe(99_872);
  });

  it('counts nested keys over the limit one by one, and an array or a deep object as one', () => {
    const limits = { ...DEFAULT_ATTRIBUTE_LIMITS, attributesMax: 1 };
    expect(toAttributes({ a: 1, b: { c: 2, d: { e: 3 } }, f: [1, 'x'], g: {} }, limits).droppedCount).toBe(4);
  });

  it('cuts long texts where the limit asks for it, and leaves no half of a pair', () => {
    const limits = { ...DEFAULT_ATTRIBUTE_LIMITS, valueLengthMax: 4 };
    const { attributes } = toAttributes({ a: 'abcdef', b: ['abcdef'], c: 'abc😀', d: [1, 'abcdef'] }, limits);
    expect({ ...attributes }).toEqual({ a: 'abcd', b: ['abcd'], c: 'abc\ufffd', d: '[1,"' });
  });

  it('estimates what the attributes weigh', () => {
    expect(toAttributes({ text: 'x'.repeat(1000) }).sizeBytes).toBe(32 + 4 + 1000);
    expect(toAttributes({ n: 1, l: ['ab', 'c'], m: [1, 2] }).sizeBytes).toBe(3 * 33 + 8 + (10 + 9) + 16);
    expect(toAttributes({}).sizeBytes).toBe(0);
  });
});

describe('toAttributes on hostile objects', () => {
  it('counts one dropped attribute when not even the keys can be listed', () => {
    expect(toAttributes(revokedProxy())).toMatchObject({ droppedCount: 1 });
  });

  it('goes on behind a value that throws', () => {
    expect(attributesOf({ a: revokedProxy(), b: revokedProxy([]), c: { d: revokedProxy(new Date(0)) }, e: 1 })).toEqual(
      {
        a: '[unreadable]',
        b: '[unreadable]',
        'c.d': '[unreadable]',
        e: 1,
      },
    );
  });

  it('marks keys that cannot be listed, when the object can be asked for its kind', () => {
    const listless = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('private');
        },
      },
    );
    expect(attributesOf({ a: listless })).toEqual({ a: '[unreadable]' });
  });

  it('marks an unreadable item of an array', () => {
    const list = ['a', 'b'];
    Object.defineProperty(list, 1, {
      get: () => {
        throw new Error('private');
      },
    });
    expect(attributesOf({ list })).toEqual({ list: ['a', '[unreadable]'] });
  });

  it('reads each getter once wherever its object stands', () => {
    const { value, calls } = countingObject(['a', 'b']);
    const list: unknown[] = [];
    let itemReads = 0;
    Object.defineProperty(list, 0, { enumerable: true, get: () => (itemReads += 1) });
    list.push('mixed');
    toAttributes({ value, list, deep: { x: [value] } });
    expect([Object.fromEntries(calls), itemReads]).toEqual([{ a: 2, b: 2 }, 1]);
  });

  it('marks an object inside itself', () => {
    const self: Record<string, unknown> = { a: 1 };
    self['self'] = self;
    self['list'] = [self];
    self['inner'] = { up: self };
    expect(attributesOf(self)).toEqual({ a: 1, self: '[circular]', list: '["[circular]"]', 'inner.up': '[circular]' });
    const list: unknown[] = [1];
    list.push(list);
    expect(attributesOf({ list })).toEqual({ list: '[1,"[circular]"]' });
  });

  it('takes one object in two places twice', () => {
    const shared = { a: 1 };
    expect(attributesOf({ x: shared, y: shared })).toEqual({ 'x.a': 1, 'y.a': 1 });
  });

  it('ends on objects that all know one another', () => {
    const { attributes, droppedCount } = toAttributes(clique(30));
    expect(Object.keys(attributes)).toHaveLength(128);
    expect(droppedCount).toBeGreaterThan(0);
  });

  it('ends on a sparse array of four thousand million items', () => {
    const [value] = Object.values(attributesOf({ list: new Array(4_000_000_000) }));
    expect(String(value).slice(0, 12)).toBe('[null,null,n');
  });
});

describe('AttributeBuilder', () => {
  it('adds values of any kind one by one', () => {
    const builder = new AttributeBuilder();
    builder.add('a', 1);
    builder.add('b', { c: [1, 2] });
    builder.add('d', null);
    builder.add('e', revokedProxy());
    builder.addConverted('f', 'text');
    expect({ ...builder.attributes }).toEqual({ a: 1, 'b.c': [1, 2], e: '[unreadable]', f: 'text' });
    expect(builder.count).toBe(4);
  });
});
