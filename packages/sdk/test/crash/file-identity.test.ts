import { mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { headerLine, ownHeader } from '../../src/crash/crash-file-header.js';
import { claimFile, holderOf, isSameFile, removeIfThere } from '../../src/crash/file-identity.js';

const DEAD = headerLine({ ...ownHeader(), pid: 2_147_000_000, started: '' });
const ALIVE = headerLine(ownHeader());

let directory: string;
let path: string;
let to: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-identity-'));
  path = join(directory, 'crash');
  to = join(directory, 'claimed');
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function write(text: string): void {
  writeFileSync(path, text);
}

describe('the holder of a file', () => {
  it.each([
    ['a living process', ALIVE, 'alive'],
    ['a dead process', DEAD, 'dead'],
    ['a process that died before its header was whole', DEAD.slice(0, 30), 'dead'],
    ['a process that died before it wrote anything', '', 'dead'],
    ['another program', '{"message":"a log line"}\n', 'foreign'],
    ['a later version', DEAD.replace('crash":1', 'crash":2'), 'foreign'],
  ])('is told: %s', (_case, text, status) => {
    write(text);
    expect(holderOf(path).status).toBe(status);
  });

  it('is nobody where there is no file, and a link is not followed', () => {
    expect(holderOf(path)).toEqual({ status: 'absent' });
    write(DEAD);
    symlinkSync(path, to);
    expect(holderOf(to)).toEqual({ status: 'foreign', detail: 'is a symbolic link' });
  });
});

describe('claiming a file', () => {
  function judged(): Parameters<typeof claimFile>[2] {
    const holder = holderOf(path);
    if (holder.status !== 'dead') throw new Error(`It is ${holder.status}.`);
    return holder.stats;
  }

  it('renames it, for the first one who tries', () => {
    write(DEAD);
    const stats = judged();
    expect(claimFile(path, to, stats)).toBe(true);
    expect(isSameFile(to, stats)).toBe(true);
    expect(claimFile(path, join(directory, 'second'), stats)).toBe(false);
  });

  it('gives back the file of a living process that has taken the name meanwhile', () => {
    write(DEAD);
    const stats = judged();
    renameSync(path, join(directory, 'moved by another'));
    write(ALIVE);
    expect(claimFile(path, to, stats)).toBe(false);
    expect(readFileSync(path, 'latin1')).toBe(ALIVE);
    expect(holderOf(to)).toEqual({ status: 'absent' });
  });

  it('removing a file that is not there is no fault', () => {
    expect(() => {
      removeIfThere(path);
    }).not.toThrow();
  });
});
