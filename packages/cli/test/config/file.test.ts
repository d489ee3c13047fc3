import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFile } from '../../src/config/file.js';
import type { CommandName } from '../../src/config/option-tables.js';

async function readText(text: string, command: CommandName = 'ship') {
  const workingDirectory = await mkdtemp(join(tmpdir(), 'spanbridge-config-'));
  await writeFile(join(workingDirectory, 'spanbridge.yaml'), text);
  return readConfigFile({ command, path: undefined, workingDirectory });
}

describe('readConfigFile', () => {
  it('reads options by their names', async () => {
    const values = await readText(`
endpoint: http://a:4318
header: { Authorization: Bearer x }
resource:
  service.version: 1.10
  replicas: 3
retry-for: 1m
batch-size: 100
strict: true
`);
    expect(values).toEqual({
      endpoint: ['http://a:4318'],
      header: new Map([['authorization', 'Bearer x']]),
      resource: new Map([
        ['service.version', '1.10'],
        ['replicas', '3'],
      ]),
      retryFor: 60_000,
      batchSize: 100,
      strict: true,
    });
  });

  it('lets the section of the command win over the top', async () => {
    const text = 'port: 1\nformat: auto\ndev:\n  port: 2\n';
    expect(await readText(text, 'dev')).toEqual({ port: 2 });
    expect(await readText(text, 'demo')).toEqual({ port: 1 });
    expect(await readText(text, 'view')).toEqual({ format: 'auto' });
  });

  it('reads a list of endpoints', async () => {
    expect(await readText('endpoint:\n  - http://a\n  - http://b\n')).toEqual({ endpoint: ['http://a', 'http://b'] });
  });

  it('is content with an empty file and with none', async () => {
    expect(await readText('# nothing yet\n')).toEqual({});
    const workingDirectory = await mkdtemp(join(tmpdir(), 'spanbridge-config-'));
    expect(await readConfigFile({ command: 'ship', path: undefined, workingDirectory })).toEqual({});
  });

  it('wants a file that was named to be there', async () => {
    const request = { command: 'ship', path: 'gone.yaml', workingDirectory: '/nowhere' } as const;
    await expect(readConfigFile(request)).rejects.toThrow(
      'The configuration file "gone.yaml" cannot be read. There is no such file. Check the path.',
    );
  });

  it('takes __proto__ in a map for a key like any other', async () => {
    const { resource } = await readText('resource:\n  __proto__: x\n');
    expect([...(resource as Map<string, string>)]).toEqual([['__proto__', 'x']]);
  });

  it.each([
    [
      'a key at the top that is unknown',
      '\nendpiont: x\n',
      'spanbridge.yaml:2:1: unknown key "endpiont". Did you mean "endpoint"?',
    ],
    ['__proto__ at the top', '__proto__: { polluted: 1 }\n', 'spanbridge.yaml:1:1: unknown key "__proto__".'],
    ['a key of another command', 'ship:\n  html: x\n', 'spanbridge.yaml:2:3: unknown key "html".'],
    ['camel case', 'retryFor: 1m\n', 'spanbridge.yaml:1:1: unknown key "retryFor". Did you mean "retry-for"?'],
    ['a value of the wrong kind', 'retry-for: 30\n', 'spanbridge.yaml:1:1: retry-for must be a number with its unit'],
    [
      'a value out of range',
      'batch-size: 0\n',
      'spanbridge.yaml:1:1: batch-size "0" is not a whole number from 1 to 100000.',
    ],
    ['a map for a text', 'service: { a: 1 }\n', 'spanbridge.yaml:1:1: service must be a text.'],
    [
      'a nested map of attributes',
      'resource:\n  a: { b: 1 }\n',
      'spanbridge.yaml:1:1: resource must be a map of names',
    ],
    ['an option of a later version', 'ship:\n  follow: true\n', 'spanbridge.yaml:2:3: follow is not in this version'],
    ['a list instead of options', '- a\n', 'the file holds a list, not options'],
    ['a key twice', 'service: a\nservice: b\n', 'spanbridge.yaml:2:1: Map keys must be unique.'],
    ['broken YAML', 'endpoint: [http://a\n', 'spanbridge.yaml:2:1: Flow sequence'],
    ['another configuration file', 'config: other.yaml\n', 'A configuration file cannot name another one.'],
  ])('refuses %s with line and column', async (_, text, message) => {
    await expect(readText(text)).rejects.toThrow(message);
  });

  it('refuses hostile nesting instead of overflowing the stack', async () => {
    await expect(readText(`endpoint: ${'['.repeat(20_000)}`)).rejects.toMatchObject({ name: 'SpanbridgeError' });
  });
});
