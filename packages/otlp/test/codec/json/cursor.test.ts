import { JsonCursor } from '../../../src/codec/json/cursor.js';

it('the way to a wrong member is told', () => {
  const cursor = new JsonCursor();
  const read = (): void => {
    cursor.each({ a: [{}, { b: { c: 'x' } }] }, 'a', (item) => {
      cursor.member(item, 'b', (inner) => cursor.uint32(inner, 'c'));
    });
  };
  expect(read).toThrow('The body is not a valid OTLP/JSON request: a[1].b.c: an integer is expected.');
});

it('a member that is missing or null has the default of its type', () => {
  for (const object of [{}, { x: null }]) {
    const cursor = new JsonCursor();
    expect(cursor.text(object, 'x')).toBe('');
    expect(cursor.id(object, 'x')).toBe('');
    expect(cursor.enumValue(object, 'x')).toBe(0);
    expect(cursor.uint32(object, 'x')).toBe(0);
    expect(cursor.time(object, 'x')).toEqual([0, 0]);
    expect(cursor.bool(object, 'x')).toBe(false);
    expect(cursor.int64(object, 'x')).toBe(0);
    expect(cursor.double(object, 'x')).toBe(0);
    expect(cursor.member(object, 'x', () => 1)).toBeUndefined();
  }
});

it.each([[-1], [2 ** 32], ['4294967296'], [1.5], ['x'], [true], [{}]])('%p is no unsigned 32-bit integer', (x) => {
  expect(() => new JsonCursor().uint32({ x }, 'x')).toThrow('x: ');
});

it.each([[1.5], ['1'], [2 ** 31], [true]])('%p is no enum', (x) => {
  expect(() => new JsonCursor().enumValue({ x }, 'x')).toThrow('x: enums are integers');
});
