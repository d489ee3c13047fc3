import { type EnvReader } from './env-reader.js';

/** What the variables of a batch processor say; undefined is "not set". */
export interface BatchSettings {
  readonly scheduleDelayMs: number | undefined;
  /** The deadline of a flush. */
  readonly exportTimeoutMs: number | undefined;
  readonly queueMax: number | undefined;
  readonly batchMax: number | undefined;
}

/** Reads the variables of the batch processor of spans (`BSP`) or of log records (`BLRP`). */
export function readBatchSettings(reader: EnvReader, processor: 'BSP' | 'BLRP'): BatchSettings {
  const read = (suffix: string, min: number): number | undefined =>
    reader.count(`OTEL_${processor}_${suffix}`, { min, fallback: 'The default of spanbridge' });
  const queueMax = read('MAX_QUEUE_SIZE', 1);
  const batchMax = read('MAX_EXPORT_BATCH_SIZE', 1);
  const isTooLarge = queueMax !== undefined && batchMax !== undefined && batchMax > queueMax;
  if (isTooLarge) {
    const name = `OTEL_${processor}_MAX_EXPORT_BATCH_SIZE`;
    reader.warnings.push(`${name} is ignored: ${batchMax} is more than the queue holds. ${queueMax} is used.`);
  }
  return Object.freeze({
    scheduleDelayMs: read('SCHEDULE_DELAY', 0),
    exportTimeoutMs: read('EXPORT_TIMEOUT', 0),
    queueMax,
    batchMax: isTooLarge ? queueMax : batchMax,
  });
}
