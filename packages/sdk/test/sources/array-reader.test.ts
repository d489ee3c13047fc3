import fc from 'fast-check';
import { expectSameForEveryCut, frameInChunks, frameWhole, textsOf } from './framing.js';

/** The values that the texts of the frames of an input parse to. */
function valuesOf(texts: readonly string[]): unknown[] {
  return texts.map((text): unknown => JSON.parse(text));
}

describe('ArrayReader', () => {
  test('each element is a frame with the line on which it starts, and lines follow the closing bracket', () => {
    const input = '[\n  {\n    "a": 1\n  },\n\n  {"b": [1,\n2]}, {"c":3}\n]\n{"x":1}\n';
    expect(expectSameForEveryCut(input)).toEqual([
      { kind: 'text', text: '{\n    "a": 1\n  }', line: 2, isTerminated: true },
      { kind: 'text', text: '{"b": [1,\n2]}', line: 6, isTerminated: true },
      { kind: 'text', text: '{"c":3}', line: 7, isTerminated: true },
      { kind: 'text', text: '{"x":1}', line: 9, isTerminated: true },
    ]);
  });

  test('brackets, quotes and backslashes inside strings do not count', () => {
    const input = '[{"a":"],[\\"{"},{"b":"\\\\"},{"c":"\\\\\\"]"}]';
    expect(textsOf(expectSameForEveryCut(input))).toEqual(['{"a":"],[\\"{"}', '{"b":"\\\\"}', '{"c":"\\\\\\"]"}']);
  });

  test('bare tokens and garbage between commas are texts of their own and leave their neighbours whole', () => {
    const input = '[{"a":1}, NaN, some words ,{"b":2},-1.5e3,"s" , }: ,{"c":3} x]';
    expect(textsOf(expectSameForEveryCut(input))).toEqual([
      '{"a":1}',
      'NaN',
      'some words',
      '{"b":2}',
      '-1.5e3',
      '"s"',
      '}:',
      '{"c":3}',
      'x',
    ]);
  });

  test('empty arrays and commas at the end give nothing', () => {
    expect(expectSameForEveryCut('[]\n[ \n ]\n[{"a":1},]\n[,,]\n[],\n')).toEqual([
      { kind: 'text', text: '{"a":1}', line: 4, isTerminated: true },
    ]);
  });

  test('what stands behind the closing bracket on its line is a line', () => {
    expect(textsOf(expectSameForEveryCut('[{"a":1}] x\n[{"b":2}][{"c":3}]\n[{"d":4}]{"e":5}'))).toEqual([
      '{"a":1}',
      'x',
      '{"b":2}',
      '{"c":3}',
      '{"d":4}',
      '{"e":5}',
    ]);
  });

  test('an array that is cut off keeps its whole elements and gives the text of the one that was cut', () => {
    const input = '[\n {"a":1},\n {"b":2},\n {"c":[3,\n';
    expect(expectSameForEveryCut(input).slice(1)).toEqual([
      { kind: 'text', text: '{"b":2}', line: 3, isTerminated: true },
      { kind: 'text', text: '{"c":[3,', line: 4, isTerminated: false },
    ]);
    expect(textsOf(frameWhole('[{"a":1},{"b":2}'))).toEqual(['{"a":1}', '{"b":2}']);
    expect(textsOf(frameWhole('[{"a":1},{"b":2},'))).toEqual(['{"a":1}', '{"b":2}']);
    expect(frameWhole('[{"a":1}, nul')[1]).toEqual({ kind: 'text', text: 'nul', line: 1, isTerminated: false });
  });

  test('an element over the limit is one frame with its place and size, and the next element follows', () => {
    const input = `[{"a":1},{"b":"${'x'.repeat(92)}"},\n{"c":3},${'z'.repeat(30)},["${'y'.repeat(50)}"]]\n{"d":4}\n`;
    expect(expectSameForEveryCut(input, { lineBytesMax: 12 })).toEqual([
      { kind: 'text', text: '{"a":1}', line: 1, isTerminated: true },
      { kind: 'too-large', line: 1, offsetBytes: 9, sizeBytes: 100 },
      { kind: 'text', text: '{"c":3}', line: 2, isTerminated: true },
      { kind: 'too-large', line: 2, offsetBytes: 119, sizeBytes: 30 },
      { kind: 'too-large', line: 2, offsetBytes: 150, sizeBytes: 54 },
      { kind: 'text', text: '{"d":4}', line: 3, isTerminated: true },
    ]);
  });

  test('arrays give the same elements in every indentation and wherever they are cut', () => {
    const elements = fc.array(fc.oneof(fc.object({ maxDepth: 3 }), fc.array(fc.string())), { maxLength: 6 });
    const sizes = fc.array(fc.nat(30), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(elements, fc.constantFrom(0, 1, 2, 8, '\t'), sizes, (values, indent, chunks) => {
        const clean = JSON.parse(JSON.stringify(values)) as unknown;
        const texts = textsOf(frameInChunks(`${JSON.stringify(values, null, indent)}\n{"after":1}`, chunks));
        expect(valuesOf(texts)).toEqual([...(clean as unknown[]), { after: 1 }]);
      }),
      { numRuns: 300 },
    );
  });

  test('an array that is cut at any byte gives all elements that were whole', () => {
    const text = JSON.stringify([{ a: 'é' }, { b: [1, { c: '],' }] }, { d: 4 }], null, 2);
    const whole = textsOf(frameWhole(text));
    const ends = whole.map((element) => text.indexOf(element) + element.length);
    for (let cut = 0; cut <= text.length; cut++) {
      const count = ends.filter((end) => end <= cut).length;
      expect(textsOf(frameWhole(text.slice(0, cut))).slice(0, count)).toEqual(whole.slice(0, count));
    }
  });
});

