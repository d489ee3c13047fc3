import fc from 'fast-check';
import { RecordFramer } from '../../src/sources/record-framer.js';
import { expectSameForEveryCut, frameInChunks, frameWhole, textsOf } from './framing.js';

describe('RecordFramer', () => {
  test('every line with more than white space is a frame with its number, blank lines only count', () => {
    expect(frameWhole('{"a":1}\n\n \t\r\n{"b":2}\r\n{"c":3}')).toEqual([
      { kind: 'text', text: '{"a":1}', line: 1, isTerminated: true },
      { kind: 'text', text: '{"b":2}', line: 4, isTerminated: true },
      { kind: 'text', text: '{"c":3}', line: 5, isTerminated: false },
    ]);
  });

  test('an empty input, a lone newline and a lone byte order mark give nothing', () => {
    expect(frameWhole('')).toEqual([]);
    expect(frameWhole('\n')).toEqual([]);
    expect(frameWhole('\uFEFF')).toEqual([]);
  });

  test('a byte order mark is dropped at the start of the input and nowhere else', () => {
    const frames = expectSameForEveryCut('\uFEFF{"a":1}\n\uFEFF{"b":2}\n');
    expect(textsOf(frames)).toEqual(['{"a":1}', '\uFEFF{"b":2}']);
  });

  test('a byte order mark before an array and before a document does not hide them', () => {
    expect(textsOf(expectSameForEveryCut('\uFEFF[\n{"a":1},\n{"b":2}]'))).toEqual(['{"a":1}', '{"b":2}']);
    expect(textsOf(expectSameForEveryCut('\uFEFF{\n"a":1\n}\n'))).toEqual(['{\n"a":1\n}']);
  });

  test('an incomplete byte order mark is text', () => {
    expect(textsOf(frameInChunks(Buffer.from([0xef, 0xbb]), [1]))).toEqual(['\uFFFD']);
  });

  test('invalid UTF-8 becomes U+FFFD in its own line and leaves the neighbours alone', () => {
    const input = Buffer.concat([
      Buffer.from('{"é":1}\n{"b":"'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"}\n{"漢":3}\n'),
    ]);
    expect(textsOf(expectSameForEveryCut(input))).toEqual(['{"é":1}', '{"b":"\uFFFD\uFFFD"}', '{"漢":3}']);
  });

  test('characters of several bytes and CRLF may be cut anywhere', () => {
    const frames = expectSameForEveryCut('{"a":"é漢😀"}\r\n\r\n{"b":"😀"}\r\n{"c":"漢"}\r');
    expect(frames).toEqual([
      { kind: 'text', text: '{"a":"é漢😀"}', line: 1, isTerminated: true },
      { kind: 'text', text: '{"b":"😀"}', line: 3, isTerminated: true },
      { kind: 'text', text: '{"c":"漢"}', line: 4, isTerminated: false },
    ]);
  });

  test('the line of the framer is that of the first byte that is not framed yet', () => {
    const framer = new RecordFramer();
    expect(framer.line).toBe(1);
    framer.push(Buffer.from('{"a":1}\n\n{"b'));
    expect(framer.line).toBe(3);
  });

  test('the chunk may be overwritten as soon as it has been pushed', () => {
    const framer = new RecordFramer();
    const chunk = Buffer.from('{"a":1}\n{"b"');
    const first = framer.push(chunk);
    chunk.fill(0x20);
    expect(textsOf([...first, ...framer.push(Buffer.from(':2}\n'))])).toEqual(['{"a":1}', '{"b":2}']);
  });

  test('JSON lines give the same frames wherever they are cut', () => {
    const line = fc.json({ maxDepth: 3 }).map((text) => `{"v":${text}}`);
    const ending = fc.constantFrom('\n', '\r\n', '\n\n', '\n \n');
    const lines = fc.array(fc.tuple(line, ending), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }), (pairs, sizes) => {
        const frames = frameInChunks(pairs.flat().join(''), sizes);
        expect(textsOf(frames)).toEqual(pairs.map(([text]) => text));
      }),
      { numRuns: 300 },
    );
  });

  test('one-line arrays among the lines give their elements', () => {
    const frames = expectSameForEveryCut('{"a":1}\n[{"b":2},{"c":3}]\n[]\n[ ]\n[[1],"x"]\n{"d":4}\n');
    expect(frames.map((frame) => [frame.line, ...textsOf([frame])])).toEqual([
      [1, '{"a":1}'],
      [2, '{"b":2}'],
      [2, '{"c":3}'],
      [5, '[1]'],
      [5, '"x"'],
      [6, '{"d":4}'],
    ]);
  });

  test('random bytes never throw, give the same frames wherever they are cut, and lose no good line after them', () => {
    const shaped = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', ' ', '{"a":', '\n{', '\n[', '1', 'é');
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc.array(shaped, { maxLength: 40 }).map((parts) => Buffer.from(parts.join(''))),
    );
    const good = '{"good":1}\n{"good":2}\n{"good":3}\n';
    fc.assert(
      fc.property(noise, fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        const input = Buffer.concat([bytes, Buffer.from(`\n${good}`)]);
        const frames = frameInChunks(input, [size]);
        expect(JSON.stringify(frames)).toBe(JSON.stringify(frameWhole(input)));
        expect(textsOf(frames).slice(-3)).toEqual(['{"good":1}', '{"good":2}', '{"good":3}']);
      }),
      { numRuns: 1000 },
    );
  });

  test('no byte that is not white space, comma or bracket goes missing, whatever the input', () => {
    const shaped = fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', ' ', '{"a":1}', '\n{', 'x', '7');
    const bare = (text: string): string => text.replace(/[\s,[\]]/g, '');
    fc.assert(
      fc.property(fc.array(shaped, { maxLength: 60 }), (parts) => {
        const input = parts.join('');
        expect(bare(textsOf(frameWhole(input)).join(''))).toBe(bare(input));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('RecordFramer and extreme records', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const long = 'x'.repeat(3 * 1024 * 1024);

  test('20,000 levels pass as a line, an element and a document', () => {
    expect(textsOf(frameInChunks(`{"a":${deep}}\n`, [777]))).toEqual([`{"a":${deep}}`]);
    expect(textsOf(frameInChunks(`[{"a":1},${deep},{"b":2}]`, [777]))).toEqual(['{"a":1}', deep, '{"b":2}']);
    expect(textsOf(frameInChunks(`{\n "a": ${deep}\n}\n{"b":2}`, [777]))).toEqual([`{\n "a": ${deep}\n}`, '{"b":2}']);
  });

  test('levels beyond those whose kind is remembered still count', () => {
    const deeper = `${'[\n'.repeat(70_000)}${']'.repeat(70_000)}`;
    expect(textsOf(frameWhole(`{\n"a":${deeper}}\n{"b":2}\n`))).toEqual([`{\n"a":${deeper}}`, '{"b":2}']);
  });

  test('strings of 3 MB pass as a line, an element and a document', () => {
    expect(textsOf(frameInChunks(`{"a":"${long}"}\n`, [65_536]))).toEqual([`{"a":"${long}"}`]);
    expect(textsOf(frameInChunks(`["${long}",{"b":1}]`, [65_536]))).toEqual([`"${long}"`, '{"b":1}']);
    expect(textsOf(frameInChunks(`{\n"a":"${long}"\n}\n`, [65_536]))).toEqual([`{\n"a":"${long}"\n}`]);
  });

  test('a file of lines that each seem to open a document is read in bounded passes', () => {
    const lines = '{"a":[\n'.repeat(100_000);
    expect(textsOf(frameWhole(lines)).join('\n').split('\n')).toHaveLength(100_000);
  });
});
