import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE } from '../model/attribute-names.js';
import { deriveRoleSpanId } from '../model/derive-id.js';
import type { CompletionContent } from '../lifecycle/tombstones.js';
import type { SpanEventContent, SpanSignal } from '../model/span-signal.js';
import { clampUnixNano } from '../model/time.js';
import { createReadableSpan } from './readable-span.js';
import { eventsOfEnd, layerAttributes, type OwnAttribute, settleTimes } from './snapshot.js';

/** Bytes of one event that decide the id of a late span: the same event, the same bytes. */
export type EncodeEvent = (event: ReadableSpan['events'][number]) => Uint8Array;

/** A span beside the real one, with how many keys of records made way for ours. */
export interface BesideSpan {
  readonly span: ReadableSpan;
  readonly renamedKeys: number;
}

/**
 * The span that tells the true end of one that left unfinished: under a derived id, child of the real span and linked
 * to it, from its start to its end, with what the late records said. Leaves once.
 */
export function createCompletion(content: CompletionContent, resource: Resource): BesideSpan {
  const { traceId, spanId, system } = content;
  const { startUnixNano, endUnixNano, isAdjusted } = settleTimes(content.startUnixNano, content.endUnixNano);
  const own: OwnAttribute[] = [[ATTRIBUTE.spanPhase, 'completion']];
  if (isAdjusted) own.push([ATTRIBUTE.timeAdjusted, true]);
  const events = eventsOfEnd(content);
  const { attributes, droppedCount, renamedCount } = layerAttributes(content.layers, own, system);
  const span = createReadableSpan({
    traceId,
    spanId: deriveRoleSpanId(traceId, spanId, 'end'),
    parentSpanId: spanId,
    name: content.name,
    kind: content.kind,
    startUnixNano,
    endUnixNano,
    status: content.status,
    attributes,
    droppedAttributesCount: droppedCount,
    events,
    droppedEventsCount: content.events.length - events.length,
    links: [{ context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED } }],
    resource,
    scope: system.scope,
  });
  return { span, renamedKeys: renamedCount };
}

/** The event that a late signal tells; undefined when it has nothing to tell. */
function eventOf(signal: SpanSignal): SpanEventContent | undefined {
  if (signal.type === 'event') return signal.event;
  if (signal.type === 'end') {
    return signal.tentative?.otherwise ?? { name: signal.name, timeUnixNano: signal.timeUnixNano, ...signal.content };
  }
  if (signal.type !== 'update') return undefined;
  return { name: 'update', timeUnixNano: signal.timeUnixNano, ...signal.content };
}

/**
 * A record that came after its span had left: a zero-length child of the span at the record's time, named as the event,
 * under an id derived from its content. Undefined when the signal has nothing to tell.
 */
export function createLateSpan(
  signal: SpanSignal,
  context: { readonly resource: Resource; readonly encodeEvent: EncodeEvent },
): BesideSpan | undefined {
  const event = eventOf(signal);
  if (event === undefined) return undefined;
  const timeUnixNano = clampUnixNano(event.timeUnixNano);
  const own: readonly OwnAttribute[] = [[ATTRIBUTE.spanPhase, 'late']];
  const { attributes, droppedCount, renamedCount } = layerAttributes([event], own, signal.system);
  const content = {
    traceId: signal.traceId,
    spanId: '',
    parentSpanId: signal.spanId,
    name: event.name,
    kind: SpanKind.INTERNAL,
    startUnixNano: timeUnixNano,
    endUnixNano: timeUnixNano,
    status: { code: SpanStatusCode.UNSET },
    attributes,
    droppedAttributesCount: droppedCount,
    events: [],
    droppedEventsCount: 0,
    links: [],
    resource: context.resource,
    scope: signal.system.scope,
  };
  const [carrier] = createReadableSpan({ ...content, events: [event] }).events;
  const bytes = carrier === undefined ? new Uint8Array() : context.encodeEvent(carrier);
  const spanId = deriveRoleSpanId(signal.traceId, signal.spanId, 'late', bytes);
  return { span: createReadableSpan({ ...content, spanId }), renamedKeys: renamedCount };
}
