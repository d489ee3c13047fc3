import { Ledger } from '@spanbridge/core';
import { ShipAccount } from '../../src/ship/ship-account.js';
import type { ShipEvent } from '../../src/ship/ship-options.js';
import { ACCEPTED, REFUSED, UNSENT } from '../support/hand-sender.js';
import { makeSpans } from '../support/spans.js';

const [span] = makeSpans(1);
if (span === undefined) throw new Error('there is a span');

function open(letters?: object[]): { account: ShipAccount; ledger: Ledger; events: ShipEvent[]; accepted: unknown[] } {
  const events: ShipEvent[] = [];
  const accepted: unknown[] = [];
  const ledger = new Ledger();
  const deadLetter = letters && { write: (letter: object) => letters.push(letter), close: () => undefined };
  const account = new ShipAccount({
    ledger,
    onEvent: (event) => events.push(event),
    deadLetter,
    onAccepted: (one) => accepted.push(one),
  });
  return { account, ledger, events, accepted };
}

describe('the account of what became of spans', () => {
  it('counts each outcome in its column, under its reason', () => {
    const { account, ledger, accepted } = open();
    for (const outcome of [ACCEPTED, ACCEPTED, REFUSED, UNSENT]) account.settle(outcome, span);
    expect(ledger.columns()).toMatchObject({ accepted: 2, refused: 1, unsent: 1 });
    expect(account.reasons()).toMatchObject({ refused: { 'status 400': 1 }, unsent: { gone: 1 } });
    expect(account.lastError).toBe('gone');
    expect(accepted).toEqual([span, span]);
  });

  it('tells each refusal, warns of the first, and keeps none where there are no dead letters', () => {
    const { account, events } = open();
    const refused = { status: 'refused', httpStatus: 400, reason: 'bad' } as const;
    account.noteRefusal(span, refused);
    account.noteRefusal(span, refused);
    expect(events.map(({ type }) => type)).toEqual(['refused', 'warning', 'refused']);
    expect(events[1]).toMatchObject({ message: expect.stringContaining('status 400') as string });
  });

  it('keeps a refused span whole among the dead letters, and does not warn then', () => {
    const letters: object[] = [];
    const { account, events } = open(letters);
    account.noteRefusal(span, { status: 'refused', httpStatus: 413, reason: 'large' });
    expect(events.map(({ type }) => type)).toEqual(['refused']);
    expect(letters).toEqual([
      { type: 'refused', status: 413, reason: 'large', tracesData: expect.anything() as unknown },
    ]);
  });

  it('says so when the ledger does not add up', () => {
    const { account, ledger, events } = open();
    ledger.add('spans');
    account.check();
    expect(events).toEqual([{ type: 'warning', message: expect.stringContaining('This is a bug.') as string }]);
  });
});
