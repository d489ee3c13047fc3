import { createRunSpan, type StartedRun, traceparentOf } from '../../src/commands/run-span.js';

const RUN: StartedRun = {
  traceId: 'be97f2fa26196196d1c776cef223b871',
  spanId: 'c33604c286773277',
  serviceName: 'shop',
  command: ['/usr/bin/psql', '--password=secret'],
  startUnixNano: 1_000_000_000n,
};

it('is the parent of what the program traces', () => {
  expect(traceparentOf(RUN)).toBe('00-be97f2fa26196196d1c776cef223b871-c33604c286773277-01');
});

it('is named after the program and tells nothing of its arguments', () => {
  const span = createRunSpan(RUN, { type: 'exited', exitCode: 0 }, 3_500_000_000n);
  expect(span.name).toBe('run psql');
  expect(span.attributes).toEqual({ 'process.executable.name': 'psql', 'process.exit.code': 0 });
  expect([span.startTime, span.endTime, span.duration]).toEqual([
    [1, 0],
    [3, 500_000_000],
    [2, 500_000_000],
  ]);
  expect(span.status).toEqual({ code: 0 });
});

it.each([
  [{ type: 'exited', exitCode: 2 } as const, 'exit code 2'],
  [{ type: 'signalled', signal: 'SIGKILL' } as const, 'ended by SIGKILL'],
  [{ type: 'not-started', code: 'ENOENT', detail: 'spawn psql ENOENT' } as const, 'spawn psql ENOENT'],
])('of a program that ended as %j is an error: %s', (end, message) => {
  expect(createRunSpan(RUN, end, 2_000_000_000n).status).toEqual({ code: 2, message });
});
