import { readFileSync } from 'node:fs';
import { createResource, Ledger, RecordPipeline, type TurnedAwayRecord } from '@spanbridge/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createTracerMetaBridge, type TracerMetaBridgeOptions } from '@spanbridge/bridges/tracer-meta';

const FIXTURES = `${__dirname}/../../../../test/fixtures/tracer-meta`;

/** The lines of a fixture, blank ones included. */
export function fixtureLines(name: string): string[] {
  return readFileSync(`${FIXTURES}/${name}`, 'utf8').split('\n');
}

/** What a pipeline makes of lines that are read in the given order. */
export interface PipelineOutcome {
  readonly ledger: Ledger;
  readonly spans: readonly ReadableSpan[];
  readonly turnedAway: readonly TurnedAwayRecord[];
}

/** Reads lines through the pipeline as `ship` does, without files and network. */
export function readLines(lines: readonly string[], options: TracerMetaBridgeOptions = {}): PipelineOutcome {
  const ledger = new Ledger();
  const spans: ReadableSpan[] = [];
  const turnedAway: TurnedAwayRecord[] = [];
  const pipeline = new RecordPipeline({
    bridges: [createTracerMetaBridge(options)],
    ledger,
    resource: createResource({ 'service.name': 'shop' }),
    encodeEvent: () => new Uint8Array(),
    onSpan: (span) => spans.push(span),
    onTurnedAway: (record) => turnedAway.push(record),
  });
  lines.forEach((text, index) => {
    if (text.trim() === '') return;
    pipeline.accept({ text, line: index + 1, isTerminated: index < lines.length - 1 });
  });
  for (const _step of pipeline.flush());
  return { ledger, spans, turnedAway };
}

/** The span of that name; there must be exactly one. */
export function spanNamed(spans: readonly ReadableSpan[], name: string): ReadableSpan {
  const found = spans.filter((span) => span.name === name);
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} spans are named ${name}`);
  return found[0];
}
