import { OtlpLogExporter } from '@spanbridge/otlp';
import type { LogTaker } from '../provisional/processor-options.js';
import { LateSpool } from '../provider/late-spool.js';
import type { RegisterConfig } from './settle-config.js';

/** The name of the one destination of the spool for log records. */
const DESTINATION = 'logs';

/** Takes log records that go nowhere, as the exporter `none` wants it for all that is told of spans. */
const NOWHERE: LogTaker = {
  add: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve(),
};

/**
 * Creates what takes the log records of a registration; undefined when it sends none, or the program has its own.
 *
 * @throws SpanbridgeError for an option of the exporter that cannot be used
 */
export function createLogExporter(
  { exporter: spansExporter, logs, spool: spansDirectory }: Pick<RegisterConfig, 'exporter' | 'logs' | 'spool'>,
  warn: (message: string) => void,
): LogTaker | undefined {
  if (logs === undefined) return undefined;
  if (spansExporter === 'none') return NOWHERE;
  if (spansDirectory === undefined || logs.spool !== undefined) return new OtlpLogExporter({ warn, ...logs });
  // Each exporter waits for what its store holds before: in a shared one spans would wait for log records.
  const spool = new LateSpool({
    directory: `${spansDirectory}.logs`,
    destination: DESTINATION,
    nouns: 'log records',
    onDrop: (drop) => {
      exporter.noteSpoolDrop(drop);
    },
    onOpen: (pendingRecords) => {
      exporter.noteRecovered(pendingRecords);
    },
    warn,
  });
  const exporter: OtlpLogExporter = new OtlpLogExporter({ warn, ...logs, spool, spoolDestination: DESTINATION });
  return exporter;
}
