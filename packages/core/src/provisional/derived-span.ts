import type { Attributes, HrTime, Link, SpanContext, SpanStatus } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fromHrTime, toHrTime } from '../model/time.js';
import type { StartedSpan } from './started-span.js';

/** In what a span of ours differs from what the start of the real one says. */
export interface SpanDifference {
  readonly spanId: string;
  readonly parentContext: SpanContext | undefined;
  readonly endTime: HrTime;
  readonly attributes: Attributes;
  readonly status?: SpanStatus;
  readonly events?: ReadableSpan['events'];
  readonly droppedEventsCount?: number;
  readonly links?: readonly Link[];
}

/** A frozen span beside, or instead of, the real one: its trace, trace state, flags, resource and scope are kept. */
export function createDerivedSpan(started: StartedSpan, difference: SpanDifference): ReadableSpan {
  const context: SpanContext = { ...started.context, spanId: difference.spanId };
  const { startTime } = started;
  const span = {
    name: started.name,
    kind: started.kind,
    spanContext: () => context,
    startTime,
    endTime: difference.endTime,
    duration: toHrTime(fromHrTime(difference.endTime) - fromHrTime(startTime)),
    ended: true,
    status: difference.status ?? { code: SpanStatusCode.UNSET },
    attributes: difference.attributes,
    droppedAttributesCount: started.droppedAttributesCount,
    events: difference.events ?? [],
    droppedEventsCount: difference.droppedEventsCount ?? 0,
    links: (difference.links ?? started.links) as Link[],
    droppedLinksCount: started.droppedLinksCount,
    resource: started.resource,
    instrumentationScope: started.scope,
  };
  const { parentContext } = difference;
  return Object.freeze(parentContext === undefined ? span : Object.assign(span, { parentSpanContext: parentContext }));
}