describe('ArrayReader and broken elements', () => {
  test('a string that runs over a newline breaks its element, which ends at the brace that closes it', () => {
    const broken = '{\n    "a": "torn,\n    "b": [\n      {\n        "q": 1\n      }\n    ]\n  }';
    const input = `[\n  ${broken},\n  {\n    "c": 3\n  }\n]\n{"d":4}\n`;
    expect(textsOf(expectSameForEveryCut(input))).toEqual([broken, '{\n    "c": 3\n  }', '{"d":4}']);
  });

  test('the same holds where the printer puts the braces of two elements on one line', () => {
    const input = '[ {\n  "a" : "torn\n}, {\n  "b" : 1\n} ]\n{"z":1}\n';
    expect(textsOf(expectSameForEveryCut(input))).toEqual(['{\n  "a" : "torn\n}', '{\n  "b" : 1\n}', '{"z":1}']);
  });

  test('an element without its closing brace ends before the next one', () => {
    const input = '[\n  {\n    "a": {\n      "x": 1\n  },\n  {\n    "b": 2\n  },\n  {"c": 3}\n]\n';
    expect(textsOf(expectSameForEveryCut(input))).toEqual([
      '{\n    "a": {\n      "x": 1\n  },',
      '{\n    "b": 2\n  }',
      '{"c": 3}',
    ]);
  });

  test('a raw newline inside a string of a one-line array leaves the other elements whole', () => {
    expect(textsOf(expectSameForEveryCut('[{"a":"x\ny"},{"b":1}]\n{"c":1}\n'))).toEqual([
      '{"a":"x\ny"}',
      '{"b":1}',
      '{"c":1}',
    ]);
  });

  test('a line that was torn inside an array takes no line after it along', () => {
    const input = '[{"a":1},{"b":"to\n{"c":3}\n[{"d":4},{"e":\n{"f":5}\n{"g":6}\n';
    expect(expectSameForEveryCut(input)).toEqual([
      { kind: 'text', text: '{"a":1}', line: 1, isTerminated: true },
      { kind: 'text', text: '{"b":"to', line: 1, isTerminated: true },
      { kind: 'text', text: '{"c":3}', line: 2, isTerminated: true },
      { kind: 'text', text: '[{"d":4},{"e":', line: 3, isTerminated: true },
      { kind: 'text', text: '{"f":5}', line: 4, isTerminated: true },
      { kind: 'text', text: '{"g":6}', line: 5, isTerminated: true },
    ]);
  });
});
