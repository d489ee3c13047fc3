import { type TraceTree, type TraceTreeNode, walk } from '../tree/trace-tree.js';
import { isError, toUnixNano } from '../span/span-facts.js';
import { durationText } from './duration-text.js';
import { type RowMark, rowMarks } from './row-marks.js';
import { type AxisTick, axisTicks, fractionOf } from './time-axis.js';

/** Rows of one waterfall unless told otherwise: more than anybody scrolls through in a terminal. */
export const ROWS_MAX_DEFAULT = 10_000;

/** Levels of the tree whose connecting lines are kept; deeper rows have a depth but no lines. One bit each. */
export const GUIDE_LEVELS_MAX = 30;

/** How a waterfall is laid out. */
export interface WaterfallLayoutOptions {
  /** Default 10,000. Rows beyond it are left out, last first, and counted in `hiddenRowCount`. */
  readonly rowsMax?: number;
  /** Default 6; where there is less room, fewer. */
  readonly ticksMax?: number;
  /** The present, for running spans to grow to. Without it they end where their last evidence is. */
  readonly nowUnixNano?: bigint;
}

/** One event of a span on the axis of the trace. */
export interface WaterfallEvent {
  readonly name: string;
  readonly fraction: number;
  /** Since the start of its span; negative for an event before it. */
  readonly offsetNano: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One span as a row of the waterfall. */
export interface WaterfallRow {
  readonly node: TraceTreeNode;
  readonly depth: number;
  readonly isLastSibling: boolean;
  /** Bit n (1 …) is set if the connecting line of level n passes through this row; only the first 30 levels. */
  readonly guideMask: number;
  /** Rows right below this one that belong to its descendants. */
  readonly descendantRowCount: number;
  /** The span's name as it came, or `(no name)`. Not escaped: what is safe depends on the renderer. */
  readonly label: string;
  readonly serviceName: string;
  /** Where the bar begins and ends on the axis of the trace, 0 to 1. */
  readonly startFraction: number;
  readonly endFraction: number;
  readonly durationText: string;
  readonly marks: readonly RowMark[];
}

/** A trace ready to be drawn. */
export interface WaterfallLayout {
  readonly tree: TraceTree;
  /** Depth first. */
  readonly rows: readonly WaterfallRow[];
  readonly hiddenRowCount: number;
  /** How many of the hidden rows are errors. */
  readonly hiddenErrorCount: number;
  readonly durationNano: bigint;
  readonly ticks: readonly AxisTick[];
}

/** Lays a trace out: the one place where rows, fractions and marks are decided, for every renderer. */
export function layoutWaterfall(tree: TraceTree, options: WaterfallLayoutOptions = {}): WaterfallLayout {
  const rowsMax = Math.max(1, options.rowsMax ?? ROWS_MAX_DEFAULT);
  const nodes = [...walk(tree)];
  const endOf = endReader(options.nowUnixNano);
  const endUnixNano = nodes.reduce((end, node) => (endOf(node) > end ? endOf(node) : end), tree.endUnixNano);
  const durationNano = endUnixNano - tree.startUnixNano;
  const hidden = nodes.slice(rowsMax);
  return {
    tree,
    rows: toRows(nodes.slice(0, rowsMax), { startUnixNano: tree.startUnixNano, durationNano, endOf }),
    hiddenRowCount: hidden.length,
    hiddenErrorCount: hidden.filter((node) => isError(node.span)).length,
    durationNano,
    ticks: axisTicks(durationNano, options.ticksMax ?? 6),
  };
}

/** The events of a row in the order of time; apart from the row, because most rows are drawn without them. */
export function rowEvents(layout: WaterfallLayout, row: WaterfallRow): WaterfallEvent[] {
  const events = row.node.span.events.map((event) => {
    const timeUnixNano = toUnixNano(event.time);
    return {
      name: event.name,
      fraction: fractionOf(timeUnixNano - layout.tree.startUnixNano, layout.durationNano),
      offsetNano: timeUnixNano - row.node.startUnixNano,
      attributes: event.attributes ?? {},
    };
  });
  return events.sort((left, right) => Number(left.offsetNano - right.offsetNano));
}

interface TimeFrame {
  readonly startUnixNano: bigint;
  readonly durationNano: bigint;
  readonly endOf: (node: TraceTreeNode) => bigint;
}

/** A row while its descendants are still being counted. */
interface BuiltRow extends WaterfallRow {
  descendantRowCount: number;
}

function toRows(nodes: readonly TraceTreeNode[], frame: TimeFrame): WaterfallRow[] {
  const guides = guideReader();
  const rows = nodes.map((node) => toRow(node, frame, guides(node)));
  countDescendants(rows);
  return rows;
}

function toRow(node: TraceTreeNode, frame: TimeFrame, guides: Guides): BuiltRow {
  const endUnixNano = frame.endOf(node);
  return {
    node,
    depth: node.depth,
    isLastSibling: guides.isLastSibling,
    guideMask: guides.guideMask,
    descendantRowCount: 0,
    label: node.span.name === '' ? '(no name)' : node.span.name,
    serviceName: node.serviceName,
    startFraction: fractionOf(node.startUnixNano - frame.startUnixNano, frame.durationNano),
    endFraction: fractionOf(endUnixNano - frame.startUnixNano, frame.durationNano),
    durationText: durationText(endUnixNano - node.startUnixNano),
    marks: rowMarks(node),
  };
}

function endReader(nowUnixNano: bigint | undefined): (node: TraceTreeNode) => bigint {
  return (node) => {
    if (nowUnixNano === undefined || nowUnixNano <= node.endUnixNano) return node.endUnixNano;
    return node.merged.isGrowing ? nowUnixNano : node.endUnixNano;
  };
}

type Guides = Pick<WaterfallRow, 'isLastSibling' | 'guideMask'>;

/** Answers the connecting lines of each row, which must be asked in depth-first order. */
function guideReader(): (node: TraceTreeNode) => Guides {
  // The path from the root to the row before: who is the last child of whom follows from it.
  const lastChildren: (TraceTreeNode | undefined)[] = [];
  let runningMask = 0;
  return (node) => {
    const { depth } = node;
    const isLastSibling = depth === 0 || lastChildren[depth - 1] === node;
    lastChildren[depth] = node.children.at(-1);
    if (depth > GUIDE_LEVELS_MAX) return { isLastSibling, guideMask: runningMask };
    // Lines of this level and deeper belong to rows above; the own line runs on only before a next sibling.
    runningMask &= (1 << depth) - 1;
    const guideMask = runningMask;
    if (!isLastSibling) runningMask |= 1 << depth;
    return { isLastSibling, guideMask };
  };
}

function countDescendants(rows: readonly BuiltRow[]): void {
  // Rows whose descendants may still follow: the path from the root to the row before.
  const open: { readonly row: BuiltRow; readonly index: number }[] = [];
  const closeFrom = (depth: number, endIndex: number): void => {
    for (let last = open.at(-1); last !== undefined && last.row.depth >= depth; last = open.at(-1)) {
      open.pop();
      last.row.descendantRowCount = endIndex - last.index - 1;
    }
  };
  for (const [index, row] of rows.entries()) {
    closeFrom(row.depth, index);
    open.push({ row, index });
  }
  closeFrom(0, rows.length);
}
