import { createVirtualClock } from '../../../../test/support/virtual-clock.js';
import { Faults } from '../../src/provisional/faults.js';

function createFaults() {
  const clock = createVirtualClock();
  const told: string[] = [];
  return { clock, told, faults: new Faults({ component: 'it', clock, warn: (message) => told.push(message) }) };
}

const throws = (): never => {
  throw new Error('broken');
};

describe('faults', () => {
  it('are counted each, and told once a minute for each kind', async () => {
    const { clock, told, faults } = createFaults();
    faults.note('the exporter', new Error('a'));
    faults.note('the exporter', new Error('b'));
    faults.note('the journal', 'c');
    await clock.advance(59_999);
    faults.note('the exporter', new Error('d'));
    await clock.advance(1);
    faults.note('the exporter', new Error('e'));
    expect(faults.count).toBe(5);
    const rest = 'The application is not affected; further cases are counted.';
    expect(told).toEqual([
      `it: the exporter: a. ${rest}`,
      `it: the journal: c. ${rest}`,
      `it: the exporter: e. ${rest}`,
    ]);
  });

  it('guard what is run', () => {
    const { faults } = createFaults();
    faults.guard('it', throws);
    faults.guardHost('it', throws);
    expect(faults.count).toBe(2);
  });

  it('what the host gave us is left alone for a minute after ten failures in a row (F42)', async () => {
    const { clock, faults } = createFaults();
    let calls = 0;
    const call = (): void => {
      calls += 1;
      throws();
    };
    for (let index = 0; index < 50; index += 1) faults.guardHost('hook', call);
    expect([calls, faults.count]).toEqual([10, 10]);
    await clock.advance(60_000);
    for (let index = 0; index < 50; index += 1) faults.guardHost('hook', call);
    expect(calls).toBe(20);
  });

  it('a success in between starts the count anew', () => {
    const { faults } = createFaults();
    let calls = 0;
    for (let index = 0; index < 40; index += 1) {
      faults.guardHost('hook', () => {
        calls += 1;
        if (index % 5 !== 0) throws();
      });
    }
    expect(calls).toBe(40);
  });

  it('neither a logger that throws nor an error without a text does harm', () => {
    const faults = new Faults({ component: 'it', warn: throws });
    faults.note('a', Object.create(null));
    faults.note('b', { toString: throws });
    expect(faults.count).toBe(2);
  });
});
