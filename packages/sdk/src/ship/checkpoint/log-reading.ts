import { decodeLines, type EntryLine } from './entry-lines.js';
import { decodeHeader, HEADER_BYTES, type LogPosition } from './file-header.js';
import { FRAME_BYTES, hasRecordBehind, recordBodyAt } from './record-frame.js';

/** One commit as read from a log. */
export interface LogRecord {
  readonly lines: readonly EntryLine[];
  /** Where the record ends in the file. */
  readonly endBytes: number;
}

/**
 * What a log turns out to hold.
 *
 * `tail`: `clean`, the file ends with a whole record; `torn`, with the beginning of one, as every crash may leave it;
 * `damaged`, something is wrong before records that are whole.
 */
export interface LogContent {
  readonly generation: number;
  readonly continues: LogPosition | undefined;
  /** The records up to the first bad one. */
  readonly records: readonly LogRecord[];
  /** Bytes up to there; 0 when even the header is not whole. */
  readonly lengthBytes: number;
  readonly tail: 'clean' | 'torn' | 'damaged';
}

/** Reads the content of `log.<generation>`. A header of a newer version must have been looked for before. */
export async function readLog(bytes: Buffer, generation: number): Promise<LogContent> {
  const result = decodeHeader(bytes);
  if (result.status !== 'good' || result.header.kind !== 'log' || result.header.generation !== generation) {
    // A crash can leave less than a header; a whole one that is wrong was not left by a crash of the process.
    const tail = bytes.length < HEADER_BYTES ? 'torn' : 'damaged';
    return { generation, continues: undefined, records: [], lengthBytes: 0, tail };
  }
  const records = await readRecords(bytes, generation);
  const lengthBytes = records.at(-1)?.endBytes ?? HEADER_BYTES;
  return { generation, continues: result.header.continues, records, lengthBytes, tail: tailOf() };

  function tailOf(): LogContent['tail'] {
    if (lengthBytes === bytes.length) return 'clean';
    return hasRecordBehind(bytes, lengthBytes, generation) ? 'damaged' : 'torn';
  }
}

async function readRecords(bytes: Buffer, generation: number): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (let offsetBytes = HEADER_BYTES; offsetBytes < bytes.length;) {
    const body = recordBodyAt(bytes, offsetBytes, { generation, sequence: records.length });
    const lines = body === undefined ? undefined : await decodeLines(body);
    if (body === undefined || lines === undefined) break;
    offsetBytes += FRAME_BYTES + body.length;
    records.push({ lines, endBytes: offsetBytes });
  }
  return records;
}

/**
 * Follows logs from one to the next: a log continues another if all that its slot covers was read of the earlier one.
 * Gives the records in order, of each earlier log only what is covered, and the log that was read last.
 */
export function followLogs(
  start: LogContent,
  all: readonly LogContent[],
): { readonly records: readonly LogRecord[]; readonly last: LogContent } {
  const records: LogRecord[] = [];
  let log = start;
  // Each step goes to a higher generation, so that there are at most as many as logs.
  for (;;) {
    const next = nextLog(log, all);
    if (next === undefined) return { records: [...records, ...log.records], last: log };
    records.push(...log.records.filter(({ endBytes }) => endBytes <= next.coveredBytes));
    log = next.log;
  }
}

function nextLog(
  log: LogContent,
  all: readonly LogContent[],
): { readonly log: LogContent; readonly coveredBytes: number } | undefined {
  for (const other of all) {
    const { continues } = other;
    if (other.generation <= log.generation || continues?.generation !== log.generation) continue;
    if (continues.lengthBytes > log.lengthBytes) continue;
    return { log: other, coveredBytes: continues.lengthBytes };
  }
  return undefined;
}
