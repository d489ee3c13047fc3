import type { ShipResult } from '@spanbridge/sdk';
import { bytesText, counted, countText, elapsedText, reasonsText } from './numbers.js';

/** One line of the account, before it is laid out. */
export interface SummaryFact {
  readonly label: string;
  readonly text: string;
}

/** What the account says of where the spans went. */
export interface SummaryContext {
  readonly endpoints: readonly string[];
  readonly isDryRun: boolean;
  readonly deadLetter: string | undefined;
  /** A checkpoint keeps what was not delivered; else only the input has it. */
  readonly isRemembered?: boolean;
}

/** The account of a run in words; a column that is zero is left out, unless its being zero is the news. */
export function summaryFacts(result: ShipResult, context: SummaryContext): readonly SummaryFact[] {
  const { summary, reasons } = result;
  const facts: SummaryFact[] = [
    { label: 'Read', text: readText(result) },
    { label: 'Records', text: recordsText(result) },
  ];
  const add = (label: string, count: number, text: string): void => {
    if (count > 0) facts.push({ label, text });
  };
  add('Ignored', summary.ignored, withReasons(summary.ignored, reasons.ignored));
  add('Rejected', summary.rejected, withReasons(summary.rejected, reasons.rejected));
  facts.push({ label: 'Spans', text: spansText(result) });
  if (!context.isDryRun) facts.push({ label: 'Delivered', text: deliveredText(result, context) });
  const kept = context.deadLetter === undefined ? '' : `; kept in ${context.deadLetter}`;
  add('Running', runningCount(result), runningText(result));
  add('Refused', summary.refused, withReasons(summary.refused, reasons.refused) + kept);
  add('Dropped', summary.dropped, counted(summary.dropped, 'span'));
  add('Spooled', summary.spooled, `${countText(summary.spooled)}; the next run with this spool sends them`);
  add('Unsent', summary.unsent, unsentText(result, context));
  return facts;
}

function readText({ summary }: ShipResult): string {
  const { lines, bytesRead, files, durationMs } = summary;
  const from = files === 1 ? '1 input' : `${countText(files)} inputs`;
  return `${counted(lines, 'line')} (${bytesText(bytesRead)}) from ${from} in ${elapsedText(durationMs)}`;
}

function recordsText({ summary, formats }: ShipResult): string {
  const notes = [reasonsText(formats)].filter((note) => note !== '');
  if (summary.duplicates > 0) notes.push(counted(summary.duplicates, 'duplicate'));
  return notes.length === 0 ? countText(summary.records) : `${countText(summary.records)} (${notes.join('; ')})`;
}

function spansText({ summary }: ShipResult): string {
  const { spans, traces, spanEvents, implicit, unfinished, markers } = summary;
  if (spans === 0 && markers === 0) return 'none';
  const text = `${countText(spans)} in ${counted(traces, 'trace')}, with ${counted(spanEvents, 'event')}`;
  const notes: string[] = [];
  if (markers > 0) notes.push(`${countText(markers)} more beside them`);
  if (implicit > 0) notes.push(`${countText(implicit)} implicit`);
  if (unfinished > 0) notes.push(`${countText(unfinished)} unfinished`);
  return notes.length === 0 ? text : `${text}; ${notes.join(', ')}`;
}

/** What was told of spans beside the spans themselves; nothing where no strategy was asked for. */
function runningCount({ notes, logRecords }: ShipResult): number {
  const { markersSuppressed = 0, anchorsSkipped = 0, sentElsewhere = 0 } = notes;
  const { accepted = 0, refused = 0, dropped = 0, spooled = 0 } = logRecords ?? {};
  return markersSuppressed + anchorsSkipped + sentElsewhere + accepted + refused + dropped + spooled;
}

function runningText({ notes, logRecords }: ShipResult): string {
  const { markersSuppressed = 0, anchorsSkipped = 0, sentElsewhere = 0 } = notes;
  const texts: string[] = [];
  if (markersSuppressed > 0) texts.push(`${counted(markersSuppressed, 'marker')} suppressed, the end came first`);
  if (anchorsSkipped > 0) texts.push(`${counted(anchorsSkipped, 'span')} without an anchor, one record holds them`);
  if (sentElsewhere > 0) texts.push(`${counted(sentElsewhere, 'span')} closed by a collector`);
  if (logRecords !== undefined) texts.push(logRecordsText(logRecords));
  return texts.join('; ');
}

function logRecordsText({ accepted, refused, dropped, spooled }: NonNullable<ShipResult['logRecords']>): string {
  const parts = Object.entries({ accepted, refused, dropped, spooled }).filter(
    ([name, count]) => count > 0 || name === 'accepted',
  );
  return `log records: ${parts.map(([name, count]) => `${countText(count)} ${name}`).join(', ')}`;
}

function deliveredText({ summary }: ShipResult, { endpoints }: SummaryContext): string {
  const all = summary.spans + summary.markers;
  return `${countText(summary.accepted)} of ${countText(all)} to ${endpoints.join(' and ')}`;
}

function unsentText({ summary, reasons, outcome }: ShipResult, context: SummaryContext): string {
  if (context.isDryRun) return `${countText(summary.unsent)}, because this is a dry run`;
  const kept = context.isRemembered === true ? 'the next run sends them' : 'the input still has them';
  // The reason of an unreachable backend is a whole story, and is told on stderr; that of a signal is no news.
  if (outcome !== 'complete') return `${countText(summary.unsent)}; ${kept}`;
  return `${withReasons(summary.unsent, reasons.unsent)}; ${kept}`;
}

function withReasons(count: number, reasons: Readonly<Record<string, number>>): string {
  const text = reasonsText(reasons);
  return text === '' ? countText(count) : `${countText(count)}: ${text}`;
}
