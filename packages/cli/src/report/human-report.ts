import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { ShipEvent, ShipResult } from '@spanbridge/sdk';
import type { Output } from '../output.js';
import type { Screen } from '../screen.js';
import { drawTraces, tracesByStart } from './draw-traces.js';
import { factLines } from './fact-lines.js';
import { countText, counted } from './numbers.js';
import type { BackendVerdict } from '../commands/verification.js';
import { verdictLines } from './verdict-lines.js';
import { summaryFacts } from './summary-facts.js';
import type { ShipReport } from './ship-report.js';

/** Rejected records that are named one by one; the rest is a count. */
const REJECTED_SHOWN_MAX = 5;

/** What a message of a rejected record may take; it may quote a line of any length. */
const DETAIL_LENGTH_MAX = 120;

/** Spans that a dry run keeps to draw them; the rest is a count, because inputs may be larger than memory. */
const DRY_RUN_SPANS_MAX = 2000;

/** Traces that a dry run draws. */
const DRY_RUN_TRACES_MAX = 10;

type RejectedEvent = Extract<ShipEvent, { type: 'rejected' | 'ignored' }>;

/** What the report for a person needs to know of the run beforehand. */
export interface HumanReportOptions {
  readonly output: Output;
  readonly screen: Screen;
  /** Traces URLs of the run. */
  readonly endpoints: readonly string[];
  readonly isDryRun: boolean;
  readonly deadLetter: string | undefined;
  /** A checkpoint keeps what was not delivered. */
  readonly isRemembered?: boolean;
}

/** The report of `ship` for a person: waterfalls of a dry run, then a short account with aligned labels. */
export function createHumanReport(options: HumanReportOptions): ShipReport {
  const { output, screen, isDryRun } = options;
  const rejected: RejectedEvent[] = [];
  const spans: ReadableSpan[] = [];
  const verdicts: BackendVerdict[] = [];
  return {
    onEvent: (event) => {
      if (event.type === 'rejected' && rejected.length < REJECTED_SHOWN_MAX) rejected.push(event);
      else if (event.type === 'span' && spans.length < DRY_RUN_SPANS_MAX) spans.push(event.span);
      else if (event.type === 'warning') output.talk(event.message);
      else if (event.type === 'file') tellFile(event, output);
    },
    verified: (verdict) => {
      verdicts.push(verdict);
    },
    finish: (result) => {
      if (isDryRun) writeDryRun(spans, result, options);
      for (const { label, text } of summaryFacts(result, options)) {
        for (const line of factLines(label, text, screen.width)) output.line(line);
        if (label === 'Rejected') writeRejected(rejected, result, options);
      }
      for (const verdict of verdicts) writeVerdict(verdict, options);
    },
  };
}

function writeVerdict(verdict: BackendVerdict, { output, screen }: HumanReportOptions): void {
  verdictLines(verdict).forEach((text, index) => {
    for (const line of factLines(index === 0 ? 'Verified' : '', text, screen.width)) output.line(line);
  });
}

/** What happens to followed files every day is no news; what may have cost records is. */
function tellFile({ change, path, detail, lostBytes = 0 }: ShipEvent & { type: 'file' }, output: Output): void {
  if (lostBytes > 0) output.talk(`${path}: ${counted(lostBytes, 'byte')} lost. ${detail}`);
  else if (change === 'truncated') output.talk(`${path}: ${detail}`);
}

function writeDryRun(spans: readonly ReadableSpan[], { summary }: ShipResult, options: HumanReportOptions): void {
  const { output, screen } = options;
  const traces = tracesByStart(spans);
  output.result(drawTraces(traces, { ...screen, events: false, tracesMax: DRY_RUN_TRACES_MAX }));
  if (traces.length > 0) output.line();
  const shown = traces.slice(0, DRY_RUN_TRACES_MAX);
  const hiddenSpans = summary.spans - shown.reduce((count, trace) => count + trace.length, 0);
  if (hiddenSpans <= 0) return;
  output.line(
    `… and ${counted(hiddenSpans, 'more span')}, not drawn; --json prints all, \`spanbridge view\` draws more.`,
  );
  output.line();
}

function writeRejected(events: readonly RejectedEvent[], { summary }: ShipResult, options: HumanReportOptions): void {
  const { output, screen, deadLetter } = options;
  for (const { file, line, reason, detail } of events) {
    const short = detail.length > DETAIL_LENGTH_MAX ? `${detail.slice(0, DETAIL_LENGTH_MAX)}…` : detail;
    for (const text of factLines('', `${file}:${line} ${reason}: ${short}`, screen.width)) output.line(text);
  }
  const rest = summary.rejected - events.length;
  if (rest <= 0) return;
  const where =
    deadLetter === undefined ? '--json lists all, --dead-letter FILE keeps them.' : `${deadLetter} has all.`;
  for (const text of factLines('', `… and ${countText(rest)} more; ${where}`, screen.width)) output.line(text);
}
