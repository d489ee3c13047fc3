import { ProgressTeller } from '../../src/ship/ship-progress.js';
import type { ShipProgress } from '../../src/ship/ship-options.js';

describe('the progress of a run', () => {
  it('is told a few times a second at most, and whenever it is asked for', () => {
    const told: number[] = [];
    let elapsedMs = 0;
    const progress = (): ShipProgress => ({ bytesRead: 0, bytesTotal: 0, records: 0, accepted: 0, elapsedMs });
    const teller = new ProgressTeller(({ elapsedMs: at }) => told.push(at), progress);
    for (elapsedMs of [100, 199, 200, 250, 399, 400]) teller.tellNowAndThen(elapsedMs);
    teller.tell();
    expect(told).toEqual([200, 400, 400]);
  });

  it('is not worked out for nobody', () => {
    const teller = new ProgressTeller(undefined, () => {
      throw new Error('nobody asked');
    });
    expect(() => {
      teller.tellNowAndThen(10_000);
    }).not.toThrow();
  });
});
