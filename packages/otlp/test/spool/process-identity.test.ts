import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { isAlive, ownIdentity } from '../../src/spool/process-identity.js';

const linuxTest = existsSync('/proc/self/stat') ? it : it.skip;

/** No system gives this number out: Linux ends at 4,194,304. */
const PID_OF_NOBODY = 2 ** 30;

it('this process is alive', () => {
  expect(isAlive(ownIdentity())).toBe(true);
  expect(ownIdentity().pid).toBe(process.pid);
});

it('a number that no process has is not alive', () => {
  expect(isAlive({ pid: PID_OF_NOBODY, started: '' })).toBe(false);
});

it('a process of unknown start is alive while the number exists', () => {
  expect(isAlive({ pid: process.pid, started: '' })).toBe(true);
});

linuxTest('a number that was given to a later process is not the earlier one (only where /proc is there)', () => {
  const { pid, started } = ownIdentity();
  expect(isAlive({ pid, started: started.replace(/\d+$/, '1') })).toBe(false);
});

linuxTest('the first process, which belongs to somebody else or to us, is alive (only where /proc is there)', () => {
  expect(isAlive({ pid: 1, started: '' })).toBe(true);
});

linuxTest('a killed process that nobody has waited for is gone (only where /proc is there)', async () => {
  // The shell replaces itself by a program that waits for no children, so the killed one stays in the table.
  const script = 'sleep 1000 & echo $!; exec sleep 1001';
  const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [text] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(text.toString());
    expect(isAlive({ pid, started: '' })).toBe(true);
    process.kill(pid, 'SIGKILL');
    await untilZombie(pid);
    expect(isAlive({ pid, started: '' })).toBe(false);
  } finally {
    parent.kill('SIGKILL');
  }
});

async function untilZombie(pid: number): Promise<void> {
  for (let turn = 0; turn < 100_000; turn += 1) {
    if (/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('The killed process has not become a zombie.');
}
