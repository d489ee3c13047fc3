import fc from 'fast-check';
import { expectSameForEveryCut, frameInChunks, frameWhole, textsOf } from './framing.js';

describe('ValueReader and documents', () => {
  test('a pretty-printed object is one frame, and so is each one after it', () => {
    const input = '{\n  "a": 1,\n  "b": {\n  }\n}\n{\n "c": 2\n}\n\n{"d":3}\n{ "e": [\n 1 ]}{\n"f":1}, {"g":\n2}';
    expect(expectSameForEveryCut(input).map((frame) => [frame.line, ...textsOf([frame])])).toEqual([
      [1, '{\n  "a": 1,\n  "b": {\n  }\n}'],
      [6, '{\n "c": 2\n}'],
      [10, '{"d":3}'],
      [11, '{ "e": [\n 1 ]}'],
      [12, '{\n"f":1}'],
      [13, '{"g":\n2}'],
    ]);
  });

  test('a document whose records stand one per line is one frame', () => {
    const document = '{"events":[\n{"a":1},\n{"b":2}\n]}';
    expect(textsOf(expectSameForEveryCut(`${document}\n{"c":3}\n`))).toEqual([document, '{"c":3}']);
  });

  test('any object is one frame in every indentation and wherever it is cut', () => {
    const object = fc
      .object({ maxDepth: 3, withNullPrototype: false })
      .filter((value) => Object.keys(value).length > 0);
    const sizes = fc.array(fc.nat(30), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(object, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(1, 4, '\t'),
        sizes,
        (all, indent, cuts) => {
          const documents = all.map((value) => JSON.stringify(value, null, indent));
          expect(textsOf(frameInChunks(documents.join('\n'), cuts))).toEqual(documents);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a document that is cut off is one text that is not terminated', () => {
    expect(expectSameForEveryCut('\n{\n  "a": 1,\n  "b": {\n')).toEqual([
      { kind: 'text', text: '{\n  "a": 1,\n  "b": {', line: 2, isTerminated: false },
    ]);
  });

  test('a document over the limit is one frame with its size, and lines follow', () => {
    const input = `{\n"a": "${'x'.repeat(50)}"\n}\n{"b":2}\n`;
    expect(expectSameForEveryCut(input, { lineBytesMax: 12 })).toEqual([
      { kind: 'too-large', line: 1, offsetBytes: 0, sizeBytes: 61 },
      { kind: 'text', text: '{"b":2}', line: 4, isTerminated: true },
    ]);
  });

  test('a document over the limit that breaks gives way to the lines after it', () => {
    const input = `{\n "a": "${'x'.repeat(50)}",\n "b": [\n{"c":3},\n oops\n{"d":4}\n`;
    expect(textsOf(expectSameForEveryCut(input, { lineBytesMax: 12 }))).toEqual(['<too-large>', '{"d":4}']);
  });
});

describe('ValueReader and torn lines', () => {
  const record = '{"a":1,"b":[{"c":"x"},2],"d":{"e":[3]}}';

  test('a first line that is torn at any byte takes no line after it along', () => {
    for (let cut = 1; cut < record.length; cut++) {
      const frames = frameWhole(`${record.slice(0, cut)}\n{"good":1}\n{"good":2}\n`);
      expect(frames).toEqual([
        { kind: 'text', text: record.slice(0, cut), line: 1, isTerminated: true },
        { kind: 'text', text: '{"good":1}', line: 2, isTerminated: true },
        { kind: 'text', text: '{"good":2}', line: 3, isTerminated: true },
      ]);
    }
  });

  test('neither does it with only one good line, blank lines or text behind it', () => {
    for (let cut = 1; cut < record.length; cut++) {
      const torn = record.slice(0, cut);
      expect(textsOf(frameWhole(`${torn}\n{"good":1}`))).toEqual([torn, '{"good":1}']);
      expect(textsOf(frameWhole(`${torn}\n\n \n{"good":1}\n`))).toEqual([torn, '{"good":1}']);
      expect(textsOf(frameWhole(`${torn}\nplain text\n{"good":1}\n`))).toEqual([torn, 'plain text', '{"good":1}']);
    }
  });

  test('torn lines that are legal where they meet are told apart by the line after them', () => {
    const lines = ['{"x":[', '{"good":1}', '{"x":', '{"y":', '{"good":2}', '{"x":[1,', '{"good":3}'];
    const frames = expectSameForEveryCut(`${lines.join('\n')}\n`);
    expect(textsOf(frames)).toEqual(lines);
    expect(frames.map((frame) => frame.line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('a torn line that is the last one is terminated if it has its newline', () => {
    expect(frameWhole('{"a":1,\n')).toEqual([{ kind: 'text', text: '{"a":1,', line: 1, isTerminated: true }]);
    expect(frameWhole('{"a":1,')).toEqual([{ kind: 'text', text: '{"a":1,', line: 1, isTerminated: false }]);
  });

  test('a pretty-printed document that was cut gives way to the next document', () => {
    const input = '{\n  "a": [\n    1,\n{\n  "b": 2\n}\n{"c":3}\n';
    expect(textsOf(expectSameForEveryCut(input))).toEqual(['{\n  "a": [\n    1,', '{\n  "b": 2\n}', '{"c":3}']);
  });

  test('a document with a string over a newline ends at its closing brace', () => {
    const input = '{\n  "a": 1,\n  "b": "torn\n  "c": 2\n}\n{"d":4}\n';
    expect(textsOf(expectSameForEveryCut(input))).toEqual(['{\n  "a": 1,\n  "b": "torn\n  "c": 2\n}', '{"d":4}']);
  });

  test('one half line with another glued on is one broken line', () => {
    expect(textsOf(expectSameForEveryCut('{"a":{"b":2}\n{"c":3}\n'))).toEqual(['{"a":{"b":2}', '{"c":3}']);
  });
});
