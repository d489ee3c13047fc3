import { isProgressWanted, progressText } from '../src/progress.js';
import { fakeHost } from './support/fake-host.js';

describe('isProgressWanted', () => {
  it('is for a person at a terminal only', () => {
    expect(isProgressWanted(fakeHost({ isTerminal: true }).host, false)).toBe(true);
    expect(isProgressWanted(fakeHost({ isTerminal: true }).host, true)).toBe(false);
    expect(isProgressWanted(fakeHost().host, false)).toBe(false);
    expect(isProgressWanted(fakeHost({ isTerminal: true, env: { CI: 'true' } }).host, false)).toBe(false);
    expect(isProgressWanted(fakeHost({ isTerminal: true, env: { CI: 'false' } }).host, false)).toBe(true);
  });
});

describe('progressText', () => {
  it('tells share, rate and the time left', () => {
    const progress = {
      bytesRead: 12_300_000,
      bytesTotal: 49_200_000,
      records: 30_000,
      accepted: 4096,
      elapsedMs: 3000,
    };
    expect(progressText(progress)).toBe('25 %  12.3 MB of 49.2 MB  10,000 records/s  4,096 delivered  0:09 left');
  });

  it('has no share of stdin', () => {
    const progress = { bytesRead: 500, bytesTotal: undefined, records: 4, accepted: 0, elapsedMs: 2000 };
    expect(progressText(progress)).toBe('500 B  2 records/s  0 delivered');
  });

  it('stays at 100 % when the file grows, and has no rate before time has passed', () => {
    const progress = { bytesRead: 200, bytesTotal: 100, records: 4, accepted: 0, elapsedMs: 0 };
    expect(progressText(progress)).toBe('100 %  200 B of 100 B  0 delivered');
  });
});
