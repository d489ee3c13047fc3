import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfigFile } from '../../src/config/file.js';

async function folder(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'spanbridge-config-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return directory;
}

describe('readConfigFile', () => {
  it('reads spanbridge.yaml of the working directory', async () => {
    const workingDirectory = await folder({ 'spanbridge.yaml': 'service: shop\n' });
    expect(await readConfigFile({ command: 'ship', path: undefined, workingDirectory })).toEqual({ service: 'shop' });
  });

  it('is content without that file', async () => {
    const workingDirectory = await folder({});
    expect(await readConfigFile({ command: 'ship', path: undefined, workingDirectory })).toEqual({});
  });

  it('reads the file that was named instead, and names it in messages', async () => {
    const workingDirectory = await folder({ 'spanbridge.yaml': 'service: shop\n', 'other.yaml': 'servce: x\n' });
    await expect(readConfigFile({ command: 'ship', path: 'other.yaml', workingDirectory })).rejects.toThrow(
      'other.yaml:1:1: unknown key "servce". Did you mean "service"?',
    );
  });

  it('wants a file that was named to be there', async () => {
    const request = { command: 'ship', path: 'gone.yaml', workingDirectory: '/nowhere' } as const;
    await expect(readConfigFile(request)).rejects.toMatchObject({
      code: 'CONFIG_NOT_READABLE',
      message: 'The configuration file "gone.yaml" cannot be read. There is no such file. Check the path.',
    });
  });

  it('says why a file cannot be read', async () => {
    const workingDirectory = await folder({});
    await expect(readConfigFile({ command: 'ship', path: '.', workingDirectory })).rejects.toThrow(
      'Reading it ends in EISDIR.',
    );
  });
});
