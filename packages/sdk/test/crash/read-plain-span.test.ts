import { readPlainSpan } from '../../src/crash/read-plain-span.js';

describe('the span of a plain start', () => {
  it('has its attributes in the words of OTLP/JSON', () => {
    const record = JSON.parse(
      '{"start":1,"name":"n","attributes":{"__proto__":"a","b":true,"i":-3,"d":0.5,"z":0}}',
    ) as object;
    expect(readPlainSpan(record as Record<string, unknown>)).toMatchObject({
      name: 'n',
      attributes: [
        { key: '__proto__', value: { stringValue: 'a' } },
        { key: 'b', value: { boolValue: true } },
        { key: 'i', value: { intValue: '-3' } },
        { key: 'd', value: { doubleValue: 0.5 } },
        { key: 'z', value: { intValue: '0' } },
      ],
    });
  });

  it('is none without attributes', () => {
    expect(readPlainSpan({ name: 'n' })).toBeUndefined();
    expect(readPlainSpan({ attributes: [] })).toBeUndefined();
  });

  it('has no value where none of these kinds was written', () => {
    expect(readPlainSpan({ attributes: { a: null } })).toMatchObject({ attributes: [{ key: 'a', value: {} }] });
  });
});
