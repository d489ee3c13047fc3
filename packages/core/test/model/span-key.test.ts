import { spanKey } from '../../src/model/span-key.js';

describe('spanKey', () => {
  it('joins both ids', () => {
    expect(spanKey('a'.repeat(32), 'b'.repeat(16))).toBe('a'.repeat(32) + 'b'.repeat(16));
  });

  it('tells spans of one id in two traces apart, in turn and again', () => {
    const spanId = '0123456789abcdef';
    const [first, second] = ['1'.repeat(32), '2'.repeat(32)];
    expect([first, second, first, first, second].map((traceId) => spanKey(traceId, spanId))).toEqual(
      [first, second, first, first, second].map((traceId) => traceId + spanId),
    );
  });

  it('stays right for more ids than it remembers', () => {
    const ids = Array.from({ length: 20_000 }, (_, index) => index.toString(16).padStart(16, '0'));
    const trace = 'c'.repeat(32);
    expect([...ids, ...ids].every((id) => spanKey(trace, id) === trace + id)).toBe(true);
  });
});
