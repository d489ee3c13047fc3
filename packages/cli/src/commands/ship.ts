import type { ShipOptions, ShipResult } from '@spanbridge/sdk';
import type { CommandSettings } from '../config/settings.js';
import { cliError } from '../errors.js';
import { EXIT, type ExitCode, exitCodeOfInterrupt } from '../exit-codes.js';
import type { Host } from '../host.js';
import { createProgressLine, isProgressWanted } from '../progress.js';
import { createHumanReport } from '../report/human-report.js';
import { createJsonReport } from '../report/json-report.js';
import { pageHint } from '../report/page-hint.js';
import { factLines } from '../report/fact-lines.js';
import { counted, countText } from '../report/numbers.js';
import { shownUrl } from '../report/shown-url.js';
import type { ShipReport } from '../report/ship-report.js';
import { screenOf } from '../screen.js';
import { deliveryOptions, endpointsOf } from './delivery-options.js';
import { openVerification } from './verification.js';

type ShipSettings = CommandSettings<'ship'>;

/**
 * `spanbridge ship`: reads records, sends spans, tells what came of it.
 *
 * @throws SpanbridgeError when the request itself is wrong; nothing was sent then
 */
export async function ship(inputs: readonly string[], settings: ShipSettings, host: Host): Promise<ExitCode> {
  checkCombination(settings);
  const sources = inputsOrStdin(inputs, host);
  const endpoints = endpointsOf(settings);
  const report = reportOf(settings, endpoints, host);
  const verification = openVerification(settings, host);
  const collecting = verification === undefined ? {} : { onAccepted: verification.onAccepted };
  const options = { ...shipOptions(settings), ...collecting, inputs: sources };
  const result = await run(options, { settings, host, report });
  // Nobody named an input and nothing was piped in: a forgotten argument, not an empty log.
  if (inputs.length === 0 && result.summary.bytesRead === 0 && result.outcome === 'complete') throw noInput();
  const verdicts = (await verification?.verify()) ?? [];
  for (const verdict of verdicts) report.verified(verdict);
  report.finish(result);
  if (settings.json !== true && settings.quiet !== true && result.outcome === 'complete') {
    await tellPage(result, endpoints, host);
  }
  tellTrouble(result, endpoints, { settings, host });
  const isVerified = verdicts.every((verdict) => verdict.result.status === 'verified');
  const code = exitCodeOf(result, settings, host);
  return code === EXIT.done && !isVerified ? EXIT.incomplete : code;
}

function checkCombination(settings: ShipSettings): void {
  const { follow, dryRun, fromStart, fromEnd, verify } = settings;
  if (fromStart === true && fromEnd === true) {
    throw cliError('INVALID_OPTION', '--from-start and --from-end contradict each other. Give one of them.');
  }
  if (follow === true && dryRun === true) {
    const reason = '--dry-run shows what is there and ends; --follow does not end.';
    throw cliError('INVALID_OPTION', `${reason} Give one of them.`);
  }
  if (follow === true && verify === true) {
    throw cliError('INVALID_OPTION', '--verify reads back at the end, and --follow has none. Give one of them.');
  }
}

function inputsOrStdin(inputs: readonly string[], host: Host): readonly string[] {
  if (inputs.length > 0) return inputs;
  if (!host.isStdinTerminal) return ['-'];
  throw noInput();
}

function noInput(): Error {
  return cliError(
    'NO_INPUT',
    'There is nothing to ship. Name files or globs, pipe records in, or write - to read stdin.',
  );
}

function reportOf(settings: ShipSettings, endpoints: readonly string[], host: Host): ShipReport {
  const { output } = host;
  if (settings.json === true) return createJsonReport(output);
  const isDryRun = settings.dryRun === true;
  return createHumanReport({
    output,
    screen: screenOf(host),
    endpoints: endpoints.map(shownUrl),
    isDryRun,
    deadLetter: settings.deadLetter,
    isRemembered: isRemembered(settings),
  });
}

