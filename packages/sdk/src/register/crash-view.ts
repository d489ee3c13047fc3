import type { OtlpSpanExporterOptions } from '@spanbridge/otlp';
import { createOpenSpanJournal } from '../crash/create-open-span-journal.js';
import type { OpenSpanJournal } from '../crash/open-span-journal.js';
import { isFinalTaker } from '../provider/final-taker.js';
import { beginCrashRecovery, type CrashRecovery } from './crash-recovery.js';
import type { RegisterConfig } from './settle-config.js';

/** The journal of this process, and the delivery of those that earlier ones have left. */
export interface CrashView {
  readonly journal: OpenSpanJournal;
  /** Undefined where it is not known how to send: `spanbridge ship` delivers such a file. */
  readonly recovery: CrashRecovery | undefined;
}

/** Opens the crash file of a registration and delivers what lies there; undefined when none is wanted, or possible. */
export function createCrashView(config: RegisterConfig, warn: (message: string) => void): CrashView | undefined {
  const { crashFile: path, exporter, otlp } = config;
  if (path === undefined) return undefined;
  try {
    const journal = createOpenSpanJournal({ path, warn });
    const recovery = exporter === 'otlp' ? beginCrashRecovery({ path, otlp, warn }) : undefined;
    return { journal: isFinalTaker(exporter) ? withEndsAtOnce(journal) : journal, recovery };
  } catch (error) {
    warn(`Open spans are not kept for a crash: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** A configuration whose exporter writes the ends of spans into the journal before these leave. */
export function withJournal(config: RegisterConfig, journal: OpenSpanJournal | undefined): RegisterConfig {
  if (journal === undefined) return config;
  const { beforeSend: ofProgram } = config.otlp;
  const beforeSend: OtlpSpanExporterOptions['beforeSend'] = (spans) => {
    journal.sync(spans);
    ofProgram?.(spans);
  };
  return { ...config, otlp: { ...config.otlp, beforeSend } };
}

/** An exporter with a queue of its own does not say when a span leaves: for all we know, at once. */
function withEndsAtOnce(journal: OpenSpanJournal): OpenSpanJournal {
  return {
    path: journal.path,
    started: (span, options) => {
      journal.started(span, options);
    },
    ended: (span) => {
      journal.ended(span);
      journal.sync([span]);
    },
    sync: (leaving) => {
      journal.sync(leaving);
    },
    close: () => {
      journal.close();
    },
    ledger: () => journal.ledger(),
  };
}
