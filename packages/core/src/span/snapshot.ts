import type { Attributes, AttributeValue, Link, SpanStatus } from '@opentelemetry/api';
import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { EndCause } from '../lifecycle/end-cause.js';
import { EVENTS_MAX } from '../lifecycle/event-list.js';
import { type TimeRange, unionRange } from '../lifecycle/evidence.js';
import type { PendingSpan } from '../lifecycle/pending-span.js';
import { ATTRIBUTE, isReservedKey } from '../model/attribute-names.js';
import { createAttributes, DEFAULT_ATTRIBUTE_LIMITS } from '../model/attributes.js';
import { deriveRoleSpanId } from '../model/derive-id.js';
import type { EndSignal, ForeignSystem, SignalAttributes, SpanEventContent } from '../model/span-signal.js';
import { clampUnixNano } from '../model/time.js';
import { createReadableSpan } from './readable-span.js';

/**
 * What is known of a leaving span:
 * `finished` start and end · `start-missing` the end alone · `unfinished` the start alone · `implicit` neither, only
 * records inside it.
 */
export type SpanCompleteness = 'finished' | 'start-missing' | 'unfinished' | 'implicit';

/** A span as it leaves, with what the ledger wants to know of it. */
export interface SnapshotResult {
  readonly span: ReadableSpan;
  readonly role: 'span' | 'completion' | 'unfinished';
  readonly completeness: SpanCompleteness;
  /** Keys of records that moved away because they are called like statements of ours. */
  readonly renamedKeys: number;
}

/** Tells how much of a span's life was seen. */
export function completenessOf(pending: PendingSpan): SpanCompleteness {
  if (pending.end !== undefined) return pending.start === undefined ? 'start-missing' : 'finished';
  return pending.start === undefined ? 'implicit' : 'unfinished';
}

/** The times of a span, and whether they differ from what its records say. */
export interface SpanTimes {
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  readonly isAdjusted: boolean;
}

/** Start and end before they are clamped: the records' word, else what the evidence allows to deduce. */
function deduceTimes(pending: PendingSpan, evidence: TimeRange): { readonly start: bigint; readonly end: bigint } {
  const { start, end } = pending;
  if (start !== undefined) return { start: start.timeUnixNano, end: end?.timeUnixNano ?? evidence.lastUnixNano };
  if (end === undefined) return { start: evidence.firstUnixNano, end: evidence.lastUnixNano };
  const { durationNano, timeUnixNano } = end;
  return {
    start: durationNano === undefined ? evidence.firstUnixNano : timeUnixNano - durationNano,
    end: timeUnixNano,
  };
}

/** Times that every backend can store: inside the range that a span can carry, and the end not before the start. */
export function settleTimes(start: bigint, end: bigint): SpanTimes {
  const startUnixNano = clampUnixNano(start);
  const clampedEnd = clampUnixNano(end);
  const endUnixNano = clampedEnd < startUnixNano ? startUnixNano : clampedEnd;
  return { startUnixNano, endUnixNano, isAdjusted: startUnixNano !== start || endUnixNano !== end };
}

/** An attribute of ours. */
export type OwnAttribute = readonly [key: string, value: AttributeValue];

