import { createOtlpSender, type OtlpSpanExporterOptions } from '@spanbridge/otlp';
import { createOpenSpanJournal } from '../crash/create-open-span-journal.js';
import type { OpenSpanJournal } from '../crash/open-span-journal.js';
import { recoverCrashFiles } from '../crash/recover-crash-files.js';
import { within } from '../provider/within.js';
import { DEFAULT_ENDPOINT, resolveTracesUrl } from '../ship/endpoint.js';
import type { RegisterConfig } from './settle-config.js';

/** The journal of this process, and the delivery of those that earlier ones have left. */
export interface CrashView {
  readonly journal: OpenSpanJournal;
  /** Lets the delivery go on for this long, then ends it: what is left stays for the next start. */
  endRecovery(timeoutMs: number): Promise<void>;
}

/** Opens the crash file of a registration and delivers what lies there; undefined when none is wanted, or possible. */
export function createCrashView(config: RegisterConfig, warn: (message: string) => void): CrashView | undefined {
  const { crashFile: path, exporter, otlp } = config;
  if (path === undefined) return undefined;
  let journal: OpenSpanJournal;
  try {
    journal = createOpenSpanJournal({ path, warn });
  } catch (error) {
    warn(`Open spans are not kept for a crash: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  // What another exporter sends, and where to, is not known here; `spanbridge ship` delivers such a file.
  if (exporter !== 'otlp') return { journal, endRecovery: () => Promise.resolve() };
  const end = new AbortController();
  const sender = createOtlpSender({ ...senderOptions(otlp), warn, signal: end.signal });
  const recovery = recoverCrashFiles({
    path,
    deliver: (spans) => sender.send(spans),
    signal: end.signal,
    warn,
  });
  return {
    journal,
    endRecovery: async (timeoutMs) => {
      await within(timeoutMs, recovery);
      end.abort();
    },
  };
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

function senderOptions(otlp: OtlpSpanExporterOptions): Parameters<typeof createOtlpSender>[0] {
  const { url = resolveTracesUrl(otlp.endpoint ?? DEFAULT_ENDPOINT), headers, encoding, compression, timeoutMs } = otlp;
  const { tls, transport, clock } = otlp;
  const chosen = { headers, encoding, compression, timeoutMs, tls, transport, clock };
  return { url, ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)) };
}
