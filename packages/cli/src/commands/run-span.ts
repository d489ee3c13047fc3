import { basename } from 'node:path';
import { SpanKind, SpanStatusCode, type SpanStatus, TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { toHrTime } from '@spanbridge/core';
import type { ProgramEnd } from './program-run.js';

/** What is known of the run of a program when it starts. */
export interface StartedRun {
  readonly traceId: string;
  readonly spanId: string;
  readonly serviceName: string;
  readonly command: readonly string[];
  readonly startUnixNano: bigint;
}

/** The span as W3C writes it for the environment of the program. */
export function traceparentOf({ traceId, spanId }: StartedRun): string {
  return `00-${traceId}-${spanId}-01`;
}

function statusOf(end: ProgramEnd): SpanStatus {
  if (end.type === 'exited' && end.exitCode === 0) return { code: SpanStatusCode.UNSET };
  const message =
    end.type === 'exited'
      ? `exit code ${end.exitCode}`
      : end.type === 'signalled'
        ? `ended by ${end.signal}`
        : end.detail;
  return { code: SpanStatusCode.ERROR, message };
}

/**
 * The span of a run. Of the arguments nothing is told: passwords stand there (semantic conventions, `process`).
 */
export function createRunSpan(run: StartedRun, end: ProgramEnd, endUnixNano: bigint): ReadableSpan {
  const context = { traceId: run.traceId, spanId: run.spanId, traceFlags: TraceFlags.SAMPLED };
  const name = basename(run.command[0] ?? 'program');
  return {
    name: `run ${name}`,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    startTime: toHrTime(run.startUnixNano),
    endTime: toHrTime(endUnixNano),
    duration: toHrTime(endUnixNano - run.startUnixNano),
    ended: true,
    status: statusOf(end),
    attributes: {
      'process.executable.name': name,
      ...(end.type === 'exited' ? { 'process.exit.code': end.exitCode } : {}),
    },
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    resource: resourceFromAttributes({ 'service.name': run.serviceName }),
    instrumentationScope: { name: 'spanbridge.run' },
  };
}
