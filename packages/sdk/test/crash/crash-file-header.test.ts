import { headerLine, isOwnerAlive, ownHeader, parseHeader } from '../../src/crash/crash-file-header.js';

/** No process has this number: it is above what any system gives. */
const NO_PID = 2_147_000_000;

describe('the header of a crash file', () => {
  it('names the format, its version and the process, and nothing else', () => {
    const line = headerLine({ version: 1, pid: 4_711, started: 'boot/17', startedUnixMs: 1_700_000_000_000 });
    expect(line).toBe('{"spanbridge.crash":1,"pid":4711,"started":"boot/17","startedUnixMs":1700000000000}\n');
  });

  it('is read as it was written', () => {
    const header = ownHeader();
    expect(parseHeader(JSON.parse(headerLine(header)))).toEqual(header);
  });

  it.each([[null], [1], [{}], [{ 'spanbridge.crash': '1' }], [{ 'spanbridge.crash': 0 }]])('%j is none', (value) => {
    expect(parseHeader(value)).toBeUndefined();
  });

  it('of a process that runs has a living owner', () => {
    expect(isOwnerAlive(ownHeader())).toBe(true);
  });

  it.each([
    ['of a number that nobody has', { pid: NO_PID, started: '' }],
    ['of a number that another process has now', { started: 'another boot/1' }],
    ['without a process', { pid: 0 }],
    [
      'of an earlier process with our number, where the system does not tell them apart',
      { started: '', startedUnixMs: 1 },
    ],
  ])('%s has a dead one', (_case, difference) => {
    expect(isOwnerAlive({ ...ownHeader(), ...difference })).toBe(false);
  });
});
