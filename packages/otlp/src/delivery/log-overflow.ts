import { decodeLogs } from '../codec/decode-logs.js';
import { encodeLogs } from '../codec/encode-logs.js';
import type { OtlpEncoding } from '../codec/encoding.js';
import { isHexId } from '../codec/hex.js';
import type { LogRecord } from '../codec/log-record.js';
import { encodeEntries, type EntryGroup, type OverflowEntries } from './overflow-entries.js';
import type { OverflowKind } from './overflow-kind.js';
import type { SpanPriority } from './priority.js';
import { estimateLogBytes } from './log-size.js';

/** `SeverityNumber` ERROR: from here on a record is one of those that logs are looked at for. */
const SEVERITY_ERROR = 17;

/** How dear a record is that outlives its moment: 2 from the severity ERROR on, else 1. */
export function priorityOfLog(record: LogRecord): SpanPriority {
  try {
    return (record.severityNumber ?? 0) >= SEVERITY_ERROR ? 2 : 1;
  } catch {
    return 1;
  }
}

/** Why a record must not be sent, also when it cannot even be read; undefined when it may. */
export function logFaultOf(record: LogRecord): string | undefined {
  try {
    const context = record.spanContext;
    if (context?.traceId && !isHexId(context.traceId, 32)) return 'its trace id is not 32 hex digits, one not zero';
    if (context?.spanId && !isHexId(context.spanId, 16)) return 'its span id is not 16 hex digits, one not zero';
    return undefined;
  } catch {
    return 'it cannot be read';
  }
}

/** The estimated size of a record in a request; 0 for one that cannot be read, which is found when it is encoded. */
export function sizeOfLog(record: LogRecord): number {
  try {
    return estimateLogBytes(record);
  } catch {
    return 0;
  }
}

/** Records of strangers may have getters that throw; undefined then. */
export function encodeLogsQuietly(records: readonly LogRecord[], encoding: OtlpEncoding): Uint8Array | undefined {
  try {
    return encodeLogs(records, encoding);
  } catch {
    return undefined;
  }
}

/** Log records in a store. They come out in the order in which they went in, which records of one lane rely on. */
export const LOG_OVERFLOW: OverflowKind<LogRecord> = {
  signal: 'logs',
  toEntries: toLogEntries,
  decode: (body) => {
    const result = decodeLogs(body, 'protobuf');
    return result.status === 'decoded' ? result.records : [];
  },
};

function toLogEntries(records: readonly LogRecord[]): OverflowEntries<LogRecord> {
  const invalid: { span: LogRecord; fault: string }[] = [];
  const valid = records.filter((record) => {
    const fault = logFaultOf(record);
    if (fault !== undefined) invalid.push({ span: record, fault });
    return fault === undefined;
  });
  const encoded = encodeEntries(runsOf(valid), {
    signal: 'logs',
    sizeBytesOf: sizeOfLog,
    encode: (part) => encodeLogsQuietly(part, 'protobuf'),
  });
  return { ...encoded, invalid: [...invalid, ...encoded.invalid] };
}

/** Neighbours of one priority, resource and scope. Not all of these together: that would change the order. */
function runsOf(records: readonly LogRecord[]): readonly EntryGroup<LogRecord>[] {
  const runs: EntryGroup<LogRecord>[] = [];
  let last: LogRecord | undefined;
  for (const record of records) {
    const run = runs.at(-1);
    const priority = priorityOfLog(record);
    const isAtHome = record.resource === last?.resource && record.instrumentationScope === last.instrumentationScope;
    if (run !== undefined && isAtHome && run.priority === priority) run.items.push(record);
    else runs.push({ priority, items: [record] });
    last = record;
  }
  return runs;
}
