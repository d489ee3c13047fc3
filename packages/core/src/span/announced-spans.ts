import { SpanStatusCode } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { PendingSpan } from '../lifecycle/pending-span.js';
import { ATTRIBUTE } from '../model/attribute-names.js';
import { deriveRoleSpanId } from '../model/derive-id.js';
import type { StartSignal } from '../model/span-signal.js';
import { markerAttributes } from '../provisional/marker.js';
import { createReadableSpan } from './readable-span.js';
import { createSnapshot, layerAttributes, type OwnAttribute, settleTimes } from './snapshot.js';

/** A span that stands for one that runs, and may be taken back until it is sent. */
export interface WithdrawableSpan extends ReadableSpan {
  /** True once the span that it stands for has ended, or has left in another way. */
  readonly isWithdrawn: () => boolean;
}

/** An announcement with how many keys of the record had to give way to ours. */
interface Announced<S extends ReadableSpan> {
  readonly span: S;
  readonly renamedKeys: number;
}

/** A span without length at the start of another, with what its start says and nothing that came later. */
function createAtStart(
  start: StartSignal,
  place: { readonly spanId: string; readonly parentSpanId: string | undefined; readonly own: readonly OwnAttribute[] },
  resource: Resource,
): Announced<ReadableSpan> {
  const { startUnixNano, isAdjusted } = settleTimes(start.timeUnixNano, start.timeUnixNano);
  const facts: OwnAttribute[] = start.facts.map(({ key, value }) => [key, value]);
  if (isAdjusted) facts.push([ATTRIBUTE.timeAdjusted, true]);
  const own = [...facts.sort(([a], [b]) => (a < b ? -1 : 1)), ...place.own];
  const { attributes, droppedCount, renamedCount } = layerAttributes([start.content], own, start.system);
  const span = createReadableSpan({
    traceId: start.traceId,
    spanId: place.spanId,
    parentSpanId: place.parentSpanId,
    name: start.name,
    kind: start.kind,
    startUnixNano,
    endUnixNano: startUnixNano,
    status: { code: SpanStatusCode.UNSET },
    attributes,
    droppedAttributesCount: droppedCount,
    events: [],
    droppedEventsCount: 0,
    links: start.links,
    resource,
    scope: start.system.scope,
  });
  return { span, renamedKeys: renamedCount };
}

/** A span is not its own parent. */
function parentOf({ spanId, parentSpanId }: StartSignal): string | undefined {
  return parentSpanId === spanId ? undefined : parentSpanId;
}

/** The marker of a running span, from its start alone; see `createMarker`, which does the same for live spans. */
export function createRecordMarker(
  start: StartSignal,
  resource: Resource,
  isWithdrawn: () => boolean,
): Announced<WithdrawableSpan> {
  const spanId = deriveRoleSpanId(start.traceId, start.spanId, 'pending');
  const own = Object.entries(markerAttributes(parentOf(start)));
  const { span, renamedKeys } = createAtStart(start, { spanId, parentSpanId: start.spanId, own }, resource);
  return { span: Object.freeze({ ...span, isWithdrawn }), renamedKeys };
}

/** The anchor of a span, from its start alone: under the real id and the real parent. */
export function createRecordAnchor(start: StartSignal, resource: Resource): Announced<ReadableSpan> {
  const own: readonly OwnAttribute[] = [[ATTRIBUTE.spanPhase, 'anchor']];
  return createAtStart(start, { spanId: start.spanId, parentSpanId: parentOf(start), own }, resource);
}

/** The span as it is known now, which has not ended: what a heartbeat tells. Its end means nothing. */
export function createOpenView(pending: PendingSpan, resource: Resource): ReadableSpan {
  const { span } = createSnapshot(pending, 'flushed', { resource, descendants: undefined });
  const { [ATTRIBUTE.endCause]: _cause, [ATTRIBUTE.partialGc]: _gc, ...attributes } = span.attributes;
  return Object.freeze({ ...span, attributes, ended: false });
}
