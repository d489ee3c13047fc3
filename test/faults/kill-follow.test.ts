import { join } from 'node:path';
import { runProcess } from '../support/run-process.js';

/** Runs the kill script on a program whose behaviour is known, and answers its row. */
async function killControl(plant: string): Promise<Record<string, unknown>> {
  const args = [
    ...[join(__dirname, 'kill-follow.mjs'), '--kills', '3', '--records', '3000', '--kill-within', '600'],
    ...['--shipper', join(__dirname, 'support', 'control-shipper.mjs'), `--option=--plant=${plant}`],
    ...['--patience', '2500'],
  ];
  const { exitCode, stdout, stderr } = await runProcess({ command: process.execPath, args });
  if (stdout === '') throw new Error(stderr);
  return { scriptExitCode: exitCode, ...(JSON.parse(stdout) as Record<string, unknown>) };
}

// The scripts of this folder are run by hand for minutes. Here they show that they pass what is right, and find what is
// wrong.
describe('the script that kills a shipper', () => {
  it('passes one that survives kills', async () => {
    expect(await killControl('none')).toMatchObject({
      gate: 'pass',
      failed: [],
      lost: 0,
      received: expect.any(Number) as number,
      kills: 3,
      exitCode: 143,
      scriptExitCode: 0,
    });
  });

  it('finds the spans that one swallows', async () => {
    const row = await killControl('swallow');
    expect(row).toMatchObject({ gate: 'FAIL', failed: ['lost', 'silent', 'wedged'], scriptExitCode: 1 });
    expect(row['lost']).toBeGreaterThan(0);
  });

  it('finds that one ends by itself', async () => {
    expect(await killControl('crash')).toMatchObject({
      gate: 'FAIL',
      failed: expect.arrayContaining(['crashes']) as string[],
    });
  });
});
