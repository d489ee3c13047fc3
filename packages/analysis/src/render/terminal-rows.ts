import { attributeText, sortedEntries } from '../span/attribute-text.js';
import { isError, toUnixNano } from '../span/span-facts.js';
import { durationText } from '../layout/duration-text.js';
import { truncateText, padTextStart, textWidth } from '../layout/text-width.js';
import type { WaterfallEvent, WaterfallRow } from '../layout/waterfall-layout.js';
import { type Segment, type Style, fitSegments, printable, segment, segmentsWidth } from './styled-line.js';
import { drawBar } from './terminal-bar.js';
import { LEVEL_COLUMNS, type TerminalFrame } from './terminal-frame.js';
import { NAME_SIGNS, counted } from './terminal-header.js';

/** Events drawn below one span; the rest is counted in a line of its own. */
export const EVENTS_PER_SPAN_MAX = 50;
/** Attributes written beside an event; a line has no room for more. */
const EVENT_ATTRIBUTES_MAX = 8;
/** Other ends written below one span; a store keeps no more of one id. */
const OTHER_ENDS_MAX = 16;
/** A service is cut to this at most, and left out where a name would get less than its own minimum beside it. */
const SERVICE_COLUMNS_MIN = 6;
const LABEL_COLUMNS_MIN = 14;

const EVENT_SIGN = '◆';

/** One span: name, bar, duration. */
export function rowLine(row: WaterfallRow, frame: TerminalFrame, isServiceNew: boolean): Segment[] {
  const bar = drawBar({
    startFraction: row.startFraction,
    endFraction: row.endFraction,
    marks: row.marks,
    widthColumns: frame.barColumns,
    style: row.marks.includes('error') ? 'error' : frame.serviceStyle(row.serviceName),
    ...(row.node.merged.cause === undefined ? {} : { cause: row.node.merged.cause }),
  });
  return [
    ...nameCell(row, frame, isServiceNew),
    { text: '  ', style: 'plain' },
    ...bar,
    segment(` ${padTextStart(row.durationText, frame.timeColumns)}`),
  ];
}

/** The status description of a failed span, on the line below it. */
export function statusLine(row: WaterfallRow, frame: TerminalFrame): Segment[] {
  return [...guidesBelow(row, frame), segment(row.node.span.status.message ?? '', 'error')];
}

/** One line for each other end that was sent for a span, so that none is hidden behind the one that is drawn. */
export function otherEndLines(row: WaterfallRow, frame: TerminalFrame): Segment[][] {
  const { state, rows } = row.node.merged;
  if (state !== 'conflicting') return [];
  const others = rows.slice(1).filter(({ role }) => role === rows[0]?.role);
  return others.slice(0, OTHER_ENDS_MAX).map(({ span }) => {
    const duration = durationText(toUnixNano(span.endTime) - toUnixNano(span.startTime));
    const error = isError(span) ? `, error ${span.status.message ?? ''}` : '';
    return [...guidesBelow(row, frame), segment(`≡ also sent: ${span.name}, ${duration}${error}`, 'warning')];
  });
}

/** One line for each event of a span, and one that counts those beyond the limit. */
export function eventLines(row: WaterfallRow, events: readonly WaterfallEvent[], frame: TerminalFrame): Segment[][] {
  const lines = events.slice(0, EVENTS_PER_SPAN_MAX).map((event) => eventLine(row, event, frame));
  const hiddenCount = events.length - lines.length;
  if (hiddenCount > 0) {
    lines.push([...guidesBelow(row, frame), segment(`… ${counted(hiddenCount, 'more event')}`, 'faint')]);
  }
  return lines;
}

/** The offset of an event as it stands in the column of durations. */
export function eventOffsetText(event: WaterfallEvent): string {
  return event.offsetNano < 0n ? durationText(event.offsetNano) : `+${durationText(event.offsetNano)}`;
}

