import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { encodeLines, type EntryLine } from './entry-lines.js';

/** Bytes before the body of a record. */
export const FRAME_BYTES = 28;

/** A commit has to fit into memory twice while it is written; beyond this it fails. */
const BODY_BYTES_MAX = 256 * 1024 * 1024;

/** Byte FF occurs in no UTF-8 text, so that no value can be taken for the start of a record. */
const MARK = Buffer.from([0xff, 0x52, 0x45, 0x43]);

/** Which record of which log. */
export interface RecordPlace {
  readonly generation: number;
  /** Number of the record in its log, from 0. */
  readonly sequence: number;
}

/**
 * One commit as it stands in a log. Rejects when a value is not JSON, or with more than 256 MiB; nothing has been
 * written then.
 */
export async function encodeRecord(lines: Iterable<EntryLine>, place: RecordPlace): Promise<Buffer> {
  const parts: Buffer[] = [Buffer.alloc(FRAME_BYTES)];
  let bodyBytes = 0;
  let bodyCrc = 0;
  for (const slice of encodeLines(lines)) {
    if (bodyBytes > 0) await nextTurn();
    bodyBytes += slice.length;
    if (bodyBytes > BODY_BYTES_MAX) throw new Error(`The commit has more than ${BODY_BYTES_MAX} bytes.`);
    bodyCrc = crc32(slice, bodyCrc);
    parts.push(slice);
  }
  const record = Buffer.concat(parts, FRAME_BYTES + bodyBytes);
  writeFrame(record, place, { bodyBytes, bodyCrc });
  return record;
}

function writeFrame(
  record: Buffer,
  place: RecordPlace,
  body: { readonly bodyBytes: number; readonly bodyCrc: number },
): void {
  MARK.copy(record);
  record.writeUInt32LE(body.bodyBytes, 4);
  record.writeBigUInt64LE(BigInt(place.generation), 8);
  record.writeUInt32LE(place.sequence, 16);
  record.writeUInt32LE(body.bodyCrc, 20);
  record.writeUInt32LE(crc32(record.subarray(0, 24)), 24);
}

/** The body of the record that begins at an offset; undefined when no whole record of that place is there. */
export function recordBodyAt(bytes: Buffer, offsetBytes: number, place: RecordPlace): Buffer | undefined {
  const body = anyRecordBodyAt(bytes, offsetBytes, place.generation);
  return body !== undefined && bytes.readUInt32LE(offsetBytes + 16) === place.sequence ? body : undefined;
}

/** Whether any whole record of a log stands at an offset or behind it. */
export function hasRecordBehind(bytes: Buffer, offsetBytes: number, generation: number): boolean {
  for (let at = bytes.indexOf(MARK, offsetBytes); at !== -1; at = bytes.indexOf(MARK, at + 1)) {
    if (anyRecordBodyAt(bytes, at, generation) !== undefined) return true;
  }
  return false;
}

function anyRecordBodyAt(bytes: Buffer, offsetBytes: number, generation: number): Buffer | undefined {
  const frame = bytes.subarray(offsetBytes, offsetBytes + FRAME_BYTES);
  if (frame.length < FRAME_BYTES || !frame.subarray(0, MARK.length).equals(MARK)) return undefined;
  if (frame.readUInt32LE(24) !== crc32(frame.subarray(0, 24))) return undefined;
  if (frame.readBigUInt64LE(8) !== BigInt(generation)) return undefined;
  const bodyBytes = frame.readUInt32LE(4);
  const body = bytes.subarray(offsetBytes + FRAME_BYTES, offsetBytes + FRAME_BYTES + bodyBytes);
  return body.length === bodyBytes && frame.readUInt32LE(20) === crc32(body) ? body : undefined;
}
