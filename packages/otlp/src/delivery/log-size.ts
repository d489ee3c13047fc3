import type { LogRecord } from '../codec/log-record.js';

/** Ids, times, counts, flags and the tags of a record on the wire. */
const RECORD_BYTES = 90;

/** Tags and lengths of one value, and the content of a number or a boolean. */
const VALUE_BYTES = 12;

/** How deep values are looked into; the encoder writes what lies deeper as empty. */
const DEPTH_MAX = 30;

/** Roughly how many bytes a record takes as protobuf: one byte for each UTF-16 unit. For cutting batches. */
export function estimateLogBytes(record: LogRecord): number {
  const texts = (record.severityText?.length ?? 0) + (record.eventName?.length ?? 0);
  return RECORD_BYTES + texts + sizeOf(record.body, 0) + sizeOf(record.attributes, 0);
}

function sizeOf(value: unknown, depth: number): number {
  if (typeof value === 'string') return VALUE_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  if (ArrayBuffer.isView(value)) return VALUE_BYTES + value.byteLength;
  if (depth >= DEPTH_MAX) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + sizeOf(item, depth + 1), VALUE_BYTES);
  let bytes = VALUE_BYTES;
  for (const [key, member] of Object.entries(value)) bytes += VALUE_BYTES + key.length + sizeOf(member, depth + 1);
  return bytes;
}
