import type { AttributeValue } from '@opentelemetry/api';
import { deepBytes, deepText, nestsTooDeep } from '../../src/store/deep-values.js';
import { sketchSpan } from '../support/spans.js';

/** A value nested in lists and maps in turn; OTLP allows that, although the type of the API does not. */
function nested(levels: number): AttributeValue {
  let value: unknown = 'core';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { key: value };
  return value as AttributeValue;
}

describe('nestsTooDeep', () => {
  it.each([0, 1, 29, 30])('%i levels are written by the encoder', (levels) => {
    expect(nestsTooDeep(sketchSpan({ attributes: { deep: nested(levels) } }))).toBe(false);
  });

  it.each([31, 64])('%i levels are not', (levels) => {
    expect(nestsTooDeep(sketchSpan({ attributes: { deep: nested(levels) } }))).toBe(true);
  });

  it('looks into events, links and the resource too', () => {
    const span = sketchSpan();
    const attributes = { deep: nested(31) };
    expect(nestsTooDeep({ ...span, events: [{ name: 'e', time: [1, 0], attributes }] })).toBe(true);
    expect(nestsTooDeep({ ...span, links: [{ context: span.spanContext(), attributes }] })).toBe(true);
    expect(nestsTooDeep({ ...span, resource: { ...span.resource, attributes } })).toBe(true);
  });
});

describe('deep spans', () => {
  it('differ in their text when they differ below the limit', () => {
    const a = sketchSpan({ attributes: { deep: [nested(40)] as unknown as AttributeValue } });
    const b = sketchSpan({ attributes: { deep: [nested(41)] as unknown as AttributeValue } });
    expect(deepText(a)).not.toBe(deepText(b));
    expect(deepText(a)).toBe(deepText(a));
  });

  it('are charged with what their objects occupy', () => {
    expect(deepBytes(sketchSpan({ attributes: { deep: nested(40) } }))).toBeGreaterThan(5_000);
  });
});