/** The attributes that are ours: they have room of their own and win over a record's key of the same name. */
function ownAttributes(
  pending: PendingSpan,
  completeness: SpanCompleteness,
  cause: EndCause,
  isAdjusted: boolean,
): readonly OwnAttribute[] {
  const own: OwnAttribute[] = pending.facts.map(({ key, value }) => [key, value]);
  if (completeness === 'implicit') own.push([`${pending.system.prefix}.implicit`, true]);
  if (completeness === 'start-missing') own.push([ATTRIBUTE.startMissing, true]);
  if (completeness === 'unfinished') own.push([ATTRIBUTE.endCause, cause], [ATTRIBUTE.partialGc, true]);
  if (isAdjusted) own.push([ATTRIBUTE.timeAdjusted, true]);
  // Facts arrive in the order of reading, which must leave no trace in the bytes.
  return own.length < 2 ? own : own.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A free name for an application's key that would be taken for one of ours. */
function renameKey(key: string, system: ForeignSystem): string {
  return `${system.prefix}.user.${key}`;
}

/** Attributes in layers; keys that had to give way to ours are counted. */
export interface LayeredAttributes {
  readonly attributes: Attributes;
  readonly droppedCount: number;
  readonly renamedCount: number;
}

/**
 * The application's attributes under the limit, then ours behind them: the start's in their order, then updates, then
 * the end's, which win.
 */
export function layerAttributes(
  layers: readonly SignalAttributes[],
  own: readonly OwnAttribute[],
  system: ForeignSystem,
): LayeredAttributes {
  const attributes = createAttributes();
  const isOwn = (key: string): boolean => own.some(([name]) => name === key);
  let count = 0;
  let droppedCount = 0;
  let renamedCount = 0;
  for (const layer of layers) {
    droppedCount += layer.droppedCount;
    for (const key of Object.keys(layer.attributes)) {
      const value = layer.attributes[key];
      if (value === undefined) continue;
      const isTaken = isOwn(key) || isReservedKey(key);
      if (isTaken) renamedCount += 1;
      const name = isTaken ? renameKey(key, system) : key;
      const isNew = !(name in attributes);
      if (isNew && count >= DEFAULT_ATTRIBUTE_LIMITS.attributesMax) droppedCount += 1;
      else attributes[name] = value;
      if (isNew) count += 1;
    }
  }
  for (const [key, value] of own) attributes[key] = value;
  return { attributes, droppedCount, renamedCount };
}

function spanName(pending: PendingSpan, end: EndSignal | undefined): string {
  return end?.finalName ?? pending.start?.name ?? end?.name ?? pending.nameHint ?? 'unnamed';
}

function spanStatus(pending: PendingSpan, end: EndSignal | undefined): SpanStatus {
  const unset: SpanStatus = { code: SpanStatusCode.UNSET };
  return end === undefined ? (pending.updateStatus ?? unset) : end.status;
}

/** The events that an end brings, such as exceptions, under a limit of their own: no other event pushes them out. */
export function eventsOfEnd(end: Pick<EndSignal, 'events'> | undefined): readonly SpanEventContent[] {
  const events = end?.events ?? [];
  return events.length > EVENTS_MAX ? events.slice(0, EVENTS_MAX) : events;
}

function layersOf(pending: PendingSpan, end: EndSignal | undefined): readonly SignalAttributes[] {
  const layers: SignalAttributes[] = [];
  if (pending.start !== undefined) layers.push(pending.start.content);
  for (const update of pending.updates) layers.push(update.content);
  if (end !== undefined) layers.push(end.content);
  return layers;
}

/** Under which id a span leaves, and what it says of that. */
interface Place {
  readonly role: SnapshotResult['role'];
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly own: readonly OwnAttribute[];
  readonly links: readonly Link[];
}

const NO_OWN: readonly OwnAttribute[] = [];

/** The real id is sent once. Where it is taken, the span leaves beside it: as what completes it, or as unfinished. */
function placeOf(pending: PendingSpan, completeness: SpanCompleteness): Place {
  const { traceId, spanId, parentSpanId } = pending;
  const links = pending.start?.links ?? [];
  if (!pending.isRealIdTaken) return { role: 'span', spanId, parentSpanId, own: NO_OWN, links };
  const role = completeness === 'finished' ? 'completion' : 'unfinished';
  const id = deriveRoleSpanId(traceId, spanId, role === 'completion' ? 'end' : 'unfinished');
  const real: Link = { context: { traceId, spanId, traceFlags: TraceFlags.SAMPLED } };
  return {
    role,
    spanId: id,
    parentSpanId: spanId,
    own: [[ATTRIBUTE.spanPhase, role]],
    links: pending.announced?.type === 'elsewhere' ? [...links, real] : links,
  };
}

/**
 * The span as it leaves: a pure function of its records, whatever the order in which they were read.
 * No time of reading, no place of reading and no chance enters it; that is what makes a resend invisible.
 *
 * @param descendants - from the first to the last record of all descendants, as far as they are known
 */
export function createSnapshot(
  pending: PendingSpan,
  cause: EndCause,
  context: { readonly resource: Resource; readonly descendants: TimeRange | undefined },
): SnapshotResult {
  const { end } = pending;
  const completeness = completenessOf(pending);
  const evidence = unionRange(pending.ownRange, context.descendants) ?? pending.ownRange;
  const deduced = deduceTimes(pending, evidence);
  const times = settleTimes(deduced.start, deduced.end);
  const place = placeOf(pending, completeness);
  const own = ownAttributes(pending, completeness, cause, times.isAdjusted);
  const layered = layerAttributes(
    layersOf(pending, end),
    place.own === NO_OWN ? own : [...own, ...place.own],
    pending.system,
  );
  const taken = pending.takeEvents();
  const endEvents = eventsOfEnd(end);
  const span = createReadableSpan({
    traceId: pending.traceId,
    spanId: place.spanId,
    parentSpanId: place.parentSpanId,
    name: spanName(pending, end),
    kind: pending.start?.kind ?? SpanKind.INTERNAL,
    startUnixNano: times.startUnixNano,
    endUnixNano: times.endUnixNano,
    status: spanStatus(pending, end),
    attributes: layered.attributes,
    droppedAttributesCount: layered.droppedCount + pending.droppedUpdateAttributes,
    events: endEvents.length === 0 ? taken.events : [...taken.events, ...endEvents],
    droppedEventsCount: taken.droppedCount + (end?.events.length ?? 0) - endEvents.length,
    links: place.links,
    resource: context.resource,
    scope: pending.system.scope,
  });
  return { span, role: place.role, completeness, renamedKeys: layered.renamedCount };
}
