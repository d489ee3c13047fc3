import { TailPace } from '../../src/sources/tail-pace.js';
import { HandClock } from './tailing.js';

describe('TailPace', () => {
  function begin(): { clock: HandClock; pace: TailPace } {
    const clock = new HandClock();
    return { clock, pace: new TailPace({ pollIntervalMs: 200, discoveryIntervalMs: 1_000, clock }) };
  }

  /** Does what is due and says what it was. */
  function duty(pace: TailPace): string {
    const due = pace.due();
    pace.begin();
    if (due !== 'nothing') pace.finish(due);
    return due;
  }

  test('a search each second, a look each 200 ms', () => {
    const { clock, pace } = begin();
    const duties = Array.from({ length: 12 }, () => {
      const done = duty(pace);
      clock.advance(100);
      return done;
    });
    const some = ['look', 'nothing'];
    expect(duties).toEqual(['search', 'nothing', ...some, ...some, ...some, ...some, 'search', 'nothing']);
  });

  test('after ten minutes without a turn each is due once', () => {
    const { clock, pace } = begin();
    duty(pace);
    clock.advance(600_000);
    expect([duty(pace), duty(pace)]).toEqual(['search', 'nothing']);
  });

  test('a touched file brings the next look forward to 25 ms after the last', async () => {
    const { clock, pace } = begin();
    duty(pace);
    const pausing = pace.pause();
    pace.touch();
    await pausing;
    expect(pace.due()).toBe('nothing');
    clock.advance(25);
    expect([duty(pace), pace.due()]).toEqual(['look', 'nothing']);
  });

  test('a pause ends when something is due or it is woken, and lasts no time after it must stay awake', async () => {
    const { clock, pace } = begin();
    await pace.pause();
    duty(pace);
    const first = pace.pause();
    clock.advance(200);
    await first;
    duty(pace);
    const second = pace.pause();
    pace.wake();
    await second;
    pace.stayAwake();
    await pace.pause();
    expect(clock.isSlept).toBe(false);
  });
});
