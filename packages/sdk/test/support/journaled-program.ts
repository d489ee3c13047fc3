import { resourceFromAttributes } from '@opentelemetry/resources';
import { type ReadableSpan, type Span, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Tracer } from '@opentelemetry/api';
import { createOpenSpanJournal, type OpenSpanJournalOptions } from '../../src/crash/create-open-span-journal.js';
import type { OpenSpanJournal } from '../../src/crash/open-span-journal.js';
import { readCrashFile } from '../../src/crash/read-crash-file.js';

/** A program with a journal and no exporter, its clock in the hand of the test. */
export interface JournaledProgram {
  readonly tracer: Tracer;
  readonly journal: OpenSpanJournal;
  readonly ended: ReadableSpan[];
  readonly warnings: string[];
  /** A second has passed. */
  tick(): void;
  /** Runs what waits for a later turn, to its end. */
  turn(): void;
  /** Milliseconds since 1970. */
  nowMs: number;
}

/** Starts one. */
export function createJournaledProgram(
  options: OpenSpanJournalOptions & { readonly anchored?: boolean },
): JournaledProgram {
  const ticks: (() => void)[] = [];
  const later: (() => void)[] = [];
  const warnings: string[] = [];
  const ended: ReadableSpan[] = [];
  const journal = createOpenSpanJournal({
    warn: (message) => warnings.push(message),
    schedule: {
      now: () => program.nowMs,
      every: (run) => {
        ticks.push(run);
        return () => ticks.splice(0);
      },
      soon: (run) => later.push(run),
    },
    ...options,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    spanProcessors: [
      {
        onStart: (span: Span) => {
          journal.started(span, { isAnchored: options.anchored === true });
        },
        onEnd: (span: ReadableSpan) => {
          journal.ended(span);
          ended.push(span);
        },
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  });
  const program: JournaledProgram = {
    tracer: provider.getTracer('shop', '1.0.0'),
    journal,
    ended,
    warnings,
    tick: () => {
      for (const run of ticks) run();
    },
    turn: () => {
      while (later.length > 0) later.shift()?.();
    },
    nowMs: Date.now(),
  };
  return program;
}

/** The spans that the file would give if its process died now. */
export async function openSpansIn(path: string): Promise<readonly ReadableSpan[]> {
  const { spans, damaged } = await readCrashFile(path);
  if (damaged.length > 0) throw new Error(`Line ${damaged[0]?.line} ${damaged[0]?.detail}: ${damaged[0]?.text}`);
  return spans.map(({ span }) => span);
}
