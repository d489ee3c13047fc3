import { causeText, quotePath, systemErrorCode } from '../../src/sources/errors.js';

describe('errors of the sources', () => {
  test('a path is quoted so that it cannot move a cursor, forge a line or turn text around', () => {
    expect(quotePath('logs/é b.jsonl')).toBe('"logs/é b.jsonl"');
    expect(quotePath('a\n\u001b[2J\u202e\u2028b\u009b')).toBe('"a\\u{a}\\u{1b}[2J\\u{202e}\\u{2028}b\\u{9b}"');
  });

  test('the code and the cause of anything that was thrown can be told', () => {
    expect(systemErrorCode(Object.assign(new Error('x'), { code: 'EIO' }))).toBe('EIO');
    expect(systemErrorCode(Object.assign(new Error('x'), { code: 5 }))).toBeUndefined();
    expect(systemErrorCode('EIO')).toBeUndefined();
    expect([causeText(new Error('x')), causeText('y')]).toEqual(['x', 'y']);
  });
});
