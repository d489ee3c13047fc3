import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  decodeTraces,
  type InspectedRecord,
  inspectSpool,
  readSpoolRecords,
  type SpoolInspection,
  toTracesData,
} from '@spanbridge/otlp';
import { findSpool } from '@spanbridge/sdk';
import type { CommandSettings } from '../config/settings.js';
import { cliError } from '../errors.js';
import { EXIT, type ExitCode, exitCodeOfInterrupt } from '../exit-codes.js';
import type { Host } from '../host.js';
import { jsonLine } from '../report/json-line.js';
import { counted } from '../report/numbers.js';

/**
 * `spanbridge spool export`: what some destination lacks as OTLP JSON, one TracesData for each record. Changes nothing.
 *
 * @throws SpanbridgeError when the directory is no spool, or the file cannot be written
 */
export async function spoolExport(
  directory: string,
  { out = '-' }: CommandSettings<'spool export'>,
  host: Host,
): Promise<ExitCode> {
  const { spool } = await findSpool(directory);
  const inspection = await inspectSpool(spool);
  const target = out === '-' ? stdoutTarget(host) : fileTarget(resolve(host.workingDirectory, out));
  const counts = { spans: 0, undecodable: 0, logs: 0 };
  try {
    for await (const record of readSpoolRecords(spool)) {
      if (host.interrupt.aborted || target.isClosed()) break;
      if (!isLacking(record, inspection)) continue;
      if (record.signal === 'logs') {
        counts.logs += 1;
        continue;
      }
      const decoded = decodeTraces(record.body, 'protobuf');
      if (decoded.status !== 'decoded') {
        counts.undecodable += 1;
        continue;
      }
      target.write(jsonLine(toTracesData(decoded.spans)));
      counts.spans += decoded.spans.length;
    }
  } finally {
    target.close();
  }
  if (out !== '-') host.output.talk(`${counted(counts.spans, 'span')} written to ${target.name}`);
  tellLogs(counts.logs, host);
  const isWhole = tellDamage(inspection, counts.undecodable, host);
  return exitCodeOfInterrupt(host.interrupt) ?? (isWhole ? EXIT.done : EXIT.incomplete);
}

/** Not given up, and not with all destinations that the spool knows. */
function isLacking({ isForgotten, acknowledgedBy }: InspectedRecord, { destinations }: SpoolInspection): boolean {
  return !isForgotten && (destinations.length === 0 || acknowledgedBy.length < destinations.length);
}

/** Stops of spans that ran: they tell a collector to forget what it has, and nobody who reads spans. */
function tellLogs(count: number, { output }: Host): void {
  if (count === 0) return;
  const what =
    count === 1 ? 'a log record; ship and spool replay send it' : 'log records; ship and spool replay send them';
  output.talk(`${counted(count, 'record')} left out: ${what}.`);
}

/** Says what is there and not in the output; answers whether that is nothing. */
function tellDamage({ segments, faults }: SpoolInspection, undecodable: number, { output }: Host): boolean {
  // A quarantined segment was read to its end before it was set aside, and what it lost was counted.
  const damaged = segments.filter(({ status, faults: own }) => status !== 'quarantined' && own.length > 0);
  for (const segment of damaged) output.talk(`${segment.name}: ${segment.faults.join(' ')}`);
  for (const fault of faults) output.talk(fault);
  if (undecodable > 0) output.talk(`${counted(undecodable, 'record')} left out: no traces, or of a later version.`);
  const isLost = damaged.some(({ status, damagedRecordCount, lostRecordCount }) => {
    return status !== 'readable' || damagedRecordCount + lostRecordCount > 0;
  });
  return !isLost && undecodable === 0;
}

/** Where the lines go. */
interface Target {
  readonly name: string;
  readonly write: (text: string) => void;
  readonly isClosed: () => boolean;
  readonly close: () => void;
}

function stdoutTarget({ output }: Host): Target {
  return {
    name: 'stdout',
    write: (text) => {
      output.result(text);
    },
    isClosed: () => output.stdout.closed.aborted,
    close: () => undefined,
  };
}

function fileTarget(path: string): Target {
  const guarded = <T>(act: () => T): T => {
    try {
      return act();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
      throw cliError('OUTPUT_NOT_WRITABLE', `The spans cannot be written to "${path}" (${code}). Check the directory.`);
    }
  };
  const descriptor = guarded(() => openSync(path, 'w'));
  return {
    name: path,
    write: (text) => {
      guarded(() => {
        writeWhole(descriptor, Buffer.from(text));
      });
    },
    isClosed: () => false,
    close: () => {
      closeSync(descriptor);
    },
  };
}

/** One call may write less than it was given. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
}
