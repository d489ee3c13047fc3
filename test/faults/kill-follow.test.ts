import { join } from 'node:path';
import { runProcess } from '../support/run-process.js';

/** Faults that lose spans: waiting for these has no sense. */
const LOSES: ReadonlySet<string> = new Set(['position-before-ack', 'invent', 'crash']);

/** Runs the kill script on a program whose behaviour is known, and answers its row and its exit code. */
async function killControl(plant: string, moment: string): Promise<Record<string, unknown>> {
  const args = [
    ...[join(__dirname, 'kill-follow.mjs'), '--kills', '2', '--records', '1800', '--kill-within', '700'],
    ...['--shipper', join(__dirname, 'support', 'control-shipper.mjs'), `--option=--plant=${plant}`],
    ...['--moment', moment, '--quiet', '700', ...(LOSES.has(plant) ? ['--patience', '1500'] : [])],
  ];
  const { exitCode, stdout, stderr } = await runProcess({ command: process.execPath, args });
  if (stdout === '') throw new Error(stderr);
  return { scriptExitCode: exitCode, ...(JSON.parse(stdout) as Record<string, unknown>) };
}

// The scripts of this folder run for minutes, by hand. Here they show that they pass what is right, and that they find
// what is wrong.
describe('the script that kills a shipper', () => {
  it.each(['random', 'stored'])('passes one that survives kills (%s)', async (moment) => {
    const row = await killControl('none', moment);
    expect(row).toMatchObject({ gate: 'pass', failed: [], lost: 0, kills: 2, exitCode: 143, scriptExitCode: 0 });
    expect(row['distinct']).toBeGreaterThanOrEqual(600);
  });

  it('finds that one saves its position before the spans have arrived', async () => {
    const row = await killControl('position-before-ack', 'request');
    expect(row).toMatchObject({ gate: 'FAIL', failed: ['lost', 'silent', 'wedged'], scriptExitCode: 1 });
    expect(row['lost']).toBeGreaterThan(0);
  });

  it('finds that what one sends again is not the same', async () => {
    const row = await killControl('mutate', 'stored');
    expect(row).toMatchObject({ gate: 'FAIL', failed: ['mutated', 'doubledInJaeger', 'wrongInTempo'] });
  });

  it('finds spans that one has made up', async () => {
    expect(await killControl('invent', 'random')).toMatchObject({
      gate: 'FAIL',
      failed: expect.arrayContaining(['lost', 'invented', 'silent']) as string[],
    });
  });

  it('finds that one ends by itself', async () => {
    const row = await killControl('crash', 'random');
    expect(row).toMatchObject({ gate: 'FAIL', failed: expect.arrayContaining(['crashes']) as string[] });
  });
});
