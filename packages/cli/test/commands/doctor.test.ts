import type { DiagnoseOptions, Finding } from '@spanbridge/sdk';
import { doctor } from '../../src/commands/doctor.js';
import type { CommandSettings } from '../../src/config/settings.js';
import { fakeHost } from '../support/fake-host.js';

const OK: Finding = { check: 'node', level: 'ok', message: 'Node 20.19.0.', remedy: '' };
const NOTE: Finding = { check: 'name', level: 'note', message: 'Two addresses.', remedy: 'Write 127.0.0.1.' };
const LOST: Finding = { check: 'delivery', level: 'fault', message: 'Refused.', remedy: 'Start the backend.' };
const COPIES: Finding = { check: 'packages', level: 'fault', message: 'Two copies.', remedy: 'Align them.' };

async function run(findings: readonly Finding[], settings: CommandSettings<'doctor'> = {}) {
  const asked: DiagnoseOptions[] = [];
  async function* diagnose(options: DiagnoseOptions): AsyncGenerator<Finding> {
    asked.push(options);
    for (const finding of findings) yield await Promise.resolve(finding);
  }
  const fake = fakeHost({ services: { diagnose }, workingDirectory: '/srv/app' });
  const code = await doctor(settings, fake.host);
  return { ...fake, code, asked };
}

describe('doctor', () => {
  it('tells each finding with what to do, and a verdict', async () => {
    const { stdout, code } = await run([OK, NOTE, LOST]);
    expect(stdout()).toBe(
      [
        'ok    Node 20.19.0.',
        'note  Two addresses.',
        '      → Write 127.0.0.1.',
        'FAULT Refused.',
        '      → Start the backend.',
        '',
        'One fault has to be mended.',
        '',
      ].join('\n'),
    );
    expect(code).toBe(3);
  });

  it.each([
    [[OK], 0, 'Nothing is wrong.'],
    [[OK, NOTE], 0, 'Nothing is wrong; see the notes.'],
    [[COPIES], 1, 'One fault has to be mended.'],
    [[COPIES, LOST], 3, '2 faults have to be mended.'],
  ])('of %j ends with %d: %s', async (findings, expected, verdict) => {
    const { code, stdout } = await run(findings);
    expect(code).toBe(expected);
    expect(stdout()).toContain(verdict);
  });

  it('examines each endpoint, with what goes along with requests, in the folder where it was called', async () => {
    const { asked } = await run([OK], {
      endpoint: ['http://a/v1/traces', 'http://b/v1/traces'],
      header: new Map([['x-tenant', '7']]),
      protocol: 'http/json',
      timeout: 500,
      verifyBackend: 'http://q',
    });
    expect(asked.map(({ tracesUrl }) => tracesUrl)).toEqual(['http://a/v1/traces', 'http://b/v1/traces']);
    expect(asked[0]).toMatchObject({
      headers: { 'x-tenant': '7' },
      encoding: 'json',
      timeoutMs: 500,
      queryUrl: 'http://q',
      projectFolder: '/srv/app',
      source: 'as configured',
    });
  });

  it('with --json writes an object a line, the verdict last', async () => {
    const { stdout } = await run([OK, LOST], { json: true });
    const lines = stdout().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { type: 'finding', ...OK },
      { type: 'finding', ...LOST },
      { type: 'verdict', faults: 1, notes: 0 },
    ]);
  });
});
