import { parseTraceState } from '../../src/context/trace-state-header.js';

const LONG = 'z'.repeat(256);

describe('parseTraceState', () => {
  // The cases of the test suite of W3C Trace Context.
  it.each([
    ['foo=1,bar=2', 'foo=1,bar=2'],
    ['foo=1 \t , \t bar=2, \t baz=3', 'foo=1,bar=2,baz=3'],
    ['foo=1,,bar=2', 'foo=1,bar=2'],
    ['foo=1,foo=2', 'foo=1'],
    ['fw529a3039@dt=1', 'fw529a3039@dt=1'],
    ['0foo@v=1', '0foo@v=1'],
    [`${LONG}=1`, `${LONG}=1`],
    [`${'t'.repeat(241)}@${'v'.repeat(14)}=1`, `${'t'.repeat(241)}@${'v'.repeat(14)}=1`],
    ['foo= 1', 'foo= 1'],
  ])('reads %s', (header, expected) => {
    expect(parseTraceState(header)?.serialize()).toBe(expected);
  });

  it.each([
    'foo =1',
    'FOO=1',
    'foo.bar=1',
    'foo@=1,bar=2',
    '@foo=1',
    'foo@@bar=1',
    'foo@bar@baz=1',
    'foo',
    'foo=',
    'foo=bar=baz',
    'foo=,bar=3',
    `${LONG}z=1`,
    `${'t'.repeat(242)}@v=1`,
    `t@${'v'.repeat(15)}=1`,
    Array.from({ length: 33 }, (_, index) => `k${index}=1`).join(','),
    '',
  ])('drops the whole of %s', (header) => {
    expect(parseTraceState(header)).toBeUndefined();
  });
});
