import { DropCounter } from '../../src/diagnostics/drop-counter.js';

describe('DropCounter', () => {
  it('tells the first drop of each reason and counts the rest', () => {
    const told: string[] = [];
    const drops = new DropCounter({ component: 'OtlpSender', warn: (message) => told.push(message) });
    drops.add('queue full');
    drops.add('queue full', 4);
    drops.add('too large');
    expect([...drops.entries()]).toEqual([
      ['queue full', 5],
      ['too large', 1],
    ]);
    expect(told).toEqual([
      'OtlpSender: queue full. Further cases of this are only counted.',
      'OtlpSender: too large. Further cases of this are only counted.',
    ]);
  });
});
