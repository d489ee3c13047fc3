import { parseDocument } from 'yaml';
import { yamlTexts } from '../../src/config/file-value.js';
import type { OptionKind } from '../../src/config/option-spec.js';

function texts(kind: OptionKind, yaml: string) {
  return yamlTexts({ kind, about: '' }, parseDocument(yaml).contents);
}

describe('yamlTexts', () => {
  it('keeps a number as it is written', () => {
    expect(texts('text', '1.10')).toEqual({ texts: ['1.10'] });
    expect(texts('text', '0123')).toEqual({ texts: ['0123'] });
  });

  it('unquotes strings', () => {
    expect(texts('text', '"a\\u0041"')).toEqual({ texts: ['aA'] });
  });

  it('reads a map and a list of pairs alike', () => {
    expect(texts('headers', '{ a: 1, b: x }')).toEqual({ texts: ['a=1', 'b=x'] });
    expect(texts('headers', '[a=1, b=x]')).toEqual({ texts: ['a=1', 'b=x'] });
  });

  it('says what a value must be', () => {
    expect(texts('flag', '[1]')).toEqual({ problem: 'must be true or false.' });
    expect(texts('count', 'true')).toEqual({ problem: 'must be a whole number.' });
    expect(texts('urls', '[1]')).toEqual({ problem: 'must be a URL or a list of URLs.' });
    expect(texts('text', '')).toEqual({ problem: 'must be a text.' });
  });
});
