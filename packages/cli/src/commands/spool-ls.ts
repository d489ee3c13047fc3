import { findSpool } from '@spanbridge/sdk';
import { inspectSpool, type SpoolInspection } from '@spanbridge/otlp';
import type { CommandSettings } from '../config/settings.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Host } from '../host.js';
import { jsonLine } from '../report/json-line.js';
import { spoolLines } from '../report/spool-lines.js';

/**
 * `spanbridge spool ls`: what a spool holds, what is damaged, and what is pending for whom. Changes nothing.
 *
 * @throws SpanbridgeError `SPOOL_NOT_FOUND` when the directory is no spool
 */
export async function spoolLs(directory: string, settings: CommandSettings<'spool ls'>, host: Host): Promise<ExitCode> {
  const { spool } = await findSpool(directory);
  const inspection = await inspectSpool(spool);
  if (settings.json === true) writeJson(inspection, host);
  else for (const line of spoolLines(inspection, Date.now())) host.output.line(line);
  return EXIT.done;
}

function writeJson({ segments, destinations, ...spool }: SpoolInspection, { output }: Host): void {
  for (const segment of segments) output.result(jsonLine({ type: 'segment', ...segment }));
  for (const destination of destinations) output.result(jsonLine({ type: 'destination', ...destination }));
  output.result(jsonLine({ type: 'spool', ...spool }));
}
