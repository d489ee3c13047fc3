import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSpool } from '../../../src/ship/durable/find-spool.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-find-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('findSpool', () => {
  it('finds the segments of a spool, with the state of the run that wrote it or without', async () => {
    writeFileSync(join(directory, '0000000000000001.segment'), '');
    expect(await findSpool(directory)).toEqual({ spool: directory, state: undefined });
    mkdirSync(join(directory, 'state'));
    expect(await findSpool(directory)).toEqual({ spool: directory, state: join(directory, 'state') });
  });

  it.each(['acks', 'lock', '0000000000000001.segment.corrupt', '0000000000000204-1.segment'])(
    'knows a spool by %s alone',
    async (name) => {
      writeFileSync(join(directory, name), '');
      expect((await findSpool(directory)).spool).toBe(directory);
    },
  );

  it('takes the outbox of a checkpoint for its spool', async () => {
    writeFileSync(join(directory, 'checkpoint.a'), '');
    writeFileSync(join(directory, 'lock'), '');
    mkdirSync(join(directory, 'outbox'));
    expect(await findSpool(directory)).toEqual({ spool: join(directory, 'outbox'), state: directory });
  });

  it('takes an empty directory for an empty spool', async () => {
    expect(await findSpool(directory)).toEqual({ spool: directory, state: undefined });
  });

  it('says what is wrong with anything else, with its name safe to print, and what to name instead', async () => {
    const file = join(directory, 'notes.txt');
    writeFileSync(file, '');
    const remedy = 'Name the directory that was given as --spool, or as --checkpoint without one.';
    await expect(findSpool(directory)).rejects.toMatchObject({
      code: 'SPOOL_NOT_FOUND',
      message: `"${directory}" is no spool: none of its files is a segment. ${remedy}`,
    });
    await expect(findSpool(file)).rejects.toThrow(`"${file}" is a file, not a directory. ${remedy}`);
    await expect(findSpool(join(directory, 'gone\u001b[2J'))).rejects.toThrow('gone\\u{1b}[2J" does not exist.');
  });

  it('says that the spool of a checkpoint lies elsewhere', async () => {
    writeFileSync(join(directory, 'checkpoint.a'), '');
    await expect(findSpool(directory)).rejects.toThrow('is a checkpoint whose spool lies elsewhere.');
  });
});
