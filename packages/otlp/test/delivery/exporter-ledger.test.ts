import { DROP_REASONS, ExporterAccount } from '../../src/delivery/exporter-ledger.js';

it('every outcome counts in its own column', () => {
  const account = new ExporterAccount();
  account.taken = 6;
  account.settle({ status: 'accepted' });
  account.settle({ status: 'refused', httpStatus: 400, reason: 'no' });
  account.settle({ status: 'suppressed' });
  account.settle({ status: 'spooled' });
  account.settle({ status: 'dropped', reason: 'queue-full' });
  account.settle({ status: 'dropped', reason: 'closed' });
  expect(account.snapshot({ queued: 0, inFlight: 0, cutValues: 3 })).toEqual({
    taken: 6,
    recovered: 0,
    accepted: 1,
    refused: 1,
    suppressed: 1,
    dropped: 2,
    droppedByReason: {
      'queue-full': 1,
      shutdown: 0,
      exit: 0,
      closed: 1,
      'spool-corrupt': 0,
      'spool-size': 0,
      'spool-age': 0,
    },
    spooled: 1,
    queued: 0,
    inFlight: 0,
    cutValues: 3,
  });
});

it('every reason is listed', () => {
  expect(Object.keys(new ExporterAccount().droppedByReason)).toEqual(DROP_REASONS);
});
