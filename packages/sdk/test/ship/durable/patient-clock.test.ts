import { PatientClock } from '../../../src/ship/durable/patient-clock.js';

describe('the clock that lets spans expire', () => {
  it('goes on while the input is read to its present end', () => {
    let nowMs = 1000;
    const clock = new PatientClock(200, () => nowMs);
    for (let tick = 0; tick < 5; tick++) {
      nowMs += 200;
      clock.tick();
    }
    expect(clock.now()).toBe(1000);
  });

  it('counts ten minutes of sleep as two ticks', () => {
    let nowMs = 0;
    const clock = new PatientClock(200, () => nowMs);
    nowMs += 600_000;
    clock.tick();
    expect(clock.now()).toBe(400);
  });

  it('stands still while there is something to read', () => {
    let nowMs = 0;
    const clock = new PatientClock(200, () => nowMs);
    for (let piece = 0; piece < 100; piece++) {
      nowMs += 100;
      clock.skip();
    }
    nowMs += 50;
    clock.tick();
    expect(clock.now()).toBe(50);
  });
});
