import { diag } from '@opentelemetry/api';
import { FileJournal, type JournalSchedule } from './file-journal.js';
import { JournalFile } from './journal-file.js';
import type { OpenSpanJournal } from './open-span-journal.js';

/** Options of {@link createOpenSpanJournal}. */
export interface OpenSpanJournalOptions {
  /** The file, in a directory that is there. Other files of ours lie beside it, under names that begin with it. */
  readonly path: string;
  /** Spans that the journal holds; default 100,000. Further ones are counted and not written. */
  readonly openSpansMax?: number;
  /** From this size on the file is rewritten with what is still open, once it is four times that; default 4 MiB. */
  readonly rewriteBytesMin?: number;
  /** Told, once for each kind of trouble, in a sentence. Default: `diag.warn` of the OTel API. */
  readonly warn?: (message: string) => void;
  readonly schedule?: JournalSchedule;
}

const SYSTEM_SCHEDULE: JournalSchedule = {
  now: () => Date.now(),
  every: (run, intervalMs) => {
    const timer = setInterval(run, intervalMs).unref();
    return () => {
      clearInterval(timer);
    };
  },
  soon: (run) => {
    setImmediate(run).unref();
  },
};

/**
 * Opens the journal of this process. Throws a `SpanbridgeError` with `CRASH_FILE_UNUSABLE` when no file can be made, or
 * when a file lies at the path that is none of ours.
 */
export function createOpenSpanJournal(options: OpenSpanJournalOptions): OpenSpanJournal {
  const warn = (message: string): void => {
    diag.warn(`OpenSpanJournal: ${message}`);
  };
  return new FileJournal(JournalFile.open(options.path), { warn, schedule: SYSTEM_SCHEDULE, ...options });
}
