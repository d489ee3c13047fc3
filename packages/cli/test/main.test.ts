import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runPipe, runProcess } from '../../../test/support/run-process.js';
import { packageFacts } from '../src/package-root.js';

const { directory, version } = packageFacts();
const SAMPLE = join(directory, 'samples', 'tracer-meta', '01_initial.jsonl');

function spanbridge(...args: readonly string[]) {
  return { command: process.execPath, args: [join(directory, 'bin', 'spanbridge.js'), ...args] };
}

describe('main', () => {
  it('runs as a program', async () => {
    expect(await runProcess(spanbridge('--version'))).toEqual({
      exitCode: 0,
      signal: null,
      stdout: `${version}\n`,
      stderr: '',
    });
    expect(await runProcess(spanbridge('analyze'))).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('ends quietly when the reader of its result goes away', async () => {
    const reader = { command: process.execPath, args: ['-e', 'process.exit(0)'] };
    const { writer } = await runPipe(spanbridge('view', SAMPLE), reader);
    expect(writer).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('reads stdin, and lets go of it at the end', async () => {
    const child = spawn(process.execPath, spanbridge('view', '-').args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end('{"msg":"no record"}\n');
    expect(await exited).toBe(1);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('closes the backend after %s and ends with %d', async (signal, code) => {
    const child = spawn(process.execPath, spanbridge('dev', '--port', '0').args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill(signal);
    expect(await exited).toBe(code);
  });

  it('lets go of an open stdin after a signal', async () => {
    const args = spanbridge('ship', '-', '--endpoint', 'http://127.0.0.1:1', '--json').args;
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    const spoken = new Promise<string>((resolve) =>
      child.stdout.once('data', (text) => {
        resolve(String(text));
      }),
    );
    // A broken line is answered at once, which shows that the program listens.
    child.stdin.write('broken\n');
    expect(await spoken).toContain('"type":"rejected"');
    child.kill('SIGTERM');
    expect(await exited).toBe(143);
    child.stdin.destroy();
  });
});
