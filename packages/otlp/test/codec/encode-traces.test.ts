import { resourceFromAttributes } from '@opentelemetry/resources';
import { encodeTraces } from '../../src/codec/encode-traces.js';
import { ENCODED_DEPTH_MAX } from '../../src/codec/limits.js';
import { readProto, TracesData } from '../support/proto.js';
import { makeSpan, makeSpans } from '../support/spans.js';

/** What the published message definitions read as the value of the attribute `k`. */
function wireValueOf(value: unknown): unknown {
  const read = readProto(TracesData, encodeTraces([makeSpan({ values: { k: value } })])) as {
    resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: [{ key: string; value: unknown }] }] }] }];
  };
  return read.resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value;
}

/** The same through OTLP/JSON. */
function jsonValueOf(value: unknown): unknown {
  const text = new TextDecoder().decode(encodeTraces([makeSpan({ values: { k: value } })], 'json'));
  const read = JSON.parse(text) as {
    resourceSpans: [{ scopeSpans: [{ spans: [{ attributes: [{ value: unknown }] }] }] }];
  };
  return read.resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value;
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();

describe('an attribute value', () => {
  it.each([
    ['a text', 'a', { stringValue: 'a' }],
    ['a lone surrogate', '\ud800x', { stringValue: '\ufffdx' }],
    ['a lone surrogate in a long text', `${'y'.repeat(60)}\udc00`, { stringValue: `${'y'.repeat(60)}\ufffd` }],
    ['true', true, { boolValue: true }],
    ['the largest exact integer', 9007199254740991, { intValue: '9007199254740991' }],
    ['the smallest exact integer', -9007199254740991, { intValue: '-9007199254740991' }],
    ['an integer beyond that', 2 ** 53, { doubleValue: 9007199254740992 }],
    ['a huge number', 1e300, { doubleValue: 1e300 }],
    ['the largest int64', 2n ** 63n - 1n, { intValue: '9223372036854775807' }],
    ['the smallest int64', -(2n ** 63n), { intValue: '-9223372036854775808' }],
    ['a bigint beyond int64', 2n ** 63n, { stringValue: '9223372036854775808' }],
    ['NaN', Number.NaN, { doubleValue: 'NaN' }],
    ['infinity', Infinity, { doubleValue: 'Infinity' }],
    ['minus infinity', -Infinity, { doubleValue: '-Infinity' }],
    ['bytes', new Uint8Array([251, 255]), { bytesValue: '+/8=' }],
    ['a Buffer', Buffer.from([1]), { bytesValue: 'AQ==' }],
    [
      'an array with holes',
      ['a', null, undefined, 1],
      { arrayValue: { values: [{ stringValue: 'a' }, {}, {}, { intValue: '1' }] } },
    ],
    [
      'a map',
      { a: { b: [true] } },
      {
        kvlistValue: {
          values: [
            {
              key: 'a',
              value: {
                kvlistValue: { values: [{ key: 'b', value: { arrayValue: { values: [{ boolValue: true }] } } }] },
              },
            },
          ],
        },
      },
    ],
    ['null', null, {}],
    ['undefined', undefined, {}],
    ['a function', () => 1, {}],
    ['a symbol', Symbol('s'), {}],
    ['a revoked proxy', revoked.proxy, {}],
  ])('that is %s keeps its meaning in both encodings', (_name, value, expected) => {
    expect(wireValueOf(value)).toEqual(expected);
    expect(jsonValueOf(value)).toEqual(expected);
  });

  it('of minus zero keeps its sign', () => {
    const bytes = Buffer.from(encodeTraces([makeSpan({ values: { k: -0 } })])).toString('hex');
    expect(bytes).toContain('210000000000000080');
  });

  it('whose getter throws is empty, and the rest of the span arrives', () => {
    const hostile = {
      get trap(): string {
        throw new Error('no');
      },
    };
    const bytes = encodeTraces([makeSpan({ values: { first: 1, hostile, last: 2 } })]);
    expect(JSON.stringify(readProto(TracesData, bytes))).toContain(
      '{"key":"first","value":{"intValue":"1"}},{"key":"hostile","value":{}},{"key":"last","value":{"intValue":"2"}}',
    );
  });

  it('that contains itself ends at the depth limit', () => {
    const loop: Record<string, unknown> = {};
    loop['again'] = loop;
    const depth = JSON.stringify(wireValueOf(loop)).split('kvlistValue').length - 1;
    expect(depth).toBe(ENCODED_DEPTH_MAX);
    expect(JSON.stringify(jsonValueOf(loop)).split('kvlistValue').length - 1).toBe(ENCODED_DEPTH_MAX);
  });

  it('with exponentially many paths ends at the limit of entries', () => {
    let value: unknown = 'x';
    for (let level = 0; level < 40; level++) value = [value, value];
    expect(encodeTraces([makeSpan({ values: { value } })]).length).toBeLessThan(32 * 1024 * 1024);
  });
});

describe('grouping', () => {
  it('joins spans whose resources and scopes are equal but not identical', () => {
    const spans = makeSpans(3).map((span) => ({
      ...span,
      resource: resourceFromAttributes({ 'service.name': 'checkout' }),
      instrumentationScope: { ...span.instrumentationScope },
    }));
    expect(encodeTraces(spans)).toEqual(encodeTraces(makeSpans(3)));
    expect(encodeTraces(spans, 'json')).toEqual(encodeTraces(makeSpans(3), 'json'));
  });

  it('keeps resources apart that differ only in the schema', () => {
    const resource = resourceFromAttributes({ 'service.name': 'checkout' }, { schemaUrl: 'https://example.com/1' });
    const read = readProto(TracesData, encodeTraces([makeSpan(), makeSpan({ resource })])) as {
      resourceSpans: unknown[];
    };
    expect(read.resourceSpans).toHaveLength(2);
  });

  it('orders groups by first appearance and spans by arrival', () => {
    const other = { name: 'other' };
    const spans = ['a', 'b', 'c', 'd'].map((name, index) =>
      makeSpan(index === 0 || index === 2 ? { name } : { name, instrumentationScope: other }),
    );
    const read = readProto(TracesData, encodeTraces(spans)) as {
      resourceSpans: [{ scopeSpans: { scope: { name: string }; spans: { name: string }[] }[] }];
    };
    const found = read.resourceSpans[0].scopeSpans.map((group) => [group.scope.name, group.spans.map((s) => s.name)]);
    expect(found).toEqual([
      ['test-scope', ['a', 'c']],
      ['other', ['b', 'd']],
    ]);
  });
});

describe('ids and times', () => {
  it('that are not hex are written empty', () => {
    const read = readProto(TracesData, encodeTraces([makeSpan({ traceId: 'not-hex!' })]));
    expect(JSON.stringify(read)).toContain('"traceId":""');
    const json = new TextDecoder().decode(encodeTraces([makeSpan({ traceId: 'not-hex!' })], 'json'));
    expect(json).toContain('"traceId":""');
  });

  it.each([
    ['negative', [-1, 0], '0'],
    ['the largest', [18_446_744_073, 709_551_615], '18446744073709551615'],
    ['beyond the largest', [18_446_744_073, 709_551_616], '18446744073709551615'],
    ['broken', [Number.NaN, 5], '5'],
    ['unnormalised', [1, 2_000_000_000], '3000000000'],
    ['of 2116', [4_611_000_000, 999_999_999], '4611000000999999999'],
  ] as const)('a time that is %s is exact or clamped', (_name, time, expected) => {
    const bytes = encodeTraces([makeSpan({ startTime: [time[0], time[1]] })]);
    expect(JSON.stringify(readProto(TracesData, bytes))).toContain(`"startTimeUnixNano":"${expected}"`);
    const json = new TextDecoder().decode(encodeTraces([makeSpan({ startTime: [time[0], time[1]] })], 'json'));
    expect(json).toContain(`"startTimeUnixNano":"${expected}"`);
  });
});
