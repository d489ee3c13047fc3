import * as fc from 'fast-check';
import { type Frame } from '../../src/sources/frame.js';
import { LineAssembler } from '../../src/sources/line-assembler.js';
import { START, tailStart } from '../../src/sources/tail-cursor.js';
import { cursorBehind } from './tail-state.js';

const LINE_BYTES_MAX = 2_000;

/** Reads a text in chunks of these sizes, beginning anew at the cursor after each chunk, as a follower does. */
function assemble(text: Buffer, sizes: readonly number[]): { frames: Frame[]; offsetBytes: number; line: number } {
  const assembler = new LineAssembler(LINE_BYTES_MAX);
  const frames: Frame[] = [];
  let cursor = START;
  let long = assembler.longLine;
  let growth = 0;
  for (let turn = 0; ; turn++) {
    assembler.begin(cursor, long);
    const from = assembler.nextOffset;
    growth += sizes[turn % sizes.length] ?? 1;
    // A follower reads again from the cursor on, and further.
    const to = Math.min(text.length, Math.max(from, cursor.offsetBytes) + growth);
    const assembled = assembler.push(text.subarray(from, to));
    if (assembled.status === 'changed') throw new Error('The text is the same.');
    frames.push(...assembled.frames);
    if (assembler.cursor !== cursor || assembler.longLine !== long) growth = 0;
    cursor = assembler.cursor;
    long = assembler.longLine;
    if (to === text.length) return { frames, offsetBytes: cursor.offsetBytes, line: cursor.line };
  }
}

/** What lines a text has, by splitting it. */
function expected(text: string): readonly Frame[] {
  const lines = text.split('\n').slice(0, -1);
  let offsetBytes = 0;
  return lines.flatMap((line, index): readonly Frame[] => {
    const at = offsetBytes;
    offsetBytes += line.length + 1;
    const trimmed = line.replace(/\r$/, '');
    if (trimmed.trim() === '') return [];
    return trimmed.length > LINE_BYTES_MAX
      ? [{ kind: 'too-large', line: index + 1, offsetBytes: at, sizeBytes: trimmed.length }]
      : [{ kind: 'text', text: trimmed, line: index + 1, isTerminated: true }];
  });
}

const line = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 120 }).map((length) => `{${'a'.repeat(length)}}`) },
  { weight: 1, arbitrary: fc.integer({ min: 1_990, max: 9_000 }).map((length) => 'b'.repeat(length)) },
  { weight: 2, arbitrary: fc.constantFrom('', ' ', '\r', '[1,', '[{}]\r', '{\r') },
);

describe('LineAssembler', () => {
  test('however a text is cut and taken up again, its lines are the same', () => {
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 12 }),
        fc.constantFrom('', 'half'),
        fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 6 }),
        (lines, rest, sizes) => {
          const whole = lines.map((one) => `${one}\n`).join('');
          const { frames, offsetBytes, line: next } = assemble(Buffer.from(whole + rest), sizes);
          expect(frames).toEqual(expected(whole));
          expect([offsetBytes, next]).toEqual([whole.length, lines.length + 1]);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('the cursor knows the first and the last 1 KiB of what was handed out', () => {
    const text = Array.from({ length: 60 }, (_, index) => `{"number":${index},"text":"${'x'.repeat(50)}"}\n`).join('');
    const assembler = new LineAssembler(LINE_BYTES_MAX);
    assembler.begin(START);
    for (let at = 0; at < text.length; at += 100) assembler.push(Buffer.from(text.slice(at, at + 100)));
    expect(assembler.cursor).toEqual(cursorBehind(text));
    const long = `${text}${'y'.repeat(9_000)}\n`;
    assembler.push(Buffer.from(long.slice(text.length)));
    expect(assembler.cursor).toEqual(cursorBehind(long));
  });

  test('another text at the place of the cursor is told from the one that was read', () => {
    const cursor = cursorBehind('{"a":1}\n');
    for (const [bytes, status] of [
      ['{"a":1}\n{"a":2}\n', 'frames'],
      ['{"b":1}\n{"b":2}\n', 'changed'],
    ] as const) {
      const assembler = new LineAssembler(LINE_BYTES_MAX);
      assembler.begin(cursor);
      expect(assembler.nextOffset).toBe(tailStart(cursor));
      expect(assembler.push(Buffer.from(bytes)).status).toBe(status);
    }
  });

  test('a text that ends before the cursor is another', () => {
    const assembler = new LineAssembler(LINE_BYTES_MAX);
    assembler.begin(cursorBehind('{"a":1}\n'));
    assembler.push(Buffer.from('{"a"'));
    expect(assembler.end()).toEqual({ status: 'changed' });
  });

  test('at the end of a text the rest is a line too', () => {
    const assembler = new LineAssembler(LINE_BYTES_MAX);
    assembler.begin(START);
    assembler.push(Buffer.from('{"a":1}\n{"a":2}'));
    expect(assembler.end()).toEqual({
      status: 'frames',
      frames: [{ kind: 'text', text: '{"a":2}', line: 2, isTerminated: false }],
    });
    expect(assembler.cursor).toEqual({ ...cursorBehind('{"a":1}\n{"a":2}'), line: 3 });
  });

  test('a byte order mark, zero bytes before a line and characters of several bytes', () => {
    const assembler = new LineAssembler(LINE_BYTES_MAX);
    assembler.begin(START);
    const bytes = Buffer.from('\uFEFF{"ä":1}\n\0\0{"b":2}\n\0\n', 'utf8');
    expect(assembler.push(bytes)).toMatchObject({ frames: [{ text: '{"ä":1}' }, { text: '{"b":2}', line: 2 }] });
    expect(assembler.cursor.line).toBe(4);
  });
});
