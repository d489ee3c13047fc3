import type { Finding } from '@spanbridge/sdk';
import type { CommandSettings } from '../config/settings.js';
import { EXIT, type ExitCode, exitCodeOfInterrupt } from '../exit-codes.js';
import type { Host } from '../host.js';
import { jsonLine } from '../report/json-line.js';
import { deliveryOptions } from './delivery-options.js';

type DoctorSettings = CommandSettings<'doctor'>;

/** How a finding begins; words, for colours and signs alone do not reach everybody. */
const LABELS: Readonly<Record<Finding['level'], string>> = { ok: 'ok    ', note: 'note  ', fault: 'FAULT ' };

/** Below a finding, what to do about it. */
const INDENT = ' '.repeat(LABELS.ok.length);

/**
 * `spanbridge doctor`: says what is wrong with a set-up, as it finds it.
 *
 * @throws SpanbridgeError when an endpoint or a file for TLS cannot be used
 */
export async function doctor(settings: DoctorSettings, host: Host): Promise<ExitCode> {
  const { endpoints, headers, tls } = deliveryOptions(settings);
  const findings: Finding[] = [];
  for (const { tracesUrl } of endpoints) {
    const examination = host.services.diagnose({
      tracesUrl,
      source: settings.endpoint === undefined ? 'the default' : 'as configured',
      projectFolder: host.workingDirectory,
      encoding: settings.protocol === 'http/json' ? 'json' : 'protobuf',
      ...(headers === undefined ? {} : { headers }),
      ...(tls === undefined ? {} : { tls }),
      ...(settings.timeout === undefined ? {} : { timeoutMs: settings.timeout }),
      ...(settings.verifyBackend === undefined ? {} : { queryUrl: settings.verifyBackend }),
    });
    for await (const finding of examination) {
      if (host.interrupt.aborted) return exitCodeOfInterrupt(host.interrupt) ?? EXIT.done;
      findings.push(finding);
      tell(finding, settings, host);
    }
  }
  return conclude(findings, settings, host);
}

function tell(finding: Finding, settings: DoctorSettings, { output }: Host): void {
  if (settings.json === true) {
    output.result(jsonLine({ type: 'finding', ...finding }));
    return;
  }
  output.line(`${LABELS[finding.level]}${finding.message}`);
  if (finding.remedy !== '') output.line(`${INDENT}→ ${finding.remedy}`);
}

function conclude(findings: readonly Finding[], settings: DoctorSettings, { output }: Host): ExitCode {
  const faults = findings.filter(({ level }) => level === 'fault');
  const notes = findings.filter(({ level }) => level === 'note').length;
  if (settings.json === true) output.result(jsonLine({ type: 'verdict', faults: faults.length, notes }));
  else {
    output.line();
    output.line(verdictOf(faults.length, notes));
  }
  if (faults.some(({ check }) => check === 'delivery')) return EXIT.unreachable;
  return faults.length > 0 ? EXIT.incomplete : EXIT.done;
}

function verdictOf(faults: number, notes: number): string {
  if (faults > 0) return faults === 1 ? 'One fault has to be mended.' : `${faults} faults have to be mended.`;
  return notes === 0 ? 'Nothing is wrong.' : 'Nothing is wrong; see the notes.';
}
