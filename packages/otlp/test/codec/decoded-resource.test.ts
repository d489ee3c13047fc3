import { resourceFromAttributes } from '@opentelemetry/resources';
import { createDecodedResource } from '../../src/codec/decoded-resource.js';

it('a decoded resource is taken by the SDK', () => {
  const decoded = createDecodedResource({ a: 1, b: 2 });
  expect(resourceFromAttributes({ b: 1, c: 3 }).merge(decoded).attributes).toEqual({ a: 1, b: 2, c: 3 });
  expect(decoded.getRawAttributes()).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
});

it('merging lets the other resource win', () => {
  const merged = createDecodedResource({ a: 1, b: 2 }).merge(resourceFromAttributes({ b: 3 }));
  expect({ ...merged.attributes }).toEqual({ a: 1, b: 3 });
  expect(createDecodedResource({ a: 1 }).merge(null).attributes).toEqual({ a: 1 });
});

it.each([
  [undefined, undefined, undefined],
  ['https://a', undefined, 'https://a'],
  [undefined, 'https://b', 'https://b'],
  ['https://a', 'https://a', 'https://a'],
  ['https://a', 'https://b', undefined],
])('the schema URLs %p and %p merge to %p', (own, other, expected) => {
  const merged = createDecodedResource({}, own).merge(createDecodedResource({}, other));
  expect(merged.schemaUrl).toBe(expected);
});
