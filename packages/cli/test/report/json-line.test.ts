import fc from 'fast-check';
import { jsonLine } from '../../src/report/json-line.js';

describe('jsonLine', () => {
  it('writes what a terminal obeys as escapes', () => {
    expect(jsonLine({ detail: 'a\u001b[2J\u009b\u007f\u202e\u2028b' })).toBe(
      '{"detail":"a\\u001b[2J\\u009b\\u007f\\u202e\\u2028b"}\n',
    );
  });

  it('is one line of plain JSON with the same value, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const line = jsonLine({ text });
        expect(JSON.parse(line)).toEqual({ text });
        // eslint-disable-next-line no-control-regex -- these are the characters that must not be there
        expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
      }),
    );
  });
});
