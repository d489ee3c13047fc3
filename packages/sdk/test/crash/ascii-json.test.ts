import { quoteAscii, toAsciiJson } from '../../src/crash/ascii-json.js';

describe('JSON in ASCII', () => {
  it.each([
    ['plain text', '"plain text"'],
    ['a "quote" and a \\', '"a \\"quote\\" and a \\\\"'],
    ['line\nbreak', '"line\\nbreak"'],
    ['ä €', '"\\u00e4 \\u20ac"'],
    ['😀', '"\\ud83d\\ude00"'],
    ['lone \ud800', '"lone \\ufffd"'],
    ['\u007f', '"\\u007f"'],
  ])('%j is written as %s', (text, expected) => {
    expect(quoteAscii(text)).toBe(expected);
  });

  it('a value keeps its shape', () => {
    expect(toAsciiJson({ ü: ['é', 1, true] })).toBe('{"\\u00fc":["\\u00e9",1,true]}');
  });
});
