import { toResourceFacts, toSpanFacts } from '../../src/ship/verify-facts.js';
import { sentSpan } from './sent-spans.js';

it('a span is taken apart into facts', () => {
  expect(toSpanFacts(sentSpan(), 'sent')).toEqual({
    fields: [
      ['name', '"GET /orders"'],
      ['kind', 'server'],
      ['parent', '00f067aa0ba902b7'],
      ['startTime', '1700000000123456789'],
      ['endTime', '1700000001023456788'],
      ['status', 'error'],
      ['status.message', '"boom"'],
      ['scope.name', '"lib"'],
      ['scope.version', '"1.2"'],
      ['attributes.count', '2'],
      ['attributes.http.route', '"/orders"'],
      ['attributes.tags', '["a","b"]'],
    ],
    events: [
      [
        ['name', '"retry"'],
        ['time', '1700000000200000001'],
        ['attributes.attempt', '1'],
      ],
      [
        ['name', '"retry"'],
        ['time', '1700000000200000002'],
        ['attributes.attempt', '2'],
      ],
    ],
    links: [
      [
        ['span', '1bf7651916cd43dd8448eb211c80319c/0000000000000009'],
        ['attributes.why', '"x"'],
      ],
    ],
  });
  expect(toResourceFacts(sentSpan(), 'sent')).toEqual([['resource.service.name', '"shop"']]);
});

it.each([undefined, { traceId: 'x', spanId: '0000000000000000', traceFlags: 1 }])(
  'a root has no parent: %j',
  (parentSpanContext) => {
    const { parentSpanContext: _parent, ...root } = sentSpan();
    const span = parentSpanContext === undefined ? root : { ...root, parentSpanContext };
    expect(toSpanFacts(span, 'sent').fields[2]).toEqual(['parent', '']);
  },
);

it('a long value that is sent knows what it looks like when it is cut', () => {
  const long = sentSpan({ attributes: { long: 'x'.repeat(3000) } });
  expect(toSpanFacts(long, 'sent').fields.at(-1)?.[2]).toHaveLength(1);
  expect(toSpanFacts(long, 'stored').fields.at(-1)).toHaveLength(2);
});

it('a text that is stored knows what it is the JSON of', () => {
  const facts = (side: 'sent' | 'stored', value: string) =>
    toSpanFacts(sentSpan({ attributes: { value } }), side).fields.at(-1);
  expect(facts('stored', ' {"b": 1, "a": []}')).toEqual([
    'attributes.value',
    '" {\\"b\\": 1, \\"a\\": []}"',
    ['{"a":[],"b":1}'],
  ]);
  expect(facts('stored', '[no')).toEqual(['attributes.value', '"[no"']);
  expect(facts('sent', '[1]')).toEqual(['attributes.value', '"[1]"']);
});

it('a long key is shortened and stays different from others', () => {
  const key = 'k'.repeat(500);
  const span = sentSpan({ attributes: { [`${key}1`]: 1, [`${key}2`]: 2 } });
  const fields = toSpanFacts(span, 'sent')
    .fields.slice(-2)
    .map(([field]) => field);
  expect(new Set(fields).size).toBe(2);
  expect(fields[0]?.length).toBeLessThan(200);
});
