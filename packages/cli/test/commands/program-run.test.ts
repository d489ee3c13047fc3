import { spawn } from 'node:child_process';
import { exitCodeOf, runProgram } from '../../src/commands/program-run.js';
import { fakeHost } from '../support/fake-host.js';

const node = (script: string): string[] => [process.execPath, '-e', script];

describe('a program', () => {
  it.each([
    [node('process.exit(7)'), { type: 'exited', exitCode: 7 }],
    [node('process.exit(process.env.MARK === "yes" ? 0 : 1)'), { type: 'exited', exitCode: 0 }],
    [node('process.kill(process.pid, "SIGKILL")'), { type: 'signalled', signal: 'SIGKILL' }],
    [['/nowhere/at/all'], { type: 'not-started', code: 'ENOENT' }],
  ])('%j ends as %j', async (command, end) => {
    const { host } = fakeHost({ services: { spawn } });
    expect(await runProgram(command, { ...process.env, MARK: 'yes' }, host)).toMatchObject(end);
  });

  it('gets the signal that ends the command', async () => {
    const fake = fakeHost({ services: { spawn } });
    const running = runProgram(node('setInterval(() => {}, 1000)'), process.env, fake.host);
    fake.interrupt('SIGTERM');
    expect(await running).toEqual({ type: 'signalled', signal: 'SIGTERM' });
  });
});

it.each([
  [{ type: 'exited', exitCode: 3 } as const, 3],
  [{ type: 'signalled', signal: 'SIGTERM' } as const, 143],
  [{ type: 'signalled', signal: 'SIGKILL' } as const, 137],
  [{ type: 'not-started', code: 'ENOENT', detail: '' } as const, 127],
  [{ type: 'not-started', code: 'EACCES', detail: '' } as const, 126],
])('%j is exit code %d', (end, code) => {
  expect(exitCodeOf(end)).toBe(code);
});
