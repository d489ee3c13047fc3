import { judgeArrayStart } from '../../src/sources/array-start.js';
import { expectSameForEveryCut, textsOf } from './framing.js';

function judge(line: string, isWhole = true): string {
  const bytes = Buffer.from(line);
  return judgeArrayStart(bytes, 0, isWhole ? bytes.length : undefined);
}

describe('judgeArrayStart', () => {
  test.each(['[', '[ ', '[]', '[],', '[{"a":1}', '[[', '[1]', '["a"]', '["a]', '[NaN, {"a":1}]', '[word]', '["a", '])(
    'the whole line %j is an array unless its string never ends',
    (line) => {
      expect(judge(line)).toBe(line === '["a]' ? 'text' : 'array');
    },
  );

  test.each(['[INFO] ready', '[INFO ready', '[2026-01-01 08:00:00] x', '[12,main] started', '[1] [2] x', '["a"] b'])(
    'the whole line %j is text',
    (line) => {
      expect(judge(line)).toBe('text');
    },
  );

  test('an object or array behind the bracket decides at once, anything else waits for the line', () => {
    expect(judge('[{', false)).toBe('array');
    expect(judge('[ [', false)).toBe('array');
    expect(judge('[', false)).toBe('undecided');
    expect(judge('[INFO', false)).toBe('undecided');
  });

  test('a line of more than 64 KiB is an array', () => {
    expect(judge(`[1${',1'.repeat(40_000)}`, false)).toBe('array');
    expect(judge(`[1${',1'.repeat(40_000)} x`)).toBe('array');
  });

  test('log lines in brackets stand for themselves among the records', () => {
    const lines = ['[INFO] ready', '{"a":1}', '[2026-01-01, x] y', '[WARN half', '{"b":2}', '[error]'];
    expect(textsOf(expectSameForEveryCut(lines.join('\n')))).toEqual([...lines.slice(0, 5), 'error']);
  });
});
