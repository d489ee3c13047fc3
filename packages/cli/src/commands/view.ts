import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { renderHtml, sanitizeText } from '@spanbridge/analysis';
import type { ReadSpansResult } from '@spanbridge/sdk';
import type { CommandSettings } from '../config/settings.js';
import { cliError } from '../errors.js';
import { EXIT, type ExitCode, exitCodeOfInterrupt } from '../exit-codes.js';
import type { Host } from '../host.js';
import { drawTraces, tracesByStart, type TraceSpans } from '../report/draw-traces.js';
import { renderMarkdown } from '../report/markdown.js';
import { counted, countText, reasonsText } from '../report/numbers.js';
import { type Screen, screenOf } from '../screen.js';
import { checkTraceIdPrefix, chooseTrace } from './choose-trace.js';

/** Traces that are drawn as text; more would scroll by unread. Pages hold all. */
const TRACES_SHOWN_MAX = 10;

type ViewSettings = CommandSettings<'view'>;

/**
 * `spanbridge view`: draws the traces of files in the terminal, as Markdown or as one HTML page.
 *
 * @throws SpanbridgeError for inputs that are not there and options that do not fit together
 */
export async function view(inputs: readonly string[], settings: ViewSettings, host: Host): Promise<ExitCode> {
  if (settings.html !== undefined && settings.markdown === true) {
    throw cliError('INVALID_OPTION', '--html and --markdown are two ways to write the same. Choose one.');
  }
  const { format, trace } = settings;
  if (trace !== undefined) checkTraceIdPrefix(trace);
  const read = await host.services.readSpans({
    inputs,
    stdin: host.stdin,
    signal: host.interrupt,
    ...(format === undefined ? {} : { format }),
    onEvent: (event) => {
      if (event.type === 'warning') host.output.talk(event.message);
    },
  });
  const interrupted = exitCodeOfInterrupt(host.interrupt);
  if (interrupted !== undefined) return interrupted;
  const traces = chooseTraces(read, inputs, { settings, host });
  if (traces === undefined) return EXIT.incomplete;
  await write(traces, inputs, { settings, host });
  // Last, where a terminal shows it: above a long picture nobody would see it.
  tellLosses(read, host);
  return EXIT.done;
}

interface ViewContext {
  readonly settings: ViewSettings;
  readonly host: Host;
}

/** What was in the input and is not in the picture. */
function tellLosses({ summary, reasons, spans, truncated }: ReadSpansResult, { output }: Host): void {
  if (truncated) {
    output.talk(`The input has more spans than a picture holds: the first ${countText(spans.length)} are shown.`);
  }
  if (summary.rejected > 0 && spans.length > 0) {
    output.talk(`${counted(summary.rejected, 'line')} could not be read: ${reasonsText(reasons.rejected)}.`);
  }
}

function chooseTraces(
  { spans, summary, reasons }: ReadSpansResult,
  inputs: readonly string[],
  { settings, host }: ViewContext,
): readonly TraceSpans[] | undefined {
  const traces = tracesByStart(spans);
  if (traces.length === 0) {
    const parts = [`${counted(summary.lines, 'line')} read`];
    if (summary.ignored > 0) parts.push(`${countText(summary.ignored)} ignored (${reasonsText(reasons.ignored)})`);
    if (summary.rejected > 0) parts.push(`${countText(summary.rejected)} rejected (${reasonsText(reasons.rejected)})`);
    host.output.talk(`There is no trace in ${inputs.join(', ')}: ${parts.join(', ')}.`);
    return undefined;
  }
  if (settings.trace === undefined) return traces;
  const chosen = chooseTrace(traces, settings.trace);
  if (chosen !== undefined) return [chosen];
  const known = traces.slice(0, TRACES_SHOWN_MAX).map(traceIdOf).join(', ');
  const more = traces.length > TRACES_SHOWN_MAX ? ' and others' : '';
  host.output.talk(`There is no trace ${settings.trace} in ${inputs.join(', ')}. It has: ${known}${more}.`);
  return undefined;
}

async function write(
  traces: readonly TraceSpans[],
  inputs: readonly string[],
  { settings, host }: ViewContext,
): Promise<void> {
  if (settings.html !== undefined) {
    await writeHtml(settings.html, { traces, inputs, host });
    return;
  }
  const events = settings.events === true;
  const screen = screenOf(host, settings.width);
  if (settings.markdown === true) writeMarkdown(traces, { events, screen, host });
  else host.output.result(drawTraces(traces, { ...screen, events, tracesMax: TRACES_SHOWN_MAX }));
  const hidden = traces.length - TRACES_SHOWN_MAX;
  if (hidden <= 0) return;
  const first = traces[TRACES_SHOWN_MAX];
  const example = first === undefined ? '' : `, such as --trace ${traceIdOf(first).slice(0, 8)}`;
  host.output.line();
  host.output.line(
    `… and ${counted(hidden, 'more trace')}. Choose one with --trace ID${example}, or see all with --html FILE.`,
  );
}

function writeMarkdown(
  traces: readonly TraceSpans[],
  { events, screen, host }: { readonly events: boolean; readonly screen: Screen; readonly host: Host },
): void {
  const texts = traces
    .slice(0, TRACES_SHOWN_MAX)
    .map((trace) => renderMarkdown(trace, { width: screen.width, events }));
  host.output.result(texts.join('\n'));
}

interface HtmlRequest {
  readonly traces: readonly TraceSpans[];
  readonly inputs: readonly string[];
  readonly host: Host;
}

async function writeHtml(file: string, { traces, inputs, host }: HtmlRequest): Promise<void> {
  const spans = traces.flat();
  const page = renderHtml(spans, { title: sanitizeText(inputs.join(', ')) });
  if (file === '-') {
    host.output.result(page);
    return;
  }
  const path = resolve(host.workingDirectory, file);
  try {
    await writeFile(path, page);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw cliError('OUTPUT_NOT_WRITABLE', `The page cannot be written to "${path}" (${code}). Check the directory.`);
  }
  host.output.talk(`${counted(traces.length, 'trace')} with ${counted(spans.length, 'span')} written to ${path}`);
}

function traceIdOf(trace: TraceSpans): string {
  return trace[0]?.spanContext().traceId ?? '';
}
