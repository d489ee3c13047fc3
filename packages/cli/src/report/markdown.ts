import { buildTraceTree, durationText, renderWaterfall, sanitizeText, utcText } from '@spanbridge/analysis';
import type { TraceSpans } from './draw-traces.js';

/** How a trace is written as Markdown. */
export interface MarkdownOptions {
  readonly width: number;
  readonly events: boolean;
}

/** Writes one trace as Markdown: a heading, a table of facts, and its waterfall in a fenced block, without colours. */
export function renderMarkdown(trace: TraceSpans, options: MarkdownOptions): string {
  const tree = buildTraceTree(trace);
  const waterfall = renderWaterfall(trace, { ...options, colors: false });
  const rows: readonly (readonly [string, string])[] = [
    ['Trace', codeSpan(tree.traceId)],
    ['Services', tree.serviceNames.map(codeSpan).join(', ')],
    ['Start', utcText(tree.startUnixNano, 3)],
    ['Duration', durationText(tree.endUnixNano - tree.startUnixNano)],
    ['Spans', String(tree.spanCount)],
    ['Errors', String(tree.errorCount)],
  ];
  const table = rows.map(([name, value]) => `| ${name} | ${value.replaceAll('|', '\\|')} |`);
  const fence = '`'.repeat(Math.max(3, longestRun(waterfall) + 1));
  const heading = `## ${codeSpan(tree.rootName)}`;
  return [
    heading,
    '',
    '| Fact | Value |',
    '| --- | --- |',
    ...table,
    '',
    `${fence}text`,
    `${waterfall}${fence}`,
    '',
  ].join('\n');
}

/** Text of a stranger as a code span, inside of which nothing is markup: its fence is longer than any run within. */
function codeSpan(text: string): string {
  const safe = sanitizeText(text);
  const fence = '`'.repeat(longestRun(safe) + 1);
  const padding = safe === '' || safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return fence + padding + safe + padding + fence;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}
