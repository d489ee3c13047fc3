import {
  besidePath,
  claimedPath,
  directoryOf,
  journalPaths,
  readCrashFileName,
  scrapPath,
} from '../../src/crash/crash-file-names.js';
import { basename } from 'node:path';
import { ownIdentity } from '@spanbridge/otlp';

const PATH = '/var/log/shop.crash';

describe('the names of crash files', () => {
  it('a journal takes the path itself, then names with the number of its process', () => {
    expect(journalPaths(PATH).slice(0, 3)).toEqual([PATH, `${PATH}.${process.pid}`, `${PATH}.${process.pid}.2`]);
    for (const path of journalPaths(PATH)) {
      expect(readCrashFileName(PATH, basename(path))).toEqual({ kind: 'journal' });
    }
  });

  it('a claimed file says who delivers it', () => {
    expect(readCrashFileName(PATH, basename(claimedPath(PATH)))).toEqual({ kind: 'claimed', claimer: ownIdentity() });
  });

  it('a new file says whose it is, also beside a journal of its own name', () => {
    const scrap = { kind: 'scrap', pid: process.pid };
    expect(readCrashFileName(PATH, basename(scrapPath(PATH)))).toEqual(scrap);
    expect(readCrashFileName(PATH, basename(scrapPath(`${PATH}.17`)))).toEqual(scrap);
    expect(readCrashFileName(PATH, basename(scrapPath(`${PATH}.17.2`)))).toEqual(scrap);
  });

  it.each(['shop.crash2', 'shop.crash.bak', 'shop.crash.17.bak', 'other', 'shop.crash.dead.1', 'shop.crash.new.1.xyz'])(
    '%s is no file of ours',
    (name) => {
      expect(readCrashFileName(PATH, name)).toBeUndefined();
    },
  );

  it('all lie in the directory of the path', () => {
    expect(directoryOf(PATH)).toBe('/var/log');
    expect(besidePath(PATH, 'a')).toBe('/var/log/a');
  });
});
