import { resourceFromAttributes } from '@opentelemetry/resources';
import { encodeTraces } from '../../src/codec/encode-traces.js';
import { readProto, TracesData } from '../support/proto.js';
import { makeSpan, makeSpans } from '../support/spans.js';

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
    expect(JSON.stringify(read)).not.toContain('traceId');
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
    const bytes = Buffer.from(encodeTraces([makeSpan({ startTime: [time[0], time[1]] })]));
    expect(bytes.readBigUInt64LE(bytes.indexOf(Buffer.from([0x30, 0x01, 0x39])) + 3)).toBe(BigInt(expected));
    const json = new TextDecoder().decode(encodeTraces([makeSpan({ startTime: [time[0], time[1]] })], 'json'));
    expect(json).toContain(`"startTimeUnixNano":"${expected}"`);
  });
});
