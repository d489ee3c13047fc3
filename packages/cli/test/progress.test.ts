import { createProgressLine, isProgressWanted, progressText } from '../src/progress.js';
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
    expect(progressText(progress, 10_000)).toBe(
      '25 %  12.3 MB of 49.2 MB  10,000 records/s  4,096 delivered  0:09 left',
    );
  });

  it('has no share of stdin', () => {
    const progress = { bytesRead: 500, bytesTotal: undefined, records: 4, accepted: 0, elapsedMs: 2000 };
    expect(progressText(progress, 2)).toBe('500 B  2 records/s  0 delivered');
  });

  it('stays at 100 % when the file grows, and has no rate before time has passed', () => {
    const progress = { bytesRead: 200, bytesTotal: 100, records: 4, accepted: 0, elapsedMs: 0 };
    expect(progressText(progress)).toBe('100 %  200 B of 100 B  0 delivered');
  });

  it('tells of followed files how far it is behind, and what a backend has not taken', () => {
    const progress = { bytesRead: 500, bytesTotal: undefined, records: 4, accepted: 1, elapsedMs: 2000 };
    expect(progressText({ ...progress, unreadBytes: 3_200_000, waitingSpans: 512 }, 2)).toBe(
      '500 B  2 records/s  1 delivered  512 waiting  3.2 MB behind',
    );
    expect(progressText({ ...progress, unreadBytes: 0, waitingSpans: 0 }, 2)).toBe(
      '500 B  2 records/s  1 delivered  up to date',
    );
  });
});

describe('createProgressLine', () => {
  const at = (seconds: number, records: number) => {
    return { bytesRead: 1, bytesTotal: undefined, records, accepted: 0, elapsedMs: seconds * 1000 };
  };

  it('shows the rate of the last seconds, not of the days before', () => {
    const { host, stderr } = fakeHost({ isTerminal: true });
    const show = createProgressLine(host.output);
    show(at(0, 0));
    expect(stderr()).toBe('\r\u001b[K1 B  0 delivered');
    show(at(2, 2000));
    expect(stderr()).toMatch(/1,000 records\/s {2}0 delivered$/);
    show(at(100, 2000));
    show(at(106, 8000));
    expect(stderr()).toMatch(/1,000 records\/s {2}0 delivered$/);
    show(at(112, 8000));
    expect(stderr()).toMatch(/K1 B {2}0 records\/s {2}0 delivered$/);
  });

  it('comes back below a warning', () => {
    const { host, stderr } = fakeHost({ isTerminal: true });
    const show = createProgressLine(host.output);
    show(at(0, 0));
    host.output.talk('The backend is away.');
    show(at(0, 0));
    expect(stderr()).toBe('\r\u001b[K1 B  0 delivered\r\u001b[KThe backend is away.\n\r\u001b[K1 B  0 delivered');
  });
});
