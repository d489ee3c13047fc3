import { type TailEvent } from '../../src/sources/tail-options.js';
import { TailReport } from '../../src/sources/tail-report.js';

describe('TailReport', () => {
  test('a cause is told once, until it is cleared', () => {
    const events: TailEvent[] = [];
    const report = new TailReport((event) => events.push(event));
    report.warn('a', 'one');
    report.warn('a', 'one');
    report.warn('b', 'two');
    report.clear('a');
    report.warn('a', 'one again');
    expect(events).toEqual(['one', 'two', 'one again'].map((message) => ({ type: 'warning', message })));
  });

  test('what the listener throws stays with it, and none is needed', () => {
    const event: TailEvent = { type: 'opened', path: '/a', detail: '' };
    const report = new TailReport(() => {
      throw new Error('listener');
    });
    expect(() => {
      report.tell(event);
      new TailReport(undefined).tell(event);
    }).not.toThrow();
  });

  test('causes without end do not fill the memory: the oldest may be told again', () => {
    let count = 0;
    const report = new TailReport(() => count++);
    for (let cause = 0; cause <= 10_000; cause++) report.warn(String(cause), '');
    report.warn('10000', '');
    expect(count).toBe(10_001);
    report.warn('0', '');
    expect(count).toBe(10_002);
  });
});
