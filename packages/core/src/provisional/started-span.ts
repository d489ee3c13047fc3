import type { Attributes, HrTime, Link, SpanContext, SpanKind } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';

/** What the start of a span says of it, before anything else has happened; of a live span, a copy made then. */
export interface StartedSpan {
  readonly context: SpanContext;
  readonly parentContext: SpanContext | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTime: HrTime;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly links: readonly Link[];
  readonly droppedLinksCount: number;
  readonly resource: Resource;
  readonly scope: ReadableSpan['instrumentationScope'];
}
