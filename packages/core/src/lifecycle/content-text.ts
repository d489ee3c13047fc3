import type { Attributes, AttributeValue } from '@opentelemetry/api';
import type { EndSignal, SpanEventContent, StartSignal, UpdateSignal } from '../model/span-signal.js';

function isNegativeZero(value: unknown): boolean {
  return Object.is(value, -0);
}

function signMark(key: string, value: AttributeValue | undefined): string {
  if (isNegativeZero(value)) return `|-${key}`;
  if (!Array.isArray(value)) return '';
  return value.map((item, index) => (isNegativeZero(item) ? `|-${key}[${index}]` : '')).join('');
}

/** Attributes as text: two sets with one text are the same in every byte. JSON alone would take -0 for 0. */
export function attributesText(attributes: Attributes): string {
  const marks = Object.keys(attributes).map((key) => signMark(key, attributes[key]));
  return JSON.stringify(attributes) + marks.join('');
}

/** What an event says beside its time and its name. */
export function eventText(event: SpanEventContent): string {
  return `${event.droppedCount}|${attributesText(event.attributes)}`;
}

function statusText(signal: EndSignal | UpdateSignal): string {
  return signal.status === undefined ? '' : `${signal.status.code}${signal.status.message ?? ''}`;
}

function endText(signal: EndSignal): readonly string[] {
  const events = signal.events.map((event) => `${event.timeUnixNano}|${event.name}|${eventText(event)}`);
  return [signal.name, signal.finalName ?? '', statusText(signal), String(signal.durationNano), ...events];
}

function linksText(signal: StartSignal): string {
  return JSON.stringify(
    signal.links.map(({ context, attributes }) => [context.traceId, context.spanId, attributesText(attributes ?? {})]),
  );
}

function ownText(signal: StartSignal | EndSignal | UpdateSignal): readonly string[] {
  switch (signal.type) {
    case 'start':
      return [signal.name, String(signal.kind), linksText(signal)];
    case 'end':
      return endText(signal);
    case 'update':
      return [statusText(signal)];
  }
}

/** Everything that a signal says beside its time: two signals with one text make the same span. */
export function signalText(signal: StartSignal | EndSignal | UpdateSignal): string {
  const { content, parentSpanId = '' } = signal;
  return JSON.stringify([
    ...ownText(signal),
    parentSpanId,
    attributesText(content.attributes),
    String(content.droppedCount),
  ]);
}

/** The order of two texts by their UTF-16 units; the same on every machine, whatever its language. */
export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Total order of two signals of one type: by time, then by what they say. 0 = the same record twice. */
export function compareSignals<T extends StartSignal | EndSignal | UpdateSignal>(a: T, b: T): number {
  if (a.timeUnixNano !== b.timeUnixNano) return a.timeUnixNano < b.timeUnixNano ? -1 : 1;
  return a === b ? 0 : compareTexts(signalText(a), signalText(b));
}

/** Total order of two events: by time, then name, then attributes. 0 = the same event twice. */
export function compareEvents(a: SpanEventContent, b: SpanEventContent): number {
  if (a.timeUnixNano !== b.timeUnixNano) return a.timeUnixNano < b.timeUnixNano ? -1 : 1;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a === b ? 0 : compareTexts(eventText(a), eventText(b));
}
