import { Ledger } from '@spanbridge/core';
import { createSummary } from '../../src/ship/summary.js';

describe('the summary', () => {
  it('holds the columns of the ledger and rounds the duration', () => {
    const ledger = new Ledger();
    ledger.add('lines', 3);
    ledger.add('records', 2);
    ledger.add('rejected', 1, 'invalid-json');
    expect(createSummary(ledger, { files: 1, bytesRead: 9, durationMs: 1.6 })).toEqual({
      ...{
        type: 'summary',
        files: 1,
        lines: 3,
        records: 2,
        ignored: 0,
        rejected: 1,
        duplicates: 0,
        traces: 0,
        spans: 0,
      },
      ...{ spanEvents: 0, implicit: 0, unfinished: 0, markers: 0, accepted: 0, refused: 0, dropped: 0, spooled: 0 },
      ...{ unsent: 0, bytesRead: 9, durationMs: 2 },
    });
  });
});
