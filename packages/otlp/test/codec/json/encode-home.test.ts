import {
  JSON_CONTENT_KEYS,
  toCount,
  toIdText,
  toOptionalText,
  toResource,
  toScope,
} from '../../../src/codec/json/encode-home.js';

it('a scope leaves out what it does not say', () => {
  expect(JSON.stringify(toScope({ name: 's' }))).toBe('{"name":"s"}');
  expect(toScope({ name: 's', version: '1', attributes: { a: true }, droppedAttributesCount: 2 })).toEqual({
    name: 's',
    version: '1',
    attributes: [{ key: 'a', value: { boolValue: true } }],
    droppedAttributesCount: 2,
  });
});

it('keys differ with content and with the schema, and are equal for copies', () => {
  const { resourceKey, scopeKey } = JSON_CONTENT_KEYS;
  expect(resourceKey({ attributes: { a: 1 } })).toBe(resourceKey({ attributes: { a: 1 } }));
  expect(resourceKey({ attributes: { a: 1 } })).not.toBe(resourceKey({ attributes: { a: 1 }, schemaUrl: 'x' }));
  expect(scopeKey({ name: 'a' })).not.toBe(scopeKey({ name: 'b' }));
});

it('ids, texts and counts are made fit to send', () => {
  expect([toIdText('AB01'), toIdText('xyz'), toIdText('abc')]).toEqual(['ab01', '', '']);
  expect([toOptionalText(''), toOptionalText('\ud800')]).toEqual([undefined, '\ufffd']);
  expect([toCount(undefined), toCount(-1), toCount(3)]).toEqual([0, 0, 3]);
  expect(toResource({ attributes: {} })).toEqual({ attributes: [], droppedAttributesCount: 0 });
});
