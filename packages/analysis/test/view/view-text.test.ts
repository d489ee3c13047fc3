import { cut, listed, statusOf, toEntries } from '../../src/view/view-text.js';
import { makeSpan } from '../support/make-span.js';

describe('texts of a page', () => {
  it('are cut at 16,384 characters and say by how much', () => {
    expect(cut('x'.repeat(16_385))).toBe(`${'x'.repeat(16_384)}… (1 more characters)`);
  });

  it('entries stand in the order of their keys, 512 at most', () => {
    const attributes = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`k${1000 - index}`, index]));
    expect(toEntries(attributes)).toHaveLength(512);
    expect(toEntries({ b: 1, a: true })).toEqual([
      ['a', 'true'],
      ['b', '1'],
    ]);
  });

  it('a status without words has none, and an empty list is left out', () => {
    expect(statusOf(makeSpan({ spanId: 'a' }))).toEqual({ status: 'unset' });
    expect(statusOf(makeSpan({ spanId: 'a', error: 'x' }))).toEqual({ status: 'error', statusMessage: 'x' });
    expect([listed('events', []), listed('events', [1])]).toEqual([{}, { events: [1] }]);
  });
});
