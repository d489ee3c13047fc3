import { partialOutcomes } from '../../src/delivery/partial-success.js';

it('some of the spans are refused in number, not by name', () => {
  const reason = 'The backend turned down 1 of 3 spans with the message: too old';
  expect(partialOutcomes(3, 1, 'too old')).toEqual([
    { status: 'accepted' },
    { status: 'accepted' },
    { status: 'refused', httpStatus: 200, reason, identified: false },
  ]);
});

it('all of the spans are refused by name, also when the number is larger than the request', () => {
  const refused = {
    status: 'refused',
    httpStatus: 200,
    reason: 'The backend turned down 2 of 2 spans without a reason',
  };
  expect(partialOutcomes(2, 2, '')).toEqual([refused, refused]);
  expect(partialOutcomes(2, 99, '')).toEqual([refused, refused]);
});
