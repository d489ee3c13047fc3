import { type Attributes, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { Truth } from './oracle/oracle.js';

const RESOURCE = resourceFromAttributes({ 'service.name': 'shop' });
const SCOPE = { name: 'faults', version: '1.0.0' };

/** What differs from one span to the next. */
export interface TestSpanParts {
  readonly name?: string;
  readonly attributes?: Attributes;
}

/** Finished spans with the numbers from `first` on: everything about them follows from their number. */
export function testSpans(
  count: number,
  first = 0,
  partsOf: (index: number) => TestSpanParts = () => ({}),
): ReadableSpan[] {
  return Array.from({ length: count }, (_, offset) => testSpan(first + offset, partsOf(first + offset)));
}

function testSpan(index: number, { name = `span ${index}`, attributes = {} }: TestSpanParts): ReadableSpan {
  const { traceId, spanId } = idsOf(index);
  const context = { traceId, spanId, traceFlags: TraceFlags.SAMPLED };
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => context,
    startTime: [1_700_000_000, index],
    endTime: [1_700_000_001, index],
    duration: [1, 0],
    status: { code: SpanStatusCode.UNSET },
    attributes: { index, ...attributes },
    links: [],
    events: [],
    ended: true,
    resource: RESOURCE,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function idsOf(index: number): { readonly traceId: string; readonly spanId: string } {
  return { traceId: toHex(Math.floor(index / 8) + 1, 32), spanId: toHex(index + 1, 16) };
}

function toHex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}

/** The truth about the spans 0 to `count` - 1 of {@link testSpans}, without those that `isRefused` names. */
export function truthOfTestSpans(count: number, isRefused: (index: number) => boolean = () => false): Truth {
  const indexes = Array.from({ length: count }, (_, index) => index).filter((index) => !isRefused(index));
  const keys = indexes.map((index) => {
    const { traceId, spanId } = idsOf(index);
    return Buffer.from(traceId + spanId, 'hex');
  });
  const known = new Set(keys.map((key) => key.toString('hex')));
  return { keys: () => keys, knows: (key) => known.has(Buffer.from(key).toString('hex')) };
}
