import { COMMAND_NAMES, COMMAND_OPTIONS } from '../src/config/option-tables.js';
import { kebabName, variableName } from '../src/config/option-spec.js';
import type { FlagValues } from '../src/config/settings.js';
import { buildProgram } from '../src/program.js';

async function parse(args: readonly string[]) {
  const calls: { command: string; inputs: readonly string[]; flags: FlagValues }[] = [];
  let written = '';
  const program = buildProgram('1.2.3', {
    run: (command, inputs, flags) => {
      calls.push({ command, inputs, flags });
      return Promise.resolve();
    },
    writeOut: (text) => {
      written += text;
    },
  });
  const error = await program.parseAsync(args, { from: 'user' }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { calls, written, error };
}

describe('buildProgram', () => {
  it('hands inputs and flags over as they were given', async () => {
    const { calls } = await parse([
      'ship',
      'a.jsonl',
      '-',
      '--header',
      'a=1',
      '--header=b=2',
      '--dry-run',
      '--retry-for',
      '1m',
    ]);
    expect(calls).toEqual([
      {
        command: 'ship',
        inputs: ['a.jsonl', '-'],
        flags: { header: ['a=1', 'b=2'], dryRun: true, retryFor: '1m' },
      },
    ]);
  });

  it('takes everything after -- for an input', async () => {
    const { calls } = await parse(['view', '--', '--strange.jsonl']);
    expect(calls[0]?.inputs).toEqual(['--strange.jsonl']);
  });

  it('prints the version', async () => {
    expect((await parse(['--version'])).written).toBe('1.2.3\n');
  });

  it.each([['--forward'], ['--forward', 'http://a']])(
    'refuses dev %s, which a later version brings',
    async (...flags) => {
      const { calls, error } = await parse(['dev', ...flags]);
      expect(error).toMatchObject({ code: 'NOT_IN_THIS_VERSION' });
      expect(calls).toEqual([]);
    },
  );

  it.each([['-f'], ['--follow']])('follows with %s', async (flag) => {
    const { calls } = await parse(['ship', flag, 'a.jsonl', '--checkpoint', 'state', '--spool=kept', '--from-end']);
    expect(calls[0]).toEqual({
      command: 'ship',
      inputs: ['a.jsonl'],
      flags: { follow: true, checkpoint: 'state', spool: 'kept', fromEnd: true },
    });
  });

  it.each([
    [['ship', '--nonsense'], /unknown option '--nonsense'/],
    [['ship', '--endpiont', 'x'], /Did you mean --endpoint/],
    [['view'], /missing required argument 'INPUT'/],
    [['demo', 'extra'], /too many arguments/],
    [['ship', '--service'], /argument missing/],
  ])('refuses %j', async (args, message) => {
    const { error, written } = await parse(args);
    expect((error as Error).message).toMatch(message);
    expect(written).toBe('');
  });

  it.each(COMMAND_NAMES)(
    'has a help of %s in 80 columns with every option, its default and its variable',
    async (command) => {
      const { written } = await parse([...command.split(' '), '--help']);
      for (const name of Object.keys(COMMAND_OPTIONS[command])) {
        expect(written).toContain(`--${kebabName(name)}`);
        expect(written).toContain(variableName(name));
      }
      expect(written).toContain('Examples:');
      expect(written).not.toContain('--forward');
      const widest = Math.max(...written.split('\n').map((line) => line.length));
      expect(widest).toBeLessThanOrEqual(80);
    },
  );

  it('hands over an action with its directory and flags', async () => {
    const { calls } = await parse(['spool', 'replay', 'kept', '--endpoint', 'http://a', '--json']);
    expect(calls).toEqual([
      { command: 'spool replay', inputs: ['kept'], flags: { endpoint: ['http://a'], json: true } },
    ]);
  });

  it.each([
    [['spool'], 'spool needs an action; there are: ls, replay, export.'],
    [['spool', 'kept'], 'unknown action "kept" of spool; there are: ls, replay, export.'],
    [['spool', 'replya', 'kept'], 'unknown action "replya" of spool; there are: ls, replay, export. Did you mean'],
    [['spool', 'ls'], "missing required argument 'DIR'"],
    [['spool', 'ls', 'a', 'b'], 'too many arguments'],
    [['spool', 'ls', 'a', '--endpoint', 'http://a'], "unknown option '--endpoint'"],
  ])('refuses %j', async (args, message) => {
    const { error, calls } = await parse(args);
    expect((error as Error).message).toContain(message);
    expect(calls).toEqual([]);
  });

  it('has a help of spool with its actions', async () => {
    const { written } = await parse(['spool', '--help']);
    for (const action of ['ls', 'replay', 'export']) expect(written).toMatch(new RegExp(`^ {2}${action} `, 'm'));
    expect(Math.max(...written.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('has a help of the program with every command', async () => {
    const { written } = await parse(['--help']);
    for (const command of ['ship', 'view', 'spool', 'dev', 'demo']) {
      expect(written).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
    expect(written).not.toMatch(/analyze|lint/);
    expect(Math.max(...written.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
