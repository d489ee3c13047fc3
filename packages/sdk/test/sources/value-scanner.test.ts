import { ByteWindow } from '../../src/sources/byte-window.js';
import { type ScannedKind, type ScanOutcome, ValueScanner } from '../../src/sources/value-scanner.js';

function scan(
  kind: ScannedKind,
  text: string,
  indent = 0,
): { outcome: ScanOutcome; position: number; scanner: ValueScanner } {
  const window = new ByteWindow();
  window.append(Buffer.from(text));
  const scanner = new ValueScanner();
  scanner.begin(kind, indent);
  const outcome = scanner.scan(window, 0);
  return { outcome, position: scanner.position, scanner };
}

describe('ValueScanner', () => {
  test('a value ends behind the brace, bracket or quote that closes it', () => {
    expect(scan('element', '{"a":[1,{}]},')).toMatchObject({ outcome: 'complete', position: 12 });
    expect(scan('element', '[[],"]"]]')).toMatchObject({ outcome: 'complete', position: 8 });
    expect(scan('element', '"a\\"b",')).toMatchObject({ outcome: 'complete', position: 6 });
  });

  test('a value that does not end wants more', () => {
    expect(scan('document', '{"a":"}')).toMatchObject({ outcome: 'more', position: 7 });
    expect(scan('document', '{"a":1,\n  ')).toMatchObject({ outcome: 'more', scanner: { newlines: 1, lineIndent: 2 } });
  });

  test('an escape at the end of one scan holds in the next', () => {
    const { scanner } = scan('element', '"a\\');
    const window = new ByteWindow();
    window.append(Buffer.from('"b"'));
    expect(scanner.scan(window, 0)).toBe('complete');
    expect(scanner.position).toBe(3);
  });

  test('a document breaks at a second line that cannot belong to it', () => {
    const { outcome, scanner } = scan('document', '{"a":1,\n\n{"b":2}\n');
    expect(outcome).toBe('broken');
    expect(scanner.lineStart).toEqual({ offset: 9, newlines: 2 });
  });

  test('a line that might be a record is remembered while everything is legal', () => {
    const { outcome, scanner } = scan('document', '{"a":[\n{"b":1},\n{"c":2}');
    expect(outcome).toBe('more');
    expect(scanner.restart).toEqual({ offset: 7, newlines: 1 });
  });

  test('an indented line is no place to begin again', () => {
    const { outcome, scanner } = scan('element', '{"a":[\n    {"b":1}\n    {"c":2}\n', 2);
    expect(outcome).toBe('more');
    expect(scanner).toMatchObject({ isBroken: true, restart: undefined });
  });

  test('a broken element ends behind a brace, and before a bracket, that stands no deeper than it began', () => {
    expect(scan('element', '{"a":"x\n  },', 2)).toMatchObject({ outcome: 'complete', position: 11 });
    expect(scan('element', '{"a":"x\n]', 0)).toMatchObject({ outcome: 'broken', position: 8 });
  });
});
