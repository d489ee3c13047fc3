import { OneTimeWarnings } from '../../src/delivery/one-time-warnings.js';

it('the first case of each kind is told', () => {
  const told: string[] = [];
  const warnings = new OneTimeWarnings('OtlpSender', (message) => told.push(message));
  warnings.tell('a', 'one');
  warnings.tell('a', 'two');
  warnings.tell('b', 'three');
  warnings.rearm('a');
  warnings.tell('a', 'four');
  expect(told).toEqual(['OtlpSender: one', 'OtlpSender: three', 'OtlpSender: four']);
});

it('a hook that throws costs nothing', () => {
  const warnings = new OneTimeWarnings('OtlpSender', () => {
    throw new Error('no');
  });
  expect(() => {
    warnings.tell('a', 'one');
  }).not.toThrow();
});
