import { resourceKey, scopeKey, writeCount, writeOptionalText } from '../../../src/codec/protobuf/home-fields.js';
import { ProtobufWriter } from '../../../src/codec/protobuf/writer.js';

it('keys differ with content and with the schema, and are equal for copies', () => {
  expect(resourceKey({ attributes: { a: 1 } })).toBe(resourceKey({ attributes: { a: 1 } }));
  expect(resourceKey({ attributes: { a: 1 } })).not.toBe(resourceKey({ attributes: { a: '1' } }));
  expect(resourceKey({ attributes: {} })).not.toBe(resourceKey({ attributes: {}, schemaUrl: 'x' }));
  expect(scopeKey({ name: 'a', version: '1' })).not.toBe(scopeKey({ name: 'a', version: '2' }));
});

it('counts are written also when they are 0, texts only when they say something', () => {
  const writer = new ProtobufWriter(64);
  writeCount(writer, 0x10, undefined);
  writeCount(writer, 0x10, -3);
  writeOptionalText(writer, 0x1a, '');
  writeOptionalText(writer, 0x1a, 'a');
  expect(Buffer.from(writer.finish()).toString('hex')).toBe('1000' + '1000' + '1a0161');
});