/** The settings as the options of `shipFiles`; what is not set is left out, so that each default has one home. */
function shipOptions(settings: ShipSettings): Omit<ShipOptions, 'inputs'> {
  const { resource, service, format, namespace, dryRun, follow, checkpoint, spool, pendingTimeout } = settings;
  const { provisional, provisionalMinAge, provisionalHeartbeat, logsEndpoint } = settings;
  return {
    ...deliveryOptions(settings),
    ...(format === undefined ? {} : { format }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(dryRun === undefined ? {} : { dryRun }),
    ...(follow === undefined ? {} : { follow }),
    ...(settings.fromEnd === true ? { startAt: 'end' } : {}),
    ...(checkpoint === undefined ? {} : { checkpoint }),
    ...(spool === undefined ? {} : { spool }),
    ...(pendingTimeout === undefined ? {} : { pendingTimeoutMs: pendingTimeout }),
    ...(provisional === undefined ? {} : { provisional }),
    ...(provisionalMinAge === undefined ? {} : { provisionalMinAgeMs: provisionalMinAge }),
    ...(provisionalHeartbeat === undefined ? {} : { provisionalHeartbeatMs: provisionalHeartbeat }),
    ...(logsEndpoint === undefined ? {} : { logsUrl: logsEndpoint }),
    ...(service === undefined ? {} : { serviceName: service }),
    // `fromEntries` defines its keys, so `__proto__` is a key like any other.
    ...(resource === undefined ? {} : { resource: Object.fromEntries(resource) }),
  };
}

interface RunContext {
  readonly settings: ShipSettings;
  readonly host: Host;
}

async function run(
  options: ShipOptions,
  { settings, host, report }: RunContext & { readonly report: ShipReport },
): Promise<ShipResult> {
  const { output, services, interrupt, stdin } = host;
  const isWatched = isProgressWanted(host, settings.quiet === true);
  const tellEnding = (): void => {
    if (isWatched) output.status('Ending: backends have a few seconds more. A second Ctrl-C ends at once.');
  };
  interrupt.addEventListener('abort', tellEnding, { once: true });
  const result = await services.shipFiles({
    ...options,
    stdin,
    // A dry run has no other effect than its output: when nobody reads that any more, it is over.
    signal: options.dryRun === true ? AbortSignal.any([interrupt, output.stdout.closed]) : interrupt,
    onEvent: (event) => {
      if (event.type !== 'started') report.onEvent(event);
      else if (settings.follow === true && settings.quiet !== true) output.talk(followText(options.inputs, event));
    },
    ...(isWatched ? { onProgress: createProgressLine(output) } : {}),
  });
  interrupt.removeEventListener('abort', tellEnding);
  output.endStatus();
  return result;
}

/** What a run does that says nothing more of itself. */
function followText(inputs: readonly string[], { stateDirectory }: { readonly stateDirectory: string }): string {
  const what = inputs.includes('-') ? 'stdin' : inputs.join(', ');
  return `Following ${what}. Ctrl-C ends; the next run goes on there, by its state in ${stateDirectory}.`;
}

/** What went wrong, or may go wrong later, in sentences on stderr. */
function tellTrouble(result: ShipResult, endpoints: readonly string[], { settings, host }: RunContext): void {
  const { summary, outcome, lastError } = result;
  const { output } = host;
  if (outcome === 'unreachable') {
    const cause = lastError === undefined ? '' : ` ${lastError}`;
    output.talk(`spanbridge: The backend at ${endpoints.map(shownUrl).join(' or ')} does not take the spans.${cause}`);
    output.talk(keptText(summary, settings));
  }
  if (summary.unfinished > 0 && summary.accepted > 0 && !isRemembered(settings) && !isOfTheDead(result)) {
    output.talk(
      `${counted(summary.unfinished, 'span')} had no end in the input and left as unfinished. A file that is shipped ` +
        'again after it has grown sends them a second time with other contents, and a backend may keep either: ship ' +
        'such a file when it is complete, or with --checkpoint DIR.',
    );
  }
}

/** Whether all that was read are crash files: what left them as open never gets an end. */
function isOfTheDead({ summary, formats }: ShipResult): boolean {
  return formats['crash'] === summary.records;
}

function isRemembered({ follow, checkpoint }: ShipSettings): boolean {
  return follow === true || checkpoint !== undefined;
}

/** Where the spans are that did not arrive, and what sends them. */
function keptText({ unsent, spooled }: ShipResult['summary'], settings: ShipSettings): string {
  const again = 'Run the same command again when the backend answers, or name another with --endpoint';
  const dev = '`spanbridge dev` starts a local one';
  const count = counted(unsent + spooled, 'span');
  if (spooled > 0) {
    const rest = unsent > 0 ? `, ${countText(unsent)} of them in the input only` : '';
    return (
      `${count} not sent; they are in the spool${rest}. \`spanbridge spool replay ${settings.spool ?? 'DIR'}\` sends ` +
      `them when the backend answers, and the next run with this spool does; ${dev}.`
    );
  }
  if (isRemembered(settings)) return `${count} not sent; they are kept with the checkpoint. ${again}; ${dev}.`;
  return `${count} not sent; they are still in the input. ${again}; ${dev}.`;
}

async function tellPage({ summary }: ShipResult, endpoints: readonly string[], host: Host): Promise<void> {
  if (summary.accepted === 0) return;
  const { width } = screenOf(host);
  for (const endpoint of endpoints) {
    const hint = await pageHint(endpoint, host.services.fetch);
    if (hint === undefined) continue;
    for (const line of factLines('Look', hint, width)) host.output.line(line);
  }
}

function exitCodeOf(result: ShipResult, settings: ShipSettings, host: Host): ExitCode {
  const interrupted = exitCodeOfInterrupt(host.interrupt);
  if (interrupted !== undefined) return interrupted;
  if (result.outcome === 'unreachable') return EXIT.unreachable;
  const { refused, dropped, rejected } = result.summary;
  const isIncomplete = refused > 0 || dropped > 0 || (settings.strict === true && rejected > 0);
  return isIncomplete ? EXIT.incomplete : EXIT.done;
}
