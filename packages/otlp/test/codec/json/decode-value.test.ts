import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { decodeTraces, decodeTracesValue } from '../../../src/codec/decode-traces.js';
import type { DecodeTracesResult } from '../../../src/codec/decode-result.js';

const IDS = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };

function requestWith(span: Record<string, unknown>): Record<string, unknown> {
  return { resourceSpans: [{ scopeSpans: [{ spans: [{ ...IDS, name: 'op', ...span }] }] }] };
}

function decodeWith(span: Record<string, unknown>): DecodeTracesResult {
  return decodeTracesValue(requestWith(span));
}

function spanOf(result: DecodeTracesResult): ReadableSpan {
  const [span] = result.status === 'decoded' ? result.spans : [];
  if (span === undefined) throw new Error(JSON.stringify(result));
  return span;
}

function valueOf(value: unknown): unknown {
  return spanOf(decodeWith({ attributes: [{ key: 'k', value }] })).attributes['k'];
}

function detailOf(result: DecodeTracesResult): string {
  return result.status === 'invalid' ? result.detail : 'decoded';
}

describe('attribute values', () => {
  it.each([
    [{ doubleValue: 'NaN' }, Number.NaN],
    [{ doubleValue: 'Infinity' }, Infinity],
    [{ doubleValue: '-Infinity' }, -Infinity],
    [{ doubleValue: '1.5e3' }, 1500],
    [{ doubleValue: -0 }, -0],
    [{ bytesValue: '+/8=' }, new Uint8Array([251, 255])],
    [{ bytesValue: '-_8' }, new Uint8Array([251, 255])],
    [{}, null],
    [null, null],
    [undefined, null],
    [{ stringValue: null }, null],
    [{ stringValue: '' }, ''],
    [{ stringValue: '\ud800' }, '\ufffd'],
    [{ stringValue: 'a', intValue: '2' }, 2],
    [{ arrayValue: {} }, []],
    [{ kvlistValue: {} }, {}],
  ])('%j is read', (value, expected) => {
    expect(valueOf(value)).toEqual(expected);
  });

  it.each([
    [{ stringValue: 5 }, 'a string is expected'],
    [{ boolValue: 'true' }, 'true or false is expected'],
    [{ doubleValue: 'nan' }, 'a number is expected'],
    [{ bytesValue: '***' }, 'base64 is expected'],
    [{ arrayValue: [] }, 'an object is expected'],
    [{ arrayValue: { values: {} } }, 'an array is expected'],
    [{ kvlistValue: { values: ['x'] } }, 'an object is expected'],
  ])('%j makes the request invalid', (value, what) => {
    expect(detailOf(decodeWith({ attributes: [{ key: 'k', value }] }))).toContain(what);
  });

  it('of 2, 32 and 64 levels are read, of 65 and 10,000 the request is invalid', () => {
    const nested = (levels: number): string =>
      JSON.stringify(requestWith({ attributes: [{ key: 'k', value: 'HERE' }] })).replace(
        '"HERE"',
        `${'{"arrayValue":{"values":['.repeat(levels)}{}${']}}'.repeat(levels)}`,
      );
    for (const levels of [2, 32, 64]) expect(decodeTraces(nested(levels), 'json').status).toBe('decoded');
    expect(detailOf(decodeTraces(nested(65), 'json'))).toContain('nests deeper than 64 levels');
    expect(detailOf(decodeTraces(nested(10_000), 'json'))).toContain('nests deeper than 64 levels');
  });

  it('with a key twice have the last one', () => {
    const attributes = [1, 2].map((intValue) => ({ key: 'k', value: { intValue } }));
    expect({ ...spanOf(decodeWith({ attributes })).attributes }).toEqual({ k: 2 });
  });
});
