import { isSpanbridgeError, SpanbridgeError } from '../../src/diagnostics/spanbridge-error.js';

describe('SpanbridgeError', () => {
  it('has a name, a code, a message and a cause', () => {
    const cause = new Error('EACCES');
    const error = new SpanbridgeError('SPOOL_LOCKED', 'The spool is in use.', { cause });
    expect(error).toMatchObject({
      name: 'SpanbridgeError',
      code: 'SPOOL_LOCKED',
      message: 'The spool is in use.',
      cause,
    });
  });
});

describe('isSpanbridgeError', () => {
  it('recognises an error of another copy of the package', () => {
    const other = Object.assign(new Error('x'), { name: 'SpanbridgeError', code: 'X' });
    expect([new SpanbridgeError('X', 'x'), other].map(isSpanbridgeError)).toEqual([true, true]);
  });

  it.each<[unknown]>([[new Error('x')], [{ name: 'SpanbridgeError', code: 'X' }], ['SpanbridgeError'], [undefined]])(
    'is false for %p',
    (value) => {
      expect(isSpanbridgeError(value)).toBe(false);
    },
  );

  it('is false for an error of that name without a code', () => {
    expect(isSpanbridgeError(Object.assign(new Error('x'), { name: 'SpanbridgeError' }))).toBe(false);
  });
});
