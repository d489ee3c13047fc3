import type { RowMark } from '../../src/layout/row-marks.js';
import { drawBar } from '../../src/render/terminal-bar.js';

const drawn = (startFraction: number, endFraction: number, ...marks: RowMark[]): string =>
  drawBar({ startFraction, endFraction, marks, widthColumns: 20, style: 'plain' })
    .map(({ text }) => text)
    .join('')
    .replaceAll(' ', '·');

describe('drawBar', () => {
  it.each<[string, [number, number, ...RowMark[]], string]>([
    ['the whole axis', [0, 1], '████████████████████'],
    ['eighths at the right end', [0, 0.13125], '██▋·················'],
    ['a half at the left end', [0.075, 0.2], '·▐██················'],
    ['no length', [0.5, 0.5], '··········▏·········'],
    ['no length at the right edge', [1, 1], '···················▕'],
    ['less than a column', [0.51, 0.53], '··········▌·········'],
    ['implicit', [0.1, 0.3, 'implicit'], '··░░░░··············'],
    ['unfinished', [0, 0.25, 'unfinished'], '███▒░·unfinished····'],
    ['unfinished with room on the left only', [0.7, 1, 'unfinished'], '···unfinished·████▒░'],
    ['unfinished with no room', [0, 1, 'unfinished'], '██████████████████▒░'],
    ['unfinished and short', [0.5, 0.5, 'unfinished'], '··········▏▒░·······'],
    ['unfinished and short at the right edge', [1, 1, 'unfinished'], '········unfinished·░'],
    ['running', [0, 0.25, 'running'], '████▸·running·······'],
    ['stale', [0, 0.25, 'stale'], '████▹·stale·········'],
    ['start not seen', [0.25, 0.5, 'start-missing'], '·····░▒███··········'],
    ['late', [0.5, 0.5, 'late'], '··········◇·········'],
  ])('%s', (_what, input, expected) => {
    expect(drawn(...input)).toBe(expected);
  });

  it('says the cause of an unfinished bar where there is room, and gives it up before the word', () => {
    const withCause = (endFraction: number, cause: string): string =>
      drawBar({ startFraction: 0, endFraction, marks: ['unfinished'], widthColumns: 30, style: 'plain', cause })
        .map(({ text }) => text)
        .join('')
        .replaceAll(' ', '·');
    expect(withCause(0.2, 'flushed')).toBe('████▒░·unfinished:·flushed····');
    expect(withCause(0.5, 'flushed')).toBe('█████████████▒░·unfinished····');
    expect(withCause(0.2, 'x'.repeat(500))).toBe('████▒░·unfinished·············');
    expect(withCause(0.2, '\u001b[2J')).toContain('␛[2J');
  });

  it('is always as wide as the axis', () => {
    for (let eighth = 0; eighth <= 160; eighth += 1) {
      const start = eighth / 160;
      for (const marks of [
        [],
        ['unfinished'],
        ['running'],
        ['start-missing'],
        ['start-missing', 'unfinished'],
        ['stale'],
      ]) {
        expect(drawn(start, Math.min(1, start + 0.07), ...(marks as RowMark[]))).toHaveLength(20);
      }
    }
  });
});
