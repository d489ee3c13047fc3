import { assignServiceSlots } from '../layout/service-slots.js';
import { textWidth } from '../layout/text-width.js';
import type { WaterfallLayout, WaterfallRow } from '../layout/waterfall-layout.js';
import { type Style, printable } from './styled-line.js';

/** Where the columns of a terminal waterfall stand, and the colours of its services. */
export interface TerminalFrame {
  readonly widthColumns: number;
  readonly nameColumns: number;
  readonly barOffsetColumns: number;
  readonly barColumns: number;
  readonly timeColumns: number;
  /** Levels of the tree that are drawn with lines; deeper rows carry the number of their level instead. */
  readonly guideLevelsMax: number;
  readonly showServices: boolean;
  readonly serviceStyle: (serviceName: string) => Style;
}

/** Columns between name and bar. */
const NAME_GAP = 2;
/** Columns between bar and duration. */
const TIME_GAP = 1;
/** Below this a name says nothing. */
const NAME_COLUMNS_MIN = 16;
/** The part of the line that names may take: bars need the larger one. */
const NAME_SHARE_MAX = 0.44;
/** Columns of one level of the tree. */
export const LEVEL_COLUMNS = 2;

/** Divides the width of the terminal between names, bars and durations, by what the rows need. */
export function frameFor(
  layout: WaterfallLayout,
  options: { readonly widthColumns: number; readonly showServices: boolean; readonly extraTimes: readonly string[] },
): TerminalFrame {
  const { widthColumns, showServices } = options;
  const nameColumnsMax = Math.max(NAME_COLUMNS_MIN, Math.floor(widthColumns * NAME_SHARE_MAX));
  // Lines of the tree get half of the column at most, so that a deep row still has a name.
  const guideLevelsMax = Math.max(2, Math.floor(nameColumnsMax / 2 / LEVEL_COLUMNS));
  let nameColumns = NAME_COLUMNS_MIN;
  let timeColumns = 0;
  for (const row of layout.rows) {
    timeColumns = Math.max(timeColumns, textWidth(row.durationText));
    if (nameColumns < nameColumnsMax) {
      nameColumns = Math.max(nameColumns, naturalNameColumns(row, { guideLevelsMax, showServices }));
    }
  }
  nameColumns = Math.min(nameColumns, nameColumnsMax);
  for (const text of options.extraTimes) timeColumns = Math.max(timeColumns, textWidth(text));
  const barOffsetColumns = nameColumns + NAME_GAP;
  const slots = assignServiceSlots(layout.tree.serviceNames);
  return {
    ...{ widthColumns, nameColumns, barOffsetColumns, timeColumns, guideLevelsMax, showServices },
    barColumns: widthColumns - barOffsetColumns - TIME_GAP - timeColumns,
    serviceStyle: (serviceName) => ({ serviceSlot: slots.get(serviceName) ?? 0 }),
  };
}

function naturalNameColumns(
  row: WaterfallRow,
  options: { readonly guideLevelsMax: number; readonly showServices: boolean },
): number {
  const isTooDeep = row.depth > options.guideLevelsMax;
  const guides = isTooDeep ? LEVEL_COLUMNS * options.guideLevelsMax + 1 : LEVEL_COLUMNS * row.depth;
  const service = options.showServices ? textWidth(printable(row.serviceName)) + 2 : 0;
  return guides + textWidth(printable(row.label)) + service + 2 * row.marks.length;
}
