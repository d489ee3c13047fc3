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

function detailOf(result: DecodeTracesResult): string {
  return result.status === 'invalid' ? result.detail : 'decoded';
}

describe('ids', () => {
  it.each(['5B8EFFF798038103D269B633813FC60C', '5b8efff798038103d269b633813fc60c', '5b8eFFf798038103D269b633813FC60c'])(
    'in any case are read in lower case: %s',
    (traceId) => {
      expect(spanOf(decodeWith({ traceId })).spanContext().traceId).toBe('5b8efff798038103d269b633813fc60c');
    },
  );

  it('in base64 make the request invalid', () => {
    expect(detailOf(decodeWith({ traceId: 'W47/95gDgQPSabYzgT/GDA==' }))).toBe(
      'The body is not a valid OTLP/JSON request: resourceSpans[0].scopeSpans[0].spans[0].traceId: ' +
        'an id in hex digits is expected (OTLP/JSON does not use base64 for ids).',
    );
  });

  it.each([[''], [null], [undefined]])('of a parent that are %p make a root', (parentSpanId) => {
    expect('parentSpanContext' in spanOf(decodeWith({ parentSpanId }))).toBe(false);
  });
});

describe('enums', () => {
  it('by integer are read', () => {
    expect(spanOf(decodeWith({ kind: 2, status: { code: 2 } }))).toMatchObject({ kind: 1, status: { code: 2 } });
  });

  it('by name make the request invalid', () => {
    expect(detailOf(decodeWith({ kind: 'SPAN_KIND_SERVER' }))).toContain('spans[0].kind: enums are integers');
    expect(detailOf(decodeWith({ status: { code: 'STATUS_CODE_OK' } }))).toContain('status.code: enums are integers');
  });
});

describe('names', () => {
  it('in snake_case are not read', () => {
    const request = { resource_spans: [{ scope_spans: [] }], resourceSpans: [{ scope_spans: [{ spans: [IDS] }] }] };
    expect(decodeTracesValue(request)).toEqual({ status: 'decoded', spans: [], rejected: [] });
    expect(spanOf(decodeWith({ start_time_unix_nano: '5' })).startTime).toEqual([0, 0]);
  });

  it('that nobody knows are ignored in every message', () => {
    const any = { more: { deep: [1, { er: null }] } };
    const request = {
      ...any,
      resourceSpans: [
        {
          ...any,
          resource: { ...any, attributes: [{ ...any, key: 'a', value: { ...any, stringValue: 'x' } }] },
          scopeSpans: [
            {
              ...any,
              scope: { ...any, name: 's' },
              spans: [{ ...any, ...IDS, status: any, events: [{ ...any, name: 'e' }], links: [{ ...any, ...IDS }] }],
            },
          ],
        },
      ],
    };
    const span = spanOf(decodeTracesValue(request));
    expect(span).toMatchObject({ resource: { attributes: { a: 'x' } }, events: [{ name: 'e' }], links: [{}] });
  });

  it('that come twice have the last value', () => {
    const text = JSON.stringify(requestWith({})).replace('"name":"op"', '"name":"first","name":"last"');
    expect(spanOf(decodeTraces(text, 'json')).name).toBe('last');
  });
});

describe('64-bit integers', () => {
  it.each([
    ['"7"', 7],
    ['7', 7],
    ['"9223372036854775807"', '9223372036854775807'],
    ['9223372036854775807', '9223372036854775807'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['"9007199254740991"', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
  ])('as text or number are exact: %s', (intValue, expected) => {
    const text = JSON.stringify(requestWith({ attributes: [{ key: 'k', value: { intValue: 0 } }] }));
    const span = spanOf(decodeTraces(text.replace('"intValue":0', `"intValue":${intValue}`), 'json'));
    expect(span.attributes['k']).toBe(expected);
  });

  it.each(['1.5', '', 'x', '9223372036854775808', '1e3', 1.5, true])(
    'that are %p make the request invalid',
    (intValue) => {
      expect(detailOf(decodeWith({ attributes: [{ key: 'k', value: { intValue } }] }))).toContain(
        'spans[0].attributes[0].value.intValue: ',
      );
    },
  );

  it('in times are exact as text and as number', () => {
    for (const time of ['"1698323655202795123"', '1698323655202795123']) {
      const text = JSON.stringify(requestWith({ startTimeUnixNano: 0 })).replace(
        '"startTimeUnixNano":0',
        `"startTimeUnixNano":${time}`,
      );
      expect(spanOf(decodeTraces(text, 'json')).startTime).toEqual([1698323655, 202795123]);
    }
  });

  it.each(['-1', '18446744073709551616'])('in times out of range make the request invalid: %s', (endTimeUnixNano) => {
    expect(detailOf(decodeWith({ endTimeUnixNano }))).toContain('endTimeUnixNano: it does not fit 64 bits');
  });
});

describe('the body', () => {
  it.each([
    ['trailing garbage', '{} x'],
    ['two values', '{}{}'],
    ['nothing', ''],
    ['an array', '[]'],
    ['null', 'null'],
    ['a wrong type', '{"resourceSpans":{}}'],
    ['a bare NaN', '{"a":NaN}'],
  ])('with %s is invalid', (_name, body) => {
    expect(decodeTraces(body, 'json').status).toBe('invalid');
  });

  it('is not quoted in the detail', () => {
    expect(detailOf(decodeTraces('{"secret":token-of-somebody}', 'json'))).toBe(
      "The body is not valid JSON: Unexpected token 'o'.",
    );
  });

  it('with a million levels of unknown nesting is read', () => {
    const body = `{"x":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    expect(decodeTraces(body, 'json').status).toBe('decoded');
  });

  it('with more than a million messages is invalid', () => {
    const body = `{"resourceSpans":[${'{},'.repeat(1_000_000)}{}]}`;
    expect(detailOf(decodeTraces(body, 'json'))).toContain('more than 1000000 messages');
  });
});
