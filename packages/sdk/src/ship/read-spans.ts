import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { checkNamespace, DEFAULT_NAMESPACE } from '@spanbridge/core';
import { resolveInputs } from '../sources/inputs.js';
import { bridgesFor } from './detect-format.js';
import { createOtlpJsonBridge } from './otlp-json-bridge.js';
import { RecordRun } from './record-run.js';
import type { ShipOptions } from './ship-options.js';
import { createShippedResource } from './shipped-resource.js';
import type { ShipSummary } from './summary.js';

/** Spans that are read into memory at most when nothing else is said. */
const SPANS_MAX_DEFAULT = 200_000;

/** Options of {@link readSpans}; those that `shipFiles` has too mean the same. */
export type ReadSpansOptions = Pick<
  ShipOptions,
  'inputs' | 'format' | 'serviceName' | 'resource' | 'namespace' | 'stdin' | 'signal' | 'onEvent'
> & {
  /** Spans to read at most; default 200,000. Reading stops there and `truncated` says so. */
  readonly spansMax?: number;
};

/** Spans that were read, with the account of the reading. */
export interface ReadSpansResult {
  readonly spans: readonly ReadableSpan[];
  readonly summary: ShipSummary;
  readonly reasons: Readonly<Record<'ignored' | 'rejected', Readonly<Record<string, number>>>>;
  readonly formats: Readonly<Record<string, number>>;
  readonly truncated: boolean;
}

/**
 * Reads records, OTLP JSON or OTLP JSON lines into finished spans, to look at them. Nothing is sent; in the summary all
 * spans are `unsent`. Throws the same errors as `shipFiles` before it reads.
 */
export async function readSpans(options: ReadSpansOptions): Promise<ReadSpansResult> {
  const spansMax = options.spansMax ?? SPANS_MAX_DEFAULT;
  const namespace = checkNamespace(options.namespace ?? DEFAULT_NAMESPACE);
  const inputs = await resolveInputs(options.inputs);
  const spans: ReadableSpan[] = [];
  const otlpJson = createOtlpJsonBridge((detail) => {
    options.onEvent?.({ type: 'warning', message: `A span is not shown, its ids are invalid (${detail}).` });
  });
  const run = new RecordRun({
    bridges: [otlpJson, ...bridgesFor(options.format ?? 'auto', namespace)],
    resource: createShippedResource({ ...options, namespace, attributes: options.resource }),
    onSpan: (span) => {
      if (spans.length < spansMax) spans.push(span);
    },
    onEvent: (event) => options.onEvent?.(event),
    stdin: options.stdin,
    signal: options.signal,
  });
  await readUntilFull(run, inputs, () => spans.length >= spansMax);
  for (const _step of run.pipeline.flush());
  const leaving = run.ledger.columns();
  run.ledger.add('unsent', leaving.spans + leaving.markers, 'read to look at');
  return {
    spans,
    summary: run.summarise(),
    reasons: { ignored: run.ledger.reasonsOf('ignored'), rejected: run.ledger.reasonsOf('rejected') },
    formats: Object.fromEntries(run.pipeline.formats),
    truncated: leaving.spans + leaving.markers > spans.length,
  };
}

async function readUntilFull(
  run: RecordRun,
  inputs: Awaited<ReturnType<typeof resolveInputs>>,
  isFull: () => boolean,
): Promise<void> {
  for (const input of inputs) {
    for await (const _piece of run.read(input)) if (isFull()) return;
  }
}
