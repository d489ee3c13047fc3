import {
  clipSegments,
  fitSegments,
  paintLine,
  printable,
  segment,
  segmentsWidth,
} from '../../src/render/styled-line.js';

describe('styled lines', () => {
  const line = [segment('name', 'strong'), segment('  '), segment('漢字', 'faint'), segment('   ')];

  it('are plain text without colours, and end without spaces', () => {
    expect(paintLine(line, false)).toBe('name  漢字');
  });

  it('carry SGR sequences with colours, none around spaces', () => {
    expect(paintLine(line, true)).toBe('\u001b[1mname\u001b[0m  \u001b[2m漢字\u001b[0m');
    expect(paintLine([segment('x', { serviceSlot: 0 }), segment('y', 'error')], true)).toBe(
      '\u001b[36mx\u001b[0m\u001b[31my\u001b[0m',
    );
  });

  it('are cut and filled by columns', () => {
    expect(paintLine(clipSegments(line, 9), false)).toBe('name  漢…');
    expect(segmentsWidth(clipSegments(line, 8))).toBe(7);
    expect(segmentsWidth(fitSegments(line, 8))).toBe(8);
    expect(segmentsWidth(fitSegments(line, 40))).toBe(40);
    expect(clipSegments(line, 0)).toEqual([]);
  });

  it('make text safe at the gate, and bound it', () => {
    expect(segment('\u001b]0;x\u0007')).toEqual({ text: '␛]0;x␇', style: 'plain' });
    expect(printable('x'.repeat(100_000))).toBe(`${'x'.repeat(2_048)}…`);
  });
});
