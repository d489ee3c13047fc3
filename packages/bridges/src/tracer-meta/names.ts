import type { ForeignSystem, SpanFact } from '@spanbridge/core';
import type { TracerMetaDialect } from './types.js';

/** The system as the table of pending spans knows it. */
export const TRACER_META: ForeignSystem = Object.freeze({
  prefix: 'tracer_meta',
  scope: Object.freeze({ name: 'spanbridge.tracer-meta' }),
});

/** The key that holds the trace position of a record. */
export const META_KEY = '__tracer_meta__';

/** Ending of the event that opens a span. */
export const START_SUFFIX = '.start';

/** Ending of the event that closes a span. */
export const END_SUFFIX = '.end';

/** Our attributes. */
export const TRACER_META_ATTRIBUTE = {
  traceId: 'tracer_meta.trace_id',
  spanId: 'tracer_meta.span_id',
  dialect: 'tracer_meta.dialect',
  implicit: 'tracer_meta.implicit',
  level: 'tracer_meta.level',
  logger: 'tracer_meta.logger',
  exceptionIsCause: 'tracer_meta.exception.is_cause',
  exceptionLocals: 'tracer_meta.exception.locals',
  exceptionChain: 'tracer_meta.exception.chain',
  userPrefix: 'tracer_meta.user.',
} as const;

function dialectFact(dialect: TracerMetaDialect, rank: number): readonly SpanFact[] {
  return Object.freeze([{ key: TRACER_META_ATTRIBUTE.dialect, value: dialect, rank }]);
}

/** What a record's dialect says of its span: v2 as soon as one record is v2. Constants, shared by all records. */
export const DIALECT_FACTS: Readonly<Record<TracerMetaDialect, readonly SpanFact[]>> = {
  v2: dialectFact('v2', 2),
  v1: dialectFact('v1', 1),
  editor: dialectFact('editor', 0),
};
