import { createTable } from '../support/tables.js';
import { end, event, start } from '../support/signals.js';

const names = (table: ReturnType<typeof createTable>): string[] => table.left.map(({ span }) => span.name);

describe('spans with start and end that wait for late records', () => {
  it('leave when they are settled, the first that was complete first', () => {
    const recorded = createTable();
    recorded.feed(
      start({ id: 1, name: 'a' }),
      start({ id: 2, name: 'b' }),
      end({ id: 2, at: 2 }),
      end({ id: 1, at: 3 }),
    );
    recorded.table.settle({});
    expect(names(recorded)).toEqual(['b', 'a']);
    expect(recorded.table.size).toBe(0);
  });

  it('stay while the records have not got beyond their end', () => {
    const recorded = createTable();
    recorded.feed(
      start({ id: 1, name: 'a' }),
      end({ id: 1, at: 2 }),
      start({ id: 2, name: 'b' }),
      end({ id: 2, at: 4 }),
    );
    recorded.table.settle({ untilUnixNano: end({ at: 3 }).timeUnixNano });
    expect(names(recorded)).toEqual(['a']);
  });

  it('never leave without an end', () => {
    const recorded = createTable();
    recorded.feed(start({ id: 1 }), event({ id: 2 }));
    recorded.table.settle({});
    expect(recorded.left).toEqual([]);
  });
});

describe('spans of which only records inside are known', () => {
  it('leave after a silence of their own limit, others after theirs', () => {
    let nowMs = 0;
    const recorded = createTable({ now: () => nowMs });
    recorded.feed(event({ id: 1, name: 'seen', hint: 'implicit' }), start({ id: 2, name: 'started' }));
    nowMs = 60_000;
    recorded.table.expire({ timeoutMs: 3_600_000, implicitTimeoutMs: 60_000 });
    expect(recorded.left.map(({ cause, completeness }) => [cause, completeness])).toEqual([['expired', 'implicit']]);
    nowMs = 3_600_000;
    recorded.table.expire({ timeoutMs: 3_600_000, implicitTimeoutMs: 60_000 });
    expect(recorded.left.map(({ completeness }) => completeness)).toEqual(['implicit', 'unfinished']);
  });
});
