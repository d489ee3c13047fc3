import { type RowMark, ROW_MARK_MEANINGS } from '../layout/row-marks.js';
import { textWidth } from '../layout/text-width.js';
import { printable, type Segment, type Style } from './styled-line.js';

/** A bar on an axis of so many columns. */
export interface BarInput {
  readonly startFraction: number;
  readonly endFraction: number;
  readonly marks: readonly RowMark[];
  readonly widthColumns: number;
  readonly style: Style;
  /** Why the bar is unfinished, where that is known. */
  readonly cause?: string;
}

/** Eighths of a column: what a terminal font can show of an end. */
const EIGHTHS = 8;
/** Blocks filled from the left by n eighths. */
const LEFT_BLOCKS = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'] as const;

/** Signs of the bar itself, for legends too. */
export const BAR_SIGNS = {
  full: '█',
  implicit: '░',
  unfinished: '▒░',
  running: '▸',
  stale: '▹',
  startMissing: '░▒',
  late: '◇',
} as const;

const START_MISSING_CELLS = Array.from(BAR_SIGNS.startMissing);
const UNFINISHED_CELLS = Array.from(BAR_SIGNS.unfinished);

/** Words that stand beside the bar, because an open end alone could be overlooked. */
const SAID_BESIDE: readonly RowMark[] = ['running', 'stale', 'unfinished'];

/** The bar area of one row: exactly so many columns, the bar at its place, at least one visible sign. */
export function drawBar(input: BarInput): Segment[] {
  const { firstColumn, cells } = placedCells(input);
  const endColumn = firstColumn + cells.length;
  const bar = { text: cells.join(''), style: input.style };
  const roomAfter = input.widthColumns - endColumn;
  const beside = (note: string): Segment[] | undefined => {
    const noteWidth = textWidth(note);
    if (roomAfter > noteWidth) {
      return [gap(firstColumn), bar, { text: ` ${note}`, style: 'faint' }, gap(roomAfter - noteWidth - 1)];
    }
    if (firstColumn > noteWidth) {
      return [gap(firstColumn - noteWidth - 1), { text: `${note} `, style: 'faint' }, bar, gap(roomAfter)];
    }
    return undefined;
  };
  // The cause gives way where there is no room for it: details have it.
  const notes = notesOf(input);
  return notes.map(beside).find((segments) => segments !== undefined) ?? [gap(firstColumn), bar, gap(roomAfter)];
}

/** What could stand beside the bar, the longest first; nothing for a bar that says all itself. */
function notesOf({ marks, cause }: BarInput): string[] {
  const said = SAID_BESIDE.filter((mark) => marks.includes(mark));
  if (said.length === 0) return [];
  const note = said.map((mark) => ROW_MARK_MEANINGS[mark]).join(', ');
  return cause === undefined ? [note] : [`${note}: ${printable(cause)}`, note];
}

function gap(columns: number): Segment {
  return { text: ' '.repeat(columns), style: 'plain' };
}

function placedCells(input: BarInput): { firstColumn: number; cells: string[] } {
  const { widthColumns, marks } = input;
  const startEighth = Math.round(input.startFraction * widthColumns * EIGHTHS);
  const endEighth = Math.round(input.endFraction * widthColumns * EIGHTHS);
  const firstColumn = Math.min(Math.floor(startEighth / EIGHTHS), widthColumns - 1);
  if (marks.includes('late')) return { firstColumn, cells: [BAR_SIGNS.late] };
  const lastColumn = Math.max(firstColumn, Math.ceil(endEighth / EIGHTHS) - 1);
  const cells: string[] = [];
  for (let column = firstColumn; column <= lastColumn; column += 1) {
    const from = Math.max(startEighth - column * EIGHTHS, 0);
    const to = Math.min(endEighth - column * EIGHTHS, EIGHTHS);
    cells.push(marks.includes('implicit') ? BAR_SIGNS.implicit : blockFor(from, to));
  }
  return { firstColumn, cells: withOpenEnds(cells, { marks, columnsMax: widthColumns - firstColumn }) };
}

/** The block for a column that is filled between two of its eighths. Fonts have few blocks that begin in the middle. */
function blockFor(from: number, to: number): string {
  if (from === 0) return LEFT_BLOCKS[Math.max(to, 1)] ?? BAR_SIGNS.full;
  if (to === EIGHTHS) return from <= 2 ? BAR_SIGNS.full : from <= 5 ? '▐' : '▕';
  return to - from >= 3 ? (from + to < EIGHTHS ? '▌' : '▐') : from + to < EIGHTHS ? '▏' : '▕';
}

/** Fades the ends that nobody has seen. Ends grow the bar only where it is too short to show them. */
function withOpenEnds(
  cells: readonly string[],
  room: { readonly marks: readonly RowMark[]; readonly columnsMax: number },
): string[] {
  let opened = [...cells];
  if (room.marks.includes('start-missing')) opened = [...START_MISSING_CELLS, ...opened.slice(2)];
  if (room.marks.includes('unfinished')) opened = [...keepFirst(opened, 2), ...UNFINISHED_CELLS];
  if (room.marks.includes('running')) opened = [...keepFirst(opened, 1), BAR_SIGNS.running];
  if (room.marks.includes('stale')) opened = [...keepFirst(opened, 1), BAR_SIGNS.stale];
  return opened.length > room.columnsMax ? opened.slice(opened.length - room.columnsMax) : opened;
}

/** All but the last cells, but one at least. */
function keepFirst(cells: readonly string[], droppedCount: number): string[] {
  return cells.slice(0, Math.max(1, cells.length - droppedCount));
}
