import { type ApiFidelity, WHOLE_FIDELITY } from '../../src/query/query-client.js';
import {
  compareFacts,
  type FactDifference,
  type FactScope,
  haveSameFacts,
} from '../../src/ship/verify-compare-facts.js';
import type { Fact } from '../../src/ship/verify-facts.js';

const LEGACY: ApiFidelity = {
  timeUnitNano: 1000n,
  hasNestedValues: false,
  hasLinkAttributes: false,
  ownAttributeKeys: ['error'],
  ownEventKeys: ['event'],
};

function compare(sent: readonly Fact[], stored: readonly Fact[], fidelity = WHOLE_FIDELITY, scope: FactScope = 'span') {
  const differences: FactDifference[] = [];
  compareFacts(sent, stored, { scope, fidelity, tell: (difference) => differences.push(difference) });
  expect(haveSameFacts(sent, stored, scope, fidelity)).toBe(differences.length === 0);
  return differences;
}

it('equal facts have no difference, in any order', () => {
  expect(
    compare(
      [
        ['a', '1'],
        ['b', '2'],
      ],
      [
        ['b', '2'],
        ['a', '1'],
      ],
    ),
  ).toEqual([]);
});

it('facts are compared both ways', () => {
  expect(
    compare(
      [
        ['same', '1'],
        ['other', '1'],
        ['gone', '1'],
      ],
      [
        ['same', '1'],
        ['other', '"1"'],
        ['new', '2'],
      ],
    ),
  ).toEqual([
    { kind: 'changed', field: 'other', sent: '1', stored: '"1"' },
    { kind: 'lost', field: 'gone', sent: '1', stored: '' },
    { kind: 'added', field: 'new', sent: '', stored: '2' },
  ]);
});

it('a value that was cut is told apart from one that was changed', () => {
  expect(compare([['a', 'long', ['lo']]], [['a', 'lo']])).toEqual([
    { kind: 'cut', field: 'a', sent: 'long', stored: 'lo' },
  ]);
  expect(compare([['a', 'long', ['lo']]], [['a', 'l']])).toMatchObject([{ kind: 'changed' }]);
});

describe('times', () => {
  it.each<[string, string, string, number]>([
    ['startTime', '1700000000123456789', '1700000000123456789', 0],
    ['startTime', '1700000000123456789', '1700000000123456788', 1],
    ['endTime', '1700000000123456789', '1700000000123456788', 1],
    ['time', '1700000000123456789', '1700000000123456000', 1],
  ])('are exact where the interface carries nanoseconds: %s %s %s', (field, sent, stored, count) => {
    expect(compare([[field, sent]], [[field, stored]])).toHaveLength(count);
  });

  it.each<[string, string, string, number]>([
    ['startTime', '1700000000123456789', '1700000000123456000', 0],
    ['startTime', '1700000000123456789', '1700000000123455000', 1],
    ['startTime', '1700000000123456789', '1700000000123457000', 1],
    ['time', '1700000000123456789', '1700000000123456000', 0],
    // The end is cut twice: its start, and the duration.
    ['endTime', '1700000001023456788', '1700000001023455000', 0],
    ['endTime', '1700000001023456788', '1700000001023454000', 1],
    ['endTime', '1700000001023456788', '1700000001023457000', 1],
  ])('may lose what the interface does not carry: %s %s %s', (field, sent, stored, count) => {
    expect(compare([[field, sent]], [[field, stored]], LEGACY)).toHaveLength(count);
  });
});

describe('where everything is text', () => {
  it('a list is the JSON of it', () => {
    const sent: readonly Fact[] = [
      ['attributes.a', '[1,"x"]'],
      ['attributes.b', 'null'],
    ];
    const stored: readonly Fact[] = [
      ['attributes.a', '"[1, \\"x\\"]"', ['[1,"x"]']],
      ['attributes.b', '""'],
    ];
    expect(compare(sent, stored, LEGACY)).toEqual([]);
    expect(compare(sent, stored)).toHaveLength(2);
  });

  it('another list is another value', () => {
    expect(compare([['attributes.a', '[1]']], [['attributes.a', '"[2]"', ['[2]']]], LEGACY)).toHaveLength(1);
  });
});

describe('what an interface uses itself', () => {
  it.each<[FactScope, string, number]>([
    ['span', 'attributes.error', 0],
    ['event', 'attributes.error', 1],
    ['event', 'attributes.event', 0],
    ['span', 'attributes.event', 1],
    ['link', 'attributes.why', 0],
    ['resource', 'resource.error', 1],
  ])('is not compared: %s %s', (scope, field, count) => {
    expect(compare([[field, '1']], [], LEGACY, scope)).toHaveLength(count);
    expect(compare([], [[field, '1']], LEGACY, scope)).toHaveLength(count);
    expect(compare([[field, '1']], [], WHOLE_FIDELITY, scope)).toHaveLength(1);
  });
});
