import type { Attributes } from '@opentelemetry/api';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import {
  ATTRIBUTE,
  createDerivedSpan,
  createMarker,
  deriveRoleSpanId,
  type EndCause,
  type StartedSpan,
} from '@spanbridge/core';
import type { WithdrawableSpan } from '@spanbridge/otlp';
import type { LiveSpan } from '../crash/open-span-journal.js';
import { currentSpan, type OpenSpan } from './open-span.js';
import { isAfter, lastEvidence, usableTime } from './span-times.js';

/**
 * A span that is sent before its end: as it is now, to its last evidence, with the cause. Under its real id, unless an
 * anchor has that one.
 */
export function createUnfinished(open: OpenSpan, cause: EndCause, isAnchored: boolean): ReadableSpan {
  const { span } = open;
  const started = currentSpan(span);
  const { traceId, spanId } = started.context;
  const attributes: Attributes = { ...span.attributes, [ATTRIBUTE.endCause]: cause, [ATTRIBUTE.partialGc]: true };
  if (isAnchored) attributes[ATTRIBUTE.spanPhase] = 'unfinished';
  return createDerivedSpan(started, {
    spanId: isAnchored ? deriveRoleSpanId(traceId, spanId, 'unfinished') : spanId,
    parentContext: isAnchored ? started.context : started.parentContext,
    endTime: lastEvidence(span, open.evidence),
    attributes,
    // Nobody has said that it went well: it has not ended.
    status: span.status.code === SpanStatusCode.ERROR ? { ...span.status } : { code: SpanStatusCode.UNSET },
    events: [...span.events],
    droppedEventsCount: span.droppedEventsCount,
    links: [...span.links],
  });
}

/**
 * A span that has ended after its real id was taken, by its anchor or because it had been sent unfinished: the whole of
 * it, as a child of what is there. In the second case it is linked to that, too.
 */
export function createCompletion(span: ReadableSpan, isLinked: boolean): ReadableSpan {
  // An ended span differs from a running one in what may be done with it, and here it is only read.
  const started = currentSpan(span as LiveSpan);
  const { traceId, spanId } = started.context;
  const endTime = usableTime(span.endTime);
  return createDerivedSpan(started, {
    spanId: deriveRoleSpanId(traceId, spanId, 'end'),
    parentContext: started.context,
    endTime: isAfter(started.startTime, endTime) ? started.startTime : endTime,
    attributes: { ...span.attributes, [ATTRIBUTE.spanPhase]: 'completion' },
    status: span.status,
    events: span.events,
    droppedEventsCount: span.droppedEventsCount,
    links: isLinked ? [...span.links, { context: started.context }] : span.links,
  });
}

/**
 * The marker of a running span, which withdraws itself when the span has ended, or left unfinished. `onWithdrawn` is
 * called once, when somebody asks who would have sent it.
 */
export function createLiveMarker(open: OpenSpan, started: StartedSpan, onWithdrawn: () => void): WithdrawableSpan {
  let isTold = false;
  const isWithdrawn = (): boolean => {
    const isOver = open.span.ended || open.hasLeft;
    if (isOver && !isTold) {
      isTold = true;
      onWithdrawn();
    }
    return isOver;
  };
  return Object.freeze({ ...createMarker(started), isWithdrawn });
}
