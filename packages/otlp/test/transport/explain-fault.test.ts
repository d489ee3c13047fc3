import { explainFault } from '../../src/transport/explain-fault.js';

const url = new URL('http://127.0.0.1:4318/v1/traces');

it('every way to fail is explained', () => {
  expect(explainFault({ type: 'timeout', timeoutMs: 500, url })).toEqual({
    kind: 'timeout',
    message: 'No answer from http://127.0.0.1:4318/v1/traces within 500 ms.',
    remedy: '',
  });
  expect(explainFault({ type: 'connection', error: { code: 'ECONNREFUSED' }, url }).kind).toBe('nothing-listens');
  expect(explainFault({ type: 'status', httpStatus: 404, url, encoding: 'json' }).kind).toBe('wrong-path');
});
