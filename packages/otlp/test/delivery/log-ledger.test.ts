import { LogAccount } from '../../src/delivery/log-ledger.js';

it('every outcome ends in one column, and expired records are drops like the others', () => {
  const account = new LogAccount();
  account.common.taken = 6;
  account.settle({ status: 'accepted' });
  account.settle({ status: 'refused', httpStatus: 400, reason: 'no' });
  account.settle({ status: 'spooled' });
  account.settle({ status: 'dropped', reason: 'expired' });
  account.settle({ status: 'dropped', reason: 'queue-full' });
  expect(account.snapshot({ queued: 1, inFlight: 0 })).toEqual({
    taken: 6,
    recovered: 0,
    accepted: 1,
    refused: 1,
    dropped: 2,
    droppedByReason: expect.objectContaining({ expired: 1, 'queue-full': 1, shutdown: 0 }) as unknown,
    spooled: 1,
    queued: 1,
    inFlight: 0,
  });
});
