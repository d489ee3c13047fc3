import { leavePolicy } from '../../../src/ship/durable/leave-policy.js';

describe('when spans leave', () => {
  it.each([
    ['one followed file', { inputs: ['a.jsonl'], follow: true }, 'at-once'],
    ['stdin that is followed', { inputs: ['-'], follow: true }, 'at-once'],
    ['a followed glob, which may match several', { inputs: ['*.jsonl'], follow: true }, 'watermark'],
    ['two followed files', { inputs: ['a.jsonl', 'b.jsonl'], follow: true }, 'watermark'],
    ['stdin to its end', { inputs: ['-'] }, 'quiet'],
    ['files to their end', { inputs: ['a.jsonl'] }, 'at-end'],
  ])('for %s', (_what, options, rule) => {
    expect(leavePolicy(options).settle).toBe(rule);
  });

  it('lets a silent span go after an hour, one without lifecycle after a minute, and none of a complete input', () => {
    expect(leavePolicy({ inputs: ['a'], follow: true })).toMatchObject({
      pendingTimeoutMs: 3_600_000,
      implicitTimeoutMs: 60_000,
    });
    expect(leavePolicy({ inputs: ['a'] })).toMatchObject({ pendingTimeoutMs: 0, implicitTimeoutMs: 0 });
    expect(leavePolicy({ inputs: ['a'], follow: true, pendingTimeoutMs: 0 }).pendingTimeoutMs).toBe(0);
  });

  it('reads a file no further ahead than a backend takes, and stdin as far as there is room on the disk', () => {
    expect(leavePolicy({ inputs: ['a'] }).waitingSpansMax).toBe(8192);
    expect(leavePolicy({ inputs: ['-'] }).waitingSpansMax).toBe(Number.POSITIVE_INFINITY);
  });

  it('knows that only one followed file gives the same spans when it is read again from anywhere', () => {
    const canReadAgain = (input: string, follow: boolean): boolean =>
      leavePolicy({ inputs: [input], follow }).canReadAgain;
    expect(['a', '-', '*'].map((input) => canReadAgain(input, true))).toEqual([true, false, false]);
    expect(canReadAgain('a', false)).toBe(false);
  });
});
