import { inspectSpool, readSpoolRecords } from '@spanbridge/otlp';

/** What a spool holds that somebody still lacks, before it is opened. */
export interface PendingRecords {
  /** Spans that at least one of the asked destinations lacks. */
  readonly spans: number;
  /** Bytes of the records that hold them. */
  readonly bytes: number;
  /** Other destinations that lack records: the spool keeps these for them. */
  readonly otherNames: readonly string[];
}

/**
 * Reads a spool for what is pending, without changing it. A destination is known to a spool once it has acknowledged
 * something; to one that has not, everything is pending.
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
  let spans = 0;
  let bytes = 0;
  for await (const { isForgotten, sequence, acknowledgedBy, spanCount, body } of readSpoolRecords(directory)) {
    if (isForgotten || sequence > sequenceMax || names.every((name) => acknowledgedBy.includes(name))) continue;
    spans += spanCount;
    bytes += body.byteLength;
  }
  return { spans, bytes, otherNames: others.map(({ name }) => name) };
}
