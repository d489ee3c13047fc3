export { mergeSpanRows, type MergeOptions } from './merge/merge-span-rows.js';
export { type MergedSpan, type MergedState } from './merge/merged-span.js';
export { FOREIGN_ATTRIBUTE, ROW_ROLES, type RowRole, type SpanRow, toSpanRow } from './merge/span-row.js';
export { parseGoDurationNano, staleAfterUnixNano } from './merge/heartbeat.js';
export { buildTraceTree, groupByTrace, walk, type TraceTree, type TraceTreeNode } from './tree/trace-tree.js';
export {
  layoutWaterfall,
  rowEvents,
  type WaterfallEvent,
  type WaterfallLayout,
  type WaterfallLayoutOptions,
  type WaterfallRow,
} from './layout/waterfall-layout.js';
export { ROW_MARK_MEANINGS, type RowMark } from './layout/row-marks.js';
export { type AxisTick, axisTicks } from './layout/time-axis.js';
export { durationText, utcText } from './layout/duration-text.js';
export { sanitizeText } from './layout/safe-text.js';
export { padTextEnd, padTextStart, textWidth, truncateText } from './layout/text-width.js';
export { renderWaterfall, type RenderWaterfallOptions } from './render/terminal.js';
export { renderHtml, type RenderHtmlOptions } from './render/html.js';
export { toViewModel, type ViewModel, type ViewModelOptions, type ViewTrace } from './view/view-model.js';
export { type ViewEvent, type ViewLink, type ViewRow } from './view/view-row.js';
export { type ViewSent } from './view/view-sent.js';
export { type ViewEntry, type ViewStatus } from './view/view-text.js';
export { VIEW_SCRIPT } from './view/view-script.js';
export { VIEW_STYLE } from './view/view-style.js';
