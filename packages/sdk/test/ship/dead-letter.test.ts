import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDeadLetter } from '../../src/ship/dead-letter.js';

const directory = mkdtempSync(join(tmpdir(), 'spanbridge-dead-'));
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

describe('the dead-letter file', () => {
  it('gets one JSON object per line, behind what it held before, and is readable by its owner alone', () => {
    const path = join(directory, 'letters.jsonl');
    for (const line of [1, 2]) {
      const file = openDeadLetter(path, () => undefined);
      file.write({ type: 'rejected', line, text: 'a "b"\n\u2028' });
      file.close();
    }
    const letter = (line: number): string => `{"type":"rejected","line":${line},"text":"a \\"b\\"\\n\u2028"}\n`;
    expect(readFileSync(path, 'utf8')).toBe(letter(1) + letter(2));
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('cannot be opened in a folder that is not there: the message names the file', () => {
    const path = join(directory, 'none', 'letters.jsonl');
    expect(() => openDeadLetter(path, () => undefined)).toThrow(`The dead-letter file "${path}" cannot be written`);
  });

  it('tells a full disk once and lets shipping go on', () => {
    const warnings: string[] = [];
    const file = openDeadLetter('/dev/full', (message) => warnings.push(message));
    file.write({ line: 1 });
    file.write({ line: 2 });
    file.close();
    expect(warnings).toEqual([
      expect.stringContaining('The dead-letter file "/dev/full" could not be written: ENOSPC'),
    ]);
  });
});
