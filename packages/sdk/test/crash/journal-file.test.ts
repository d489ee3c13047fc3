import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headerLine, ownHeader } from '../../src/crash/crash-file-header.js';
import { JournalFile } from '../../src/crash/journal-file.js';

const DEAD = headerLine({ ...ownHeader(), pid: 2_147_000_000, started: '' });

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-file-'));
  path = join(directory, 'crash');
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const linesOf = (file: string): readonly string[] => readFileSync(file, 'latin1').split('\n').slice(1);
const thrownBy = (run: () => void): unknown => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('the file of a journal', () => {
  it('takes the path, then names beside it while a process that runs has it', () => {
    const [first, second, third] = [JournalFile.open(path), JournalFile.open(path), JournalFile.open(path)];
    expect([first.path, second.path, third.path]).toEqual([path, `${path}.${process.pid}`, `${path}.${process.pid}.2`]);
    for (const file of [first, second, third]) file.remove();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('moves the file of a dead process out of the way, whole', () => {
    writeFileSync(path, `${DEAD}{"alive":"1"}\n`);
    const file = JournalFile.open(path);
    expect(file.path).toBe(path);
    const [moved = ''] = readdirSync(directory).filter((name) => name !== 'crash');
    expect(moved).toMatch(/^crash\.dead\./);
    expect(readFileSync(join(directory, moved), 'latin1')).toBe(`${DEAD}{"alive":"1"}\n`);
    file.remove();
  });

  it.each([
    [
      'the file of another program',
      () => {
        writeFileSync(path, 'a log\n');
      },
      'is no crash file',
    ],
    [
      'a symbolic link',
      () => {
        symlinkSync('/etc/hosts', path);
      },
      'is a symbolic link',
    ],
  ])('does not touch %s', (_case, make, fault) => {
    make();
    const before = readFileSync(path);
    const error = thrownBy(() => JournalFile.open(path));
    expect(error).toMatchObject({ name: 'SpanbridgeError', code: 'CRASH_FILE_UNUSABLE' });
    expect(String(error)).toContain(fault);
    expect(readFileSync(path)).toEqual(before);
    expect(readdirSync(directory)).toEqual(['crash']);
  });

  it('says what is wrong with a directory that is not there', () => {
    const error = thrownBy(() => JournalFile.open(join(path, 'deep')));
    expect(error).toMatchObject({ code: 'CRASH_FILE_UNUSABLE' });
    expect(String(error)).toContain('ENOENT');
  });

  it('appends texts and bytes, also those that are longer than its buffer', () => {
    const file = JournalFile.open(path);
    const long = `${'x'.repeat(200_000)}\n`;
    file.append('{"a":1}\n');
    file.append(long);
    file.appendBytes(Buffer.from('{"b":2}\nrest'), 8);
    expect(linesOf(path)).toEqual(['{"a":1}', long.trim(), '{"b":2}', '']);
    expect(file.sizeBytes).toBe(readFileSync(path).length);
    file.remove();
  });

  it('a successor takes its place in one step', () => {
    const file = JournalFile.open(path);
    file.append('{"old":1}\n');
    const successor = file.createSuccessor();
    successor.append('{"new":1}\n');
    expect(linesOf(path)).toEqual(['{"old":1}', '']);
    const next = successor.replace(file);
    next.append('{"more":1}\n');
    expect(linesOf(path)).toEqual(['{"new":1}', '{"more":1}', '']);
    expect(readdirSync(directory)).toEqual(['crash']);
    next.remove();
  });

  it('does not replace or remove what lies under its name by now', () => {
    const file = JournalFile.open(path);
    file.append('{"open":1}\n');
    renameSync(path, join(directory, 'moved'));
    writeFileSync(path, 'of somebody else');
    const successor = file.createSuccessor();
    expect(() => successor.replace(file)).toThrow('moved or removed');
    successor.remove();
    file.remove();
    expect(readFileSync(path, 'latin1')).toBe('of somebody else');
    // Where it is now it says nothing any more.
    expect(readFileSync(join(directory, 'moved'), 'latin1')).toBe('');
  });

  it('closed, it stays', () => {
    const file = JournalFile.open(path);
    file.close();
    expect(existsSync(path)).toBe(true);
  });
});
