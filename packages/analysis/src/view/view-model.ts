import { type ReadableSpan } from '@opentelemetry/sdk-trace';
import { assignServiceSlots } from '../layout/service-slots.js';
import { durationText, utcText } from '../layout/duration-text.js';
import type { RowMark } from '../layout/row-marks.js';
import type { MergedState } from '../merge/merged-span.js';
import { layoutWaterfall } from '../layout/waterfall-layout.js';
import { buildTraceTree, groupByTrace } from '../tree/trace-tree.js';
import { Interner } from './interner.js';
import { toViewRow, type ViewRow } from './view-row.js';
import type { ViewEntry } from './view-text.js';

/** All that a page needs to draw traces: plain JSON, texts ready to show, none of them escaped. */
export interface ViewModel {
  /** The newest first. */
  readonly traces: readonly ViewTrace[];
  /** Traces left out because the rows of the others had reached the limit. */
  readonly hiddenTraceCount: number;
}

/** One trace of a page. */
export interface ViewTrace {
  readonly traceId: string;
  readonly name: string;
  readonly startUnixNano: string;
  readonly startText: string;
  readonly durationText: string;
  readonly spanCount: number;
  readonly errorCount: number;
  /** How many of the spans stand how. */
  readonly stateCounts: Readonly<Record<MergedState, number>>;
  /** Spans as they were sent, which are more than there are where some were sent in parts. */
  readonly rowCount: number;
  readonly services: readonly { readonly name: string; readonly slot: number }[];
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** Depth first. */
  readonly rows: readonly ViewRow[];
  readonly hiddenRowCount: number;
  readonly hiddenErrorCount: number;
  /** Resources and scopes by number, since a trace has few of them and many spans. */
  readonly resources: readonly (readonly ViewEntry[])[];
  readonly scopes: readonly string[];
  /** Every mark that occurs, for a legend. */
  readonly marks: readonly RowMark[];
}

/** What goes into a page. */
export interface ViewModelOptions {
  /** Spans of all traces together. Default 100,000; what is beyond is counted in the trace, or as hidden traces. */
  readonly rowsMax?: number;
  /** The present: running spans grow to it, silent ones are stale by it. Without it they end at the last evidence. */
  readonly nowUnixNano?: bigint;
}

/** Rows of a page unless told otherwise: a browser reads that many in about a second. */
export const VIEW_ROWS_MAX_DEFAULT = 100_000;

/** Spans of any number of traces as the model of a page. */
export function toViewModel(spans: readonly ReadableSpan[], options: ViewModelOptions = {}): ViewModel {
  const trees = [...groupByTrace(spans).values()].map((trace) => buildTraceTree(trace, options));
  trees.sort((left, right) => Number(right.startUnixNano - left.startUnixNano));
  const traces: ViewTrace[] = [];
  let rowsLeft = options.rowsMax ?? VIEW_ROWS_MAX_DEFAULT;
  for (const tree of trees) {
    if (rowsLeft <= 0) break;
    const trace = toViewTrace(tree, { ...options, rowsMax: rowsLeft });
    rowsLeft -= trace.rows.length;
    traces.push(trace);
  }
  return { traces, hiddenTraceCount: trees.length - traces.length };
}

function toViewTrace(tree: ReturnType<typeof buildTraceTree>, options: ViewModelOptions): ViewTrace {
  const layout = layoutWaterfall(tree, options);
  const slots = assignServiceSlots(tree.serviceNames);
  const services = tree.serviceNames.map((name) => ({ name, slot: slots.get(name) ?? 0 }));
  const interned = { resources: new Interner<readonly ViewEntry[]>(), scopes: new Interner<string>() };
  const serviceIndex = new Map(tree.serviceNames.map((name, index) => [name, index]));
  const rows = layout.rows.map((row) => toViewRow(layout, row, { ...interned, serviceIndex }));
  return {
    traceId: tree.traceId,
    name: tree.rootName === '' ? '(no name)' : tree.rootName,
    startUnixNano: tree.startUnixNano.toString(),
    startText: utcText(tree.startUnixNano, 3),
    durationText: durationText(layout.durationNano),
    spanCount: tree.spanCount,
    errorCount: tree.errorCount,
    stateCounts: tree.stateCounts,
    rowCount: tree.rowCount,
    services,
    ticks: layout.ticks.map(({ fraction, text }) => ({ at: fraction, text })),
    rows,
    hiddenRowCount: layout.hiddenRowCount,
    hiddenErrorCount: layout.hiddenErrorCount,
    resources: interned.resources.values,
    scopes: interned.scopes.values,
    marks: [...new Set(rows.flatMap((row) => row.marks ?? []))],
  };
}
