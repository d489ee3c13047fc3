import type { ShipEvent, ShipResult } from '@spanbridge/sdk';
import type { CommandSettings } from '../config/settings.js';
import { EXIT, type ExitCode, exitCodeOfInterrupt } from '../exit-codes.js';
import type { Host } from '../host.js';
import { isProgressWanted } from '../progress.js';
import { factLines } from '../report/fact-lines.js';
import { createJsonReport } from '../report/json-report.js';
import { counted, countText } from '../report/numbers.js';
import { replayFacts } from '../report/replay-facts.js';
import { shownUrl } from '../report/shown-url.js';
import type { DeliveryReport } from '../report/ship-report.js';
import { screenOf } from '../screen.js';
import { deliveryOptions, endpointsOf } from './delivery-options.js';

type ReplaySettings = CommandSettings<'spool replay'>;

/**
 * `spanbridge spool replay`: sends what a spool holds, and tells what came of it.
 *
 * @throws SpanbridgeError when the request itself is wrong; nothing was sent then
 */
export async function spoolReplay(directory: string, settings: ReplaySettings, host: Host): Promise<ExitCode> {
  const { output, interrupt, services } = host;
  const report = settings.json === true ? createJsonReport(output) : humanReport(directory, settings, host);
  const isWatched = isProgressWanted(host, settings.quiet === true);
  const result = await services.replaySpool({
    ...deliveryOptions(settings),
    directory,
    signal: interrupt,
    onEvent: report.onEvent,
    ...(isWatched
      ? {
          onProgress: ({ settledSpans, pendingSpans }) => {
            output.status(`${countText(settledSpans)} of ${counted(pendingSpans, 'span')}`);
          },
        }
      : {}),
  });
  output.endStatus();
  report.finish(result);
  tellUnreachable(result, settings, host);
  return exitCodeOf(result, host);
}

function humanReport(directory: string, settings: ReplaySettings, host: Host): DeliveryReport {
  const { output } = host;
  return {
    onEvent: (event: ShipEvent) => {
      if (event.type === 'warning') output.talk(event.message);
    },
    finish: (result) => {
      const { width } = screenOf(host);
      const endpoints = endpointsOf(settings).map(shownUrl);
      for (const { label, text } of replayFacts(result, { directory, endpoints, deadLetter: settings.deadLetter })) {
        for (const line of factLines(label, text, width)) output.line(line);
      }
    },
  };
}

function tellUnreachable(result: ShipResult, settings: ReplaySettings, { output }: Host): void {
  const { outcome, summary, lastError } = result;
  if (outcome !== 'unreachable') return;
  const cause = lastError === undefined ? '' : ` ${lastError}`;
  const endpoints = endpointsOf(settings).map(shownUrl).join(' or ');
  output.talk(`spanbridge: The backend at ${endpoints} does not take the spans.${cause}`);
  output.talk(`${counted(summary.spooled, 'span')} stay in the spool. Run the same command again; it goes on there.`);
}

function exitCodeOf({ outcome, summary }: ShipResult, host: Host): ExitCode {
  const interrupted = exitCodeOfInterrupt(host.interrupt);
  if (interrupted !== undefined) return interrupted;
  if (outcome === 'unreachable') return EXIT.unreachable;
  return summary.refused > 0 || summary.dropped > 0 ? EXIT.incomplete : EXIT.done;
}
