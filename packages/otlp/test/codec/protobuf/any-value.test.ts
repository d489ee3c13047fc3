import { writeAttributes } from '../../../src/codec/protobuf/any-value.js';
import { KEY_CACHE_MAX } from '../../../src/codec/limits.js';
import { ProtobufWriter } from '../../../src/codec/protobuf/writer.js';
import { encodeTraces } from '../../../src/codec/encode-traces.js';
import { ATTRIBUTE_VALUES, createLoop, createManyPaths, HOSTILE } from '../../support/attribute-values.js';
import { readProto, TracesData } from '../../support/proto.js';
import { makeSpan } from '../../support/spans.js';

/** What the published message definitions read as the attributes of a span. */
function wireAttributes(values: Record<string, unknown>): { key: string; value: unknown }[] {
  const read = readProto(TracesData, encodeTraces([makeSpan({ values })])) as {
    resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: { key: string; value: unknown }[] }] }] }];
  };
  return read.resourceSpans[0].scopeSpans[0].spans[0].attributes;
}

it.each(ATTRIBUTE_VALUES)('%s keeps its meaning', (_name, value, expected) => {
  expect(wireAttributes({ k: value })).toEqual([{ key: 'k', value: expected }]);
});

it('minus zero keeps its sign', () => {
  const writer = new ProtobufWriter();
  writeAttributes(writer, 0x4a, { k: -0 });
  expect(Buffer.from(writer.finish()).toString('hex')).toBe('4a0e' + '0a016b' + '1209' + '210000000000000080');
});

it('a value whose getter throws is empty, and the others arrive', () => {
  expect(wireAttributes({ first: 1, hostile: { fine: 1, deep: HOSTILE }, last: 2 })).toEqual([
    { key: 'first', value: { intValue: '1' } },
    { key: 'hostile', value: {} },
    { key: 'last', value: { intValue: '2' } },
  ]);
});

it('a value that contains itself ends at 30 levels', () => {
  expect(JSON.stringify(wireAttributes({ k: createLoop() })).split('kvlistValue')).toHaveLength(31);
});

it('a value with exponentially many paths ends at a million entries', () => {
  expect(encodeTraces([makeSpan({ values: { value: createManyPaths() } })]).length).toBeLessThan(16 * 1024 * 1024);
});

it('inherited members are not attributes', () => {
  const values = Object.create({ inherited: 1 }) as Record<string, unknown>;
  values['own'] = 2;
  expect(wireAttributes(values)).toEqual([{ key: 'own', value: { intValue: '2' } }]);
});

it('more keys than the cache holds are all written right', () => {
  const keys = Array.from({ length: KEY_CACHE_MAX * 2 + 10 }, (_, index) => `key.${index}`);
  const read = wireAttributes(Object.fromEntries(keys.map((key) => [key, true])));
  expect(read.map(({ key }) => key)).toEqual(keys);
});
