import { JaegerCursor } from '../../../src/codec/dialects/jaeger-cursor.js';

it('microseconds become nanoseconds without rounding', () => {
  const cursor = new JaegerCursor();
  expect(cursor.microsTime({ t: 1700000000123456 }, 't')).toEqual([1700000000, 123456000]);
  expect(cursor.microsTime({ t: '1700000000123456' }, 't')).toEqual([1700000000, 123456000]);
  expect(cursor.microsEnd({ t: 1700000000999999, d: 2 }, 't', 'd')).toEqual([1700000001, 1000]);
});

it.each([-1, 1.5, '18446744073709552', 'x'])('%p is no time in microseconds', (t) => {
  expect(() => new JaegerCursor().microsTime({ t }, 't')).toThrow('t: ');
});

it('an id is padded to its length, and stays empty where it is missing', () => {
  const cursor = new JaegerCursor();
  expect(cursor.paddedId({ id: 'ABC' }, 'id', 16)).toBe('0000000000000abc');
  expect(cursor.paddedId({}, 'id', 16)).toBe('');
});
