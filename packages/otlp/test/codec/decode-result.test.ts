import { MalformedBody, orInvalid } from '../../src/codec/decode-result.js';

it('a result is passed on', () => {
  expect(orInvalid(() => 'result')).toBe('result');
});

it('a malformed body is invalid with its own sentence', () => {
  const decode = (): never => {
    throw new MalformedBody('It ends too early.');
  };
  expect(orInvalid(decode)).toEqual({ status: 'invalid', detail: 'It ends too early.' });
});

it('anything else that is thrown is invalid too, and called a bug', () => {
  const decode = (): never => {
    throw new RangeError('stack');
  };
  expect(orInvalid(decode)).toEqual({
    status: 'invalid',
    detail: 'The body could not be decoded: stack. This is a bug.',
  });
});
