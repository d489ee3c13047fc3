import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { buildTraceTree, groupByTrace } from '../tree/trace-tree.js';
import { layoutWaterfall, rowEvents, type WaterfallLayout, type WaterfallRow } from '../layout/waterfall-layout.js';
import { clipSegments, paintLine, type Segment, segment } from './styled-line.js';
import { frameFor, type TerminalFrame } from './terminal-frame.js';
import { axisLines, counted, headerLines, legendLines } from './terminal-header.js';
import {
  EVENTS_PER_SPAN_MAX,
  eventLines,
  eventOffsetText,
  otherEndLines,
  rowLine,
  statusLine,
} from './terminal-rows.js';

/** How a terminal waterfall looks. */
export interface RenderWaterfallOptions {
  /** Columns of the terminal. Default 80; less than 40 counts as 40, more than 1,000 as 1,000. */
  readonly width?: number;
  /** Default false: no escape sequence at all. */
  readonly colors?: boolean;
  /** One line for each event below its span. Default false. */
  readonly events?: boolean;
  /** Spans of one trace that are shown. Default 10,000; a last line counts the rest. */
  readonly rowsMax?: number;
  /** Names the service where it differs from the parent's. Default: if the trace has more than one. */
  readonly showServices?: boolean;
  /** The present: running spans grow to it, silent ones are stale by it. Without it they end at the last evidence. */
  readonly nowUnixNano?: bigint;
}

const WIDTH_DEFAULT = 80;
const WIDTH_MIN = 40;
const WIDTH_MAX = 1_000;

/**
 * Draws spans as a waterfall of text: a header, an axis, a line per span. Several traces stand one below the other.
 *
 * No line is wider than `width` columns, and no text of a span can act on the terminal: the output has no control
 * characters but its own newlines and, with `colors`, SGR sequences. Ends with a newline; no spans, no text.
 */
export function renderWaterfall(spans: readonly ReadableSpan[], options: RenderWaterfallOptions = {}): string {
  const blocks: string[] = [];
  for (const traceSpans of groupByTrace(spans).values()) blocks.push(renderTrace(traceSpans, options));
  return blocks.join('\n');
}

function renderTrace(spans: readonly ReadableSpan[], options: RenderWaterfallOptions): string {
  const now = options.nowUnixNano === undefined ? {} : { nowUnixNano: options.nowUnixNano };
  const tree = buildTraceTree(spans, now);
  const widthColumns = columnsOf(options.width);
  const layout = layoutWaterfall(tree, {
    ...(options.rowsMax === undefined ? {} : { rowsMax: options.rowsMax }),
    ...now,
  });
  const frame = frameFor(layout, {
    widthColumns,
    showServices: options.showServices ?? tree.serviceNames.length > 1,
    extraTimes: options.events === true ? layout.rows.flatMap((row) => shownOffsets(layout, row)) : [],
  });
  const lines = [
    ...headerLines(layout, frame),
    [],
    ...axisLines(layout, frame),
    ...layout.rows.flatMap((row) => linesOfRow(layout, row, { frame, events: options.events === true })),
    ...hiddenLines(layout),
    ...legendLines(layout, frame),
  ];
  return lines.map((line) => `${paintLine(clipSegments(line, widthColumns), options.colors === true)}\n`).join('');
}

function columnsOf(width: number | undefined): number {
  if (width === undefined || !Number.isFinite(width)) return WIDTH_DEFAULT;
  return Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, Math.floor(width)));
}

function linesOfRow(
  layout: WaterfallLayout,
  row: WaterfallRow,
  options: { readonly frame: TerminalFrame; readonly events: boolean },
): Segment[][] {
  const lines = [rowLine(row, options.frame, options.frame.showServices && isServiceNew(row))];
  if (row.marks.includes('error') && (row.node.span.status.message ?? '') !== '') {
    lines.push(statusLine(row, options.frame));
  }
  lines.push(...otherEndLines(row, options.frame));
  if (options.events) lines.push(...eventLines(row, rowEvents(layout, row), options.frame));
  return lines;
}

function isServiceNew(row: WaterfallRow): boolean {
  return row.node.parent?.serviceName !== row.serviceName;
}

function shownOffsets(layout: WaterfallLayout, row: WaterfallRow): string[] {
  return rowEvents(layout, row).slice(0, EVENTS_PER_SPAN_MAX).map(eventOffsetText);
}

/** The consequence of `rowsMax`, in words. */
function hiddenLines(layout: WaterfallLayout): Segment[][] {
  if (layout.hiddenRowCount === 0) return [];
  const errors = layout.hiddenErrorCount === 0 ? '' : ` (${counted(layout.hiddenErrorCount, 'error')} among them)`;
  return [[segment(`… ${counted(layout.hiddenRowCount, 'more span')} not shown${errors}`, 'warning')]];
}
