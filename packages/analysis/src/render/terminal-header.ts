import { durationText, utcText } from '../layout/duration-text.js';
import { type RowMark, ROW_MARK_MEANINGS } from '../layout/row-marks.js';
import { axisTicks } from '../layout/time-axis.js';
import { textWidth } from '../layout/text-width.js';
import type { WaterfallLayout } from '../layout/waterfall-layout.js';
import { type Segment, segment, segmentsWidth } from './styled-line.js';
import { BAR_SIGNS } from './terminal-bar.js';
import type { TerminalFrame } from './terminal-frame.js';

/** Signs that stand before a name. */
export const NAME_SIGNS: Readonly<Partial<Record<RowMark, string>>> = {
  error: '✗',
  orphan: '↑',
  cycle: '↻',
  conflicting: '≡',
};

const LEGEND_SIGNS: Readonly<Record<RowMark, string>> = {
  error: '✗',
  running: `${BAR_SIGNS.full}${BAR_SIGNS.running}`,
  stale: `${BAR_SIGNS.full}${BAR_SIGNS.stale}`,
  unfinished: `${BAR_SIGNS.full}${BAR_SIGNS.unfinished}`,
  implicit: BAR_SIGNS.implicit.repeat(3),
  'start-missing': `${BAR_SIGNS.startMissing}${BAR_SIGNS.full}`,
  late: BAR_SIGNS.late,
  orphan: '↑',
  cycle: '↻',
  conflicting: '≡',
};

/** One label of the axis for so many columns: the longest, `1m 30s`, and room to breathe. */
const COLUMNS_PER_TICK = 8;
/** More labels than this are read by nobody, however wide the terminal. */
const TICKS_MAX = 11;

/** What is said in the header of a trace that has not come to its end, or not to one end. */
const OPEN_STATES = ['running', 'stale', 'unfinished', 'conflicting'] as const;

const SEPARATOR: Segment = { text: ' · ', style: 'faint' };

/** What is to be known of the trace before its rows: name, id, start, duration, counts, services. */
export function headerLines(layout: WaterfallLayout, frame: TerminalFrame): Segment[][] {
  const { tree } = layout;
  const facts: Segment[][] = [
    [segment(`trace ${tree.traceId}`, 'faint')],
    [segment(utcText(tree.startUnixNano, 3), 'faint')],
    [segment(durationText(layout.durationNano))],
    [segment(counted(tree.spanCount, 'span'))],
    ...OPEN_STATES.filter((state) => tree.stateCounts[state] > 0).map((state) => [
      segment(`${tree.stateCounts[state].toLocaleString('en-US')} ${state}`, 'warning'),
    ]),
  ];
  if (tree.errorCount > 0) facts.push([segment(counted(tree.errorCount, 'error'), 'error')]);
  const services = tree.serviceNames.map((name) => [segment('■ ', frame.serviceStyle(name)), segment(name, 'plain')]);
  return [[segment(tree.rootName, 'strong')], ...flow([...facts, ...services], frame.widthColumns)];
}

/** The axis: labels above, marks below; a label that does not fit is left out, its mark stays. */
export function axisLines(layout: WaterfallLayout, frame: TerminalFrame): Segment[][] {
  const { barColumns } = frame;
  const ruler = Array.from({ length: barColumns }, () => '─');
  let labels = '';
  const ticksMax = Math.min(TICKS_MAX, Math.max(2, Math.floor(barColumns / COLUMNS_PER_TICK)));
  for (const tick of axisTicks(layout.durationNano, ticksMax)) {
    const column = Math.min(Math.round(tick.fraction * barColumns), barColumns - 1);
    ruler[column] = '┬';
    const room = frame.widthColumns - frame.barOffsetColumns;
    // The labels stand apart by one space at least.
    const isFree = column === 0 || column > labels.length;
    if (isFree && column + textWidth(tick.text) <= room) labels = labels.padEnd(column) + tick.text;
  }
  const indent: Segment = { text: ' '.repeat(frame.barOffsetColumns), style: 'plain' };
  return [
    [indent, segment(labels, 'faint')],
    [indent, { text: ruler.join(''), style: 'faint' }],
  ];
}

/** The meaning of the signs that occur, and of no others. */
export function legendLines(layout: WaterfallLayout, frame: TerminalFrame): Segment[][] {
  const present = new Set(layout.rows.flatMap((row) => row.marks));
  const entries = (Object.keys(LEGEND_SIGNS) as RowMark[])
    .filter((mark) => present.has(mark))
    .map((mark) => [segment(`${LEGEND_SIGNS[mark]} ${ROW_MARK_MEANINGS[mark]}`, mark === 'error' ? 'error' : 'faint')]);
  return entries.length === 0 ? [] : [[], ...flow(entries, frame.widthColumns)];
}

/** A number and its noun. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** Pieces one after the other, on as many lines as they need. */
function flow(pieces: readonly Segment[][], widthMax: number): Segment[][] {
  const lines: Segment[][] = [];
  for (const piece of pieces) {
    const line = lines.at(-1);
    const width = line === undefined ? widthMax : segmentsWidth([...line, SEPARATOR, ...piece]);
    if (line === undefined || width > widthMax) lines.push(piece);
    else line.push(SEPARATOR, ...piece);
  }
  return lines;
}
