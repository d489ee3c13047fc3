import type { ExporterLedger } from '@spanbridge/otlp';
import type { SpanTaker } from './delivery-span-processor.js';

/** A {@link SpanTaker} with deadlines, an account, and a last moment; `OtlpSpanExporter` is one. */
export interface FinalTaker extends SpanTaker {
  /** Rejects when what was taken before has no outcome within the deadline. */
  forceFlush(timeoutMs?: number): Promise<void>;
  /** Delivers within the deadline, then puts the rest away or counts it as dropped. Never rejects. */
  shutdown(timeoutMs?: number): Promise<void>;
  /** Puts away what waits before it returns, for the end of the process; what cannot be kept is counted and told. */
  flushSync(): unknown;
  ledger(): ExporterLedger;
}

/** Whether an exporter, or the name of one, is a {@link FinalTaker}. */
export function isFinalTaker(exporter: unknown): exporter is FinalTaker {
  if (typeof exporter !== 'object' || exporter === null) return false;
  return 'add' in exporter && 'flushSync' in exporter && 'ledger' in exporter;
}
