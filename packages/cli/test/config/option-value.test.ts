import type { OptionSpec } from '../../src/config/option-spec.js';
import { readOptionValue } from '../../src/config/option-value.js';

function spec(kind: OptionSpec['kind'], more: Partial<OptionSpec> = {}): OptionSpec {
  return { kind, about: '', ...more };
}

describe('readOptionValue', () => {
  it('reads flags in the usual words', () => {
    expect(readOptionValue(spec('flag'), '--json', ['TRUE'])).toBe(true);
    expect(readOptionValue(spec('flag'), '--json', ['off'])).toBe(false);
  });

  it('takes the last text of an option that may stand once', () => {
    expect(readOptionValue(spec('text'), '--service', ['a', 'b'])).toBe('b');
  });

  it('keeps all URLs, and gives a base the path of traces', () => {
    expect(readOptionValue(spec('urls'), '--endpoint', ['http://a', 'http://b/x'])).toEqual([
      'http://a/v1/traces',
      'http://b/x',
    ]);
  });

  it('reads headers with names in lower case and values with equal signs', () => {
    const headers = readOptionValue(spec('headers'), '--header', ['Authorization=Basic YQ==', 'x-a=1']);
    expect(headers).toEqual(
      new Map([
        ['authorization', 'Basic YQ=='],
        ['x-a', '1'],
      ]),
    );
  });

  it('keeps __proto__ as a key like any other', () => {
    const attributes = readOptionValue(spec('attributes'), '--resource', ['__proto__=x', 'constructor.prototype=y']);
    expect([...(attributes as Map<string, string>)]).toEqual([
      ['__proto__', 'x'],
      ['constructor.prototype', 'y'],
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    [spec('flag'), ['maybe'], '--x "maybe" is neither true nor false.'],
    [spec('text'), [''], '--x is empty. Give it a value, or leave it out.'],
    [spec('count', { min: 1, max: 9 }), ['0'], '--x "0" is not a whole number from 1 to 9.'],
    [spec('count', { min: 1, max: 9 }), ['3.5'], '--x "3.5" is not a whole number from 1 to 9.'],
    [
      spec('duration'),
      ['30'],
      '--x "30" is not a duration. Write a number with its unit: ms, s, m, h or d, such as 500ms or 30s.',
    ],
    [spec('duration', { min: 1, max: 60_000 }), ['2m'], '--x "2m" is outside of 1ms to 1m.'],
    [
      spec('choice', { choices: ['none', 'gzip'] }),
      ['gzi'],
      '--x "gzi" is not one of its values. This version has: none, gzip. Did you mean "gzip"?',
    ],
    [spec('urls'), ['localhost:4318'], '--x: The endpoint "localhost:4318" is no URL'],
    [spec('attributes'), ['novalue'], '--x takes KEY=VALUE, and this one has no key before a "=".'],
    [spec('headers'), ['a b=1'], '--x: "a b" is not a valid name of an HTTP header.'],
  ])('refuses %j %j', (option, texts, message) => {
    expect(() => readOptionValue(option, '--x', texts)).toThrow(message);
  });

  it('never quotes the value of a header, which is often a secret', () => {
    const read = () => readOptionValue(spec('headers'), '--header', ['authorization=hunter2\r\nx: y']);
    expect(read).toThrow('--header: the value of "authorization" has characters that no HTTP header may have.');
  });
});
