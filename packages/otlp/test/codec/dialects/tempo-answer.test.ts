import { withPartialMessage } from '../../../src/codec/dialects/tempo-answer.js';

it('an empty remark still says that the trace is not whole', () => {
  expect(withPartialMessage({ status: 'decoded', spans: [], rejected: [] }, '')).toEqual({
    status: 'decoded',
    spans: [],
    rejected: [],
    partialMessage: '',
  });
});

it('what is invalid stays as it is', () => {
  expect(withPartialMessage({ status: 'invalid', detail: 'x' }, 'y')).toEqual({ status: 'invalid', detail: 'x' });
});