function nameCell(row: WaterfallRow, frame: TerminalFrame, isServiceNew: boolean): Segment[] {
  const before = [...guides(row, frame), ...signs(row)];
  const room = frame.nameColumns - segmentsWidth(before);
  const label = printable(row.label);
  const service = isServiceNew ? printable(row.serviceName) : '';
  // The service gives way first: it can be read off the rows above and the header.
  const labelRoom = Math.min(textWidth(label), room - 2 - Math.min(textWidth(service), SERVICE_COLUMNS_MIN));
  const showsService = service !== '' && labelRoom >= Math.min(textWidth(label), LABEL_COLUMNS_MIN);
  const cell = [...before, segment(truncateText(label, showsService ? labelRoom : room), labelStyle(row))];
  if (showsService) cell.push(segment(`  ${truncateText(service, room - 2 - labelRoom)}`, 'faint'));
  return fitSegments(cell, frame.nameColumns);
}

function labelStyle(row: WaterfallRow): Style {
  return row.marks.includes('error') ? 'error' : row.depth === 0 ? 'strong' : 'plain';
}

function signs(row: WaterfallRow): Segment[] {
  return row.marks.flatMap((mark) => {
    const sign = NAME_SIGNS[mark];
    return sign === undefined ? [] : [segment(`${sign} `, mark === 'error' ? 'error' : 'warning')];
  });
}

/** The lines of the tree that lead to a row. */
function guides(row: WaterfallRow, frame: TerminalFrame): Segment[] {
  if (row.depth === 0) return [];
  if (row.depth > frame.guideLevelsMax) return [levelNumber(row.depth, frame)];
  return [{ text: passingLines(row, row.depth) + (row.isLastSibling ? '└ ' : '├ '), style: 'faint' }];
}

/** The lines of the tree beside what stands below a row and belongs to it. */
function guidesBelow(row: WaterfallRow, frame: TerminalFrame): Segment[] {
  const own = row.descendantRowCount > 0 ? '│ ' : '  ';
  if (row.depth === 0) return [{ text: own, style: 'faint' }];
  const columns = LEVEL_COLUMNS * frame.guideLevelsMax;
  if (row.depth > frame.guideLevelsMax) return [{ text: ' '.repeat(columns), style: 'faint' }];
  return [{ text: `${passingLines(row, row.depth)}${row.isLastSibling ? '  ' : '│ '}${own}`, style: 'faint' }];
}

function passingLines(row: WaterfallRow, depth: number): string {
  let text = '';
  for (let level = 1; level < depth; level += 1) text += (row.guideMask & (1 << level)) === 0 ? '  ' : '│ ';
  return text;
}

/** A row too deep for lines says its level, so that parents and children can still be told apart. */
function levelNumber(depth: number, frame: TerminalFrame): Segment {
  return { text: `${padTextStart(`⋯ ${depth}`, LEVEL_COLUMNS * frame.guideLevelsMax)} `, style: 'faint' };
}

function eventLine(row: WaterfallRow, event: WaterfallEvent, frame: TerminalFrame): Segment[] {
  const name = fitSegments([...guidesBelow(row, frame), segment(event.name, 'faint')], frame.nameColumns);
  const column = Math.min(Math.floor(event.fraction * frame.barColumns), frame.barColumns - 1);
  const roomAfter = frame.barColumns - column - 1;
  const attributes = eventAttributesText(event);
  const sign: Segment = { text: EVENT_SIGN, style: 'warning' };
  // Beside its sign, on the side with more room.
  const area =
    roomAfter >= column
      ? [gap(column), sign, segment(` ${truncateText(attributes, roomAfter - 1)}`, 'faint')]
      : [segment(`${padTextStart(attributes, column - 1)} `, 'faint'), sign];
  const offset = padTextStart(eventOffsetText(event), frame.timeColumns);
  return [...name, gap(2), ...fitSegments(area, frame.barColumns), segment(` ${offset}`, 'faint')];
}

function eventAttributesText(event: WaterfallEvent): string {
  const shown = sortedEntries(event.attributes).slice(0, EVENT_ATTRIBUTES_MAX);
  return printable(shown.map(([key, value]) => `${key}=${attributeText(value)}`).join(' '));
}

function gap(columns: number): Segment {
  return { text: ' '.repeat(columns), style: 'plain' };
}
