import { addressOf, DELIVERY_FAULT_KINDS, faultText } from '../../src/transport/delivery-fault.js';

it('an address has neither credentials nor query', () => {
  expect(addressOf(new URL('http://user:pw@collector.example:4317/v1/traces?key=1'))).toBe(
    'http://collector.example:4317/v1/traces',
  );
});

it('a fault without a remedy is its message alone', () => {
  expect(faultText({ kind: 'other', message: 'It broke.', remedy: '' })).toBe('It broke.');
  expect(faultText({ kind: 'other', message: 'It broke.', remedy: 'Mend it.' })).toBe('It broke. Mend it.');
});

it('every kind is listed once', () => {
  expect(new Set(DELIVERY_FAULT_KINDS).size).toBe(DELIVERY_FAULT_KINDS.length);
  expect(DELIVERY_FAULT_KINDS).toHaveLength(21);
});
