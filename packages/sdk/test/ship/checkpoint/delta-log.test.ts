import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FILES } from '../../../src/ship/checkpoint/checkpoint-files.js';
import { DeltaLog } from '../../../src/ship/checkpoint/delta-log.js';
import { readLog } from '../../../src/ship/checkpoint/log-reading.js';
import { useTemporaryDirectory } from '../../sources/temporary-directory.js';

const directory = useTemporaryDirectory();
const createLog = (): DeltaLog => {
  const continues = { generation: 1, lengthBytes: 77 };
  const path = join(directory(), 'log.2');
  return new DeltaLog({ files: NODE_FILES, directory: directory(), path, generation: 2, continues });
};

describe('a log of commits', () => {
  it('is a file from its first commit on', async () => {
    const log = createLog();
    await log.sync();
    expect(existsSync(join(directory(), 'log.2'))).toBe(false);
    expect([log.lengthBytes, log.position]).toEqual([0, undefined]);
    await log.append([['a', 1]]);
    await log.append([['a']]);
    await log.sync();
    await log.close();
    const bytes = readFileSync(join(directory(), 'log.2'));
    expect(log.position).toEqual({ generation: 2, lengthBytes: bytes.length });
    expect(await readLog(bytes, 2)).toMatchObject({
      continues: { generation: 1, lengthBytes: 77 },
      records: [{ lines: [['a', 1]] }, { lines: [['a']] }],
      tail: 'clean',
    });
  });

  it('is left as it was by a value that is no JSON', async () => {
    const log = createLog();
    await log.append([['a', 1]]);
    const { lengthBytes } = log;
    await expect(log.append([['b', 1n]])).rejects.toThrow('BigInt');
    await log.close();
    expect([log.isTrusted, log.lengthBytes]).toEqual([true, lengthBytes]);
    expect(readFileSync(join(directory(), 'log.2')).length).toBe(lengthBytes);
  });

  it('never writes into a file that is there', async () => {
    writeFileSync(join(directory(), 'log.2'), 'of another process');
    const log = createLog();
    await expect(log.append([['a', 1]])).rejects.toMatchObject({ code: 'EEXIST' });
    expect(log.isTrusted).toBe(false);
    expect(readFileSync(join(directory(), 'log.2'), 'utf8')).toBe('of another process');
  });

  it('is not trusted once it was given up or its directory could not be synced', async () => {
    const log = createLog();
    log.distrust();
    expect(log.isTrusted).toBe(false);
    mkdirSync(join(directory(), 'gone'));
    const path = join(directory(), 'gone', 'log.1');
    const options = { files: NODE_FILES, path, directory: join(directory(), 'nowhere'), generation: 1 };
    const other = new DeltaLog({ ...options, continues: undefined });
    await other.append([['a', 1]]);
    await expect(other.sync()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(other.isTrusted).toBe(false);
    await other.close();
  });
});
