import { expectSameForEveryCut, frameInChunks, textsOf } from './framing.js';

const LIMIT = { lineBytesMax: 12 };

describe('LineReader', () => {
  test('a line of exactly the limit passes, its line end not counted', () => {
    expect(textsOf(expectSameForEveryCut('{"a":12345}}\n{"a":12345}}\r\n{"a":12345}}', LIMIT))).toEqual([
      '{"a":12345}}',
      '{"a":12345}}',
      '{"a":12345}}',
    ]);
  });

  test('a line over the limit is one frame with its place and size, and the next line follows', () => {
    const input = `{"a":1}\n{"b":"${'x'.repeat(93)}"}\r\n{"c":3}\n${'y'.repeat(20)}`;
    expect(expectSameForEveryCut(input, LIMIT)).toEqual([
      { kind: 'text', text: '{"a":1}', line: 1, isTerminated: true },
      { kind: 'too-large', line: 2, offsetBytes: 8, sizeBytes: 101 },
      { kind: 'text', text: '{"c":3}', line: 3, isTerminated: true },
      { kind: 'too-large', line: 4, offsetBytes: 119, sizeBytes: 20 },
    ]);
  });

  test('a blank line over the limit is still blank', () => {
    expect(textsOf(expectSameForEveryCut(`${' '.repeat(40)}\n{"a":1}\n`, LIMIT))).toEqual(['{"a":1}']);
  });

  test('text behind more white space than the limit is too large, even when it is a bracket', () => {
    expect(textsOf(expectSameForEveryCut(`${' '.repeat(40)}[\n{"a":1}\n`, LIMIT))).toEqual(['<too-large>', '{"a":1}']);
  });

  test('a line of 64 MiB passes by without being kept', () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const input = Buffer.concat([...Array.from({ length: 64 }, () => chunk), Buffer.from('\n{"a":1}\n')]);
    expect(frameInChunks(input, [chunk.length], { lineBytesMax: 1024 })).toEqual([
      { kind: 'too-large', line: 1, offsetBytes: 0, sizeBytes: 67_108_864 },
      { kind: 'text', text: '{"a":1}', line: 2, isTerminated: true },
    ]);
  });

  test('white space around a line stays in its text, except the carriage return at its end', () => {
    expect(textsOf(expectSameForEveryCut('  {"a":1} \r\n\ttext \n'))).toEqual(['  {"a":1} ', '\ttext ']);
  });
});
