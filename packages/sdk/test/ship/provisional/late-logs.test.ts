import { LateLogs } from '../../../src/ship/provisional/late-logs.js';
import type { RunningSpanLogs } from '../../../src/ship/provisional/running-span-logs.js';
import { makeLogRecord } from '../../support/log-records.js';

const COUNTS = { accepted: 1, refused: 0, dropped: 0, spooled: 0 };

function open(): { readonly logs: RunningSpanLogs; readonly told: unknown[] } {
  const told: unknown[] = [];
  const logs: RunningSpanLogs = {
    tell: () => undefined,
    stopOf: () => makeLogRecord('stop'),
    deliver: ({ body }) => Promise.resolve(told.push(body)).then(() => 'settled'),
    finish: (timeoutMs) => Promise.resolve(told.push(timeoutMs)).then(() => undefined),
    counts: () => COUNTS,
  };
  return { logs, told };
}

describe('the stops that an earlier run has left', () => {
  it('open a way of their own when the first is met', async () => {
    const { logs, told } = open();
    let openings = 0;
    const late = new LateLogs(() => {
      openings += 1;
      return logs;
    }, fail);
    await late.finish(5);
    expect([openings, late.counts()]).toEqual([0, undefined]);
    expect(await late.deliver(makeLogRecord('one'))).toBe('settled');
    expect(await late.deliver(makeLogRecord('two'))).toBe('settled');
    await late.finish(7);
    expect([openings, told, late.counts()]).toEqual([1, ['one', 'two', 7], COUNTS]);
  });

  it('stay where they are when nobody knows where log records go, which is told once', async () => {
    const warnings: string[] = [];
    const late = new LateLogs(
      () => {
        throw new Error('Say where.');
      },
      (message) => warnings.push(message),
    );
    expect(await late.deliver(makeLogRecord('one'))).toBe('unsent');
    expect(await late.deliver(makeLogRecord('two'))).toBe('unsent');
    expect(warnings).toEqual(['Stops of running spans, which an earlier run has left, stay in the spool. Say where.']);
  });
});

function fail(message: string): void {
  throw new Error(message);
}
