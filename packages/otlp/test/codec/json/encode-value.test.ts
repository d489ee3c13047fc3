import { toKeyValues } from '../../../src/codec/json/encode-value.js';
import { ATTRIBUTE_VALUES, createLoop, createManyPaths, HOSTILE } from '../../support/attribute-values.js';

it.each(ATTRIBUTE_VALUES)('%s keeps its meaning', (_name, value, expected) => {
  expect(toKeyValues({ k: value })).toEqual([{ key: 'k', value: expected }]);
});

it('minus zero is a text, because JSON.stringify would lose its sign', () => {
  expect(toKeyValues({ k: -0 })).toEqual([{ key: 'k', value: { doubleValue: '-0' } }]);
});

it('a value whose getter throws is empty, and the others arrive', () => {
  expect(toKeyValues({ hostile: { deep: HOSTILE }, last: true })).toEqual([
    { key: 'hostile', value: {} },
    { key: 'last', value: { boolValue: true } },
  ]);
});

it('a value that contains itself ends at 30 levels', () => {
  expect(JSON.stringify(toKeyValues({ k: createLoop() })).split('kvlistValue')).toHaveLength(31);
});

it('a value with exponentially many paths ends at a million entries', () => {
  expect(JSON.stringify(toKeyValues({ k: createManyPaths() })).split('stringValue').length).toBeLessThan(1_000_001);
});

it('no attributes are an empty list', () => {
  expect(toKeyValues(undefined)).toEqual([]);
});
