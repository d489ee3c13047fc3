import { Ledger, LEDGER_COLUMNS } from '../../src/diagnostics/ledger.js';

describe('Ledger', () => {
  it('starts with a zero in every column of the summary', () => {
    expect(Object.entries(new Ledger().columns())).toEqual(LEDGER_COLUMNS.map((column) => [column, 0]));
    expect(LEDGER_COLUMNS).toHaveLength(16);
  });

  it('counts by column and, where a reason is given, by reason', () => {
    const ledger = new Ledger();
    ledger.add('lines', 3);
    ledger.add('records');
    ledger.add('rejected', 1, 'invalid-json');
    ledger.add('rejected', 2, '__proto__');
    ledger.add('rejected', 1, 'invalid-json');
    expect(ledger.columns()).toMatchObject({ lines: 3, records: 1, rejected: 4 });
    expect(Object.entries(ledger.reasonsOf('rejected'))).toEqual([
      ['invalid-json', 2],
      ['__proto__', 2],
    ]);
    expect(ledger.reasonsOf('ignored')).toEqual({});
  });

  it('keeps notes beside the columns, which take part in no sum', () => {
    const ledger = new Ledger();
    ledger.note('withdrawn', 2);
    ledger.note('markersSuppressed');
    ledger.note('withdrawn');
    expect(Object.entries(ledger.notes())).toEqual([
      ['markersSuppressed', 1],
      ['withdrawn', 3],
    ]);
    expect(ledger.imbalances()).toEqual([]);
  });

  it('hands out copies', () => {
    const ledger = new Ledger();
    const before = ledger.columns();
    ledger.add('lines');
    expect(before.lines).toBe(0);
  });

  it('balances when nothing is missing', () => {
    const ledger = new Ledger();
    for (const column of ['records', 'ignored', 'rejected'] as const) ledger.add(column);
    ledger.add('lines', 3);
    ledger.add('spans', 4);
    ledger.add('markers');
    for (const column of ['accepted', 'refused', 'dropped', 'spooled', 'unsent'] as const) ledger.add(column);
    expect(ledger.imbalances()).toEqual([]);
  });

  it('says which sum does not hold', () => {
    const ledger = new Ledger();
    ledger.add('lines');
    ledger.add('markers');
    expect(ledger.imbalances()).toEqual([
      'lines 1 ≠ records 0 + ignored 0 + rejected 0',
      'spans 0 + markers 1 ≠ 0 accepted, refused, dropped, spooled or unsent',
    ]);
  });
});
