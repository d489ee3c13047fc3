import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FILES } from '../../../src/ship/checkpoint/checkpoint-files.js';
import { removeOldLogs, setAside } from '../../../src/ship/checkpoint/clean-up.js';
import { useTemporaryDirectory } from '../../sources/temporary-directory.js';

const directory = useTemporaryDirectory();
const place = (): { readonly files: typeof NODE_FILES; readonly directory: string } => {
  return { files: NODE_FILES, directory: directory() };
};
const names = (): readonly string[] => readdirSync(directory()).sort();

describe('cleaning up', () => {
  it('removes logs below a generation and nothing else', async () => {
    const kept = ['log.10', 'log.11', 'log.09', 'log.9.txt', 'xlog.1', 'checkpoint.a', 'lock'];
    for (const name of ['log.1', 'log.9', ...kept]) writeFileSync(join(directory(), name), '');
    await removeOldLogs(place(), 10);
    expect(names()).toEqual([...kept].sort());
  });

  it('keeps damaged files under another name, the newest of a slot and the newest 8 logs', async () => {
    writeFileSync(join(directory(), 'checkpoint.a.corrupt'), 'older');
    const logs = Array.from({ length: 12 }, (_, index) => `log.${index + 1}`);
    for (const name of ['checkpoint.a', ...logs]) writeFileSync(join(directory(), name), name);
    await setAside(place(), ['checkpoint.a', 'checkpoint.b', ...logs]);
    await removeOldLogs(place(), 1);
    expect(readFileSync(join(directory(), 'checkpoint.a.corrupt'), 'utf8')).toBe('checkpoint.a');
    expect(names().filter((name) => name.startsWith('log'))).toEqual(
      [10, 11, 12, 5, 6, 7, 8, 9].map((generation) => `log.${generation}.corrupt`),
    );
  });

  it('does without what fails', async () => {
    const files = {
      ...NODE_FILES,
      remove: () => Promise.reject(new Error('EROFS')),
      rename: () => Promise.reject(new Error('EROFS')),
    };
    writeFileSync(join(directory(), 'log.1'), '');
    await setAside({ files, directory: directory() }, ['log.1']);
    await removeOldLogs({ files, directory: directory() }, 2);
    await removeOldLogs({ files, directory: join(directory(), 'nowhere') }, 2);
    expect(names()).toEqual(['log.1']);
  });
});
