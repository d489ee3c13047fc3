import { Proto3Cursor } from '../../../src/codec/dialects/proto3-cursor.js';

describe('ids', () => {
  it.each([
    ['0AF7651916CD43DD8448EB211C80319C', '0af7651916cd43dd8448eb211c80319c'],
    ['CvdlGRbNQ92ESOshHIAxnA==', '0af7651916cd43dd8448eb211c80319c'],
    ['CvdlGRbNQ92ESOshHIAxnA', '0af7651916cd43dd8448eb211c80319c'],
    ['b7ad6b7169203331', 'b7ad6b7169203331'],
    ['t61rcWkgMzE=', 'b7ad6b7169203331'],
    ['t61rcWkgMzE', 'b7ad6b7169203331'],
    // Eleven characters are never hex, although these could be: no id has five and a half bytes.
    ['aaaaaaaaaaa', '69a69a69a69a69a6'],
    ['', ''],
    ['ABC', 'abc'],
  ])('"%s" is %s', (id, hex) => {
    expect(new Proto3Cursor().id({ id }, 'id')).toBe(hex);
  });

  it.each(['zzzzz', '0af7651916cd43dd8448eb211c80319z', '#'])('"%s" is neither hex nor base64', (id) => {
    expect(() => new Proto3Cursor().id({ id }, 'id')).toThrow('id: an id in hex or base64 is expected');
  });

  it('a number is no id', () => {
    expect(() => new Proto3Cursor().id({ id: 7 }, 'id')).toThrow('a string is expected');
  });
});

describe('enums', () => {
  it.each([
    ['SPAN_KIND_INTERNAL', 1],
    ['SPAN_KIND_SERVER', 2],
    ['SPAN_KIND_CLIENT', 3],
    ['SPAN_KIND_PRODUCER', 4],
    ['SPAN_KIND_CONSUMER', 5],
    ['STATUS_CODE_OK', 1],
    ['STATUS_CODE_ERROR', 2],
    ['SPAN_KIND_OF_A_LATER_VERSION', 0],
    ['constructor', 0],
    [4, 4],
    [undefined, 0],
  ])('%p is %p', (kind, number) => {
    expect(new Proto3Cursor().enumValue({ kind }, 'kind')).toBe(number);
  });

  it('a fraction is none', () => {
    expect(() => new Proto3Cursor().enumValue({ kind: 1.5 }, 'kind')).toThrow('kind: ');
  });
});
