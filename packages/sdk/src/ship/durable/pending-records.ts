import { inspectSpool, readSpoolRecords } from '@spanbridge/otlp';

/** What a spool holds that somebody still lacks, before it is opened. */
export interface PendingRecords {
  /** Spans that at least one of the asked destinations lacks. */
  readonly spans: number;
  /** Bytes of the records that hold them. */
  readonly bytes: number;
  /**
   * Other destinations that lack records: the spool keeps these for them. Empty where the only destination of the
   * spool has none of its records: whoever sends to another address then sends there instead.
   */
  readonly otherNames: readonly string[];
}

/**
 * Reads a spool for what is pending, without changing it. To a destination that it does not know everything is pending.
 *
 * @param names - the destinations that are to be served
 * @param sequenceMax - the last record that counts
 */
export async function readPending(
  directory: string,
  names: readonly string[],
  sequenceMax: number,
): Promise<PendingRecords> {
  const { destinations } = await inspectSpool(directory);
  const others = destinations.filter(({ name, pendingRecordCount }) => pendingRecordCount > 0 && !names.includes(name));
  let isServed = destinations.length > 1;
  let spans = 0;
  let bytes = 0;
  for await (const { isForgotten, sequence, acknowledgedBy, spanCount, body } of readSpoolRecords(directory)) {
    isServed ||= acknowledgedBy.length > 0;
    if (isForgotten || sequence > sequenceMax || names.every((name) => acknowledgedBy.includes(name))) continue;
    spans += spanCount;
    bytes += body.byteLength;
  }
  return { spans, bytes, otherNames: isServed ? others.map(({ name }) => name) : [] };
}
