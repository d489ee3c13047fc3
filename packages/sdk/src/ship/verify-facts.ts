import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { fromHrTime } from '@spanbridge/core';
import { canonicalText, compactText, cutForms } from './verify-value.js';

/**
 * One thing that can be said of a span: the name of the field, and its value as a text.
 *
 * Beside the value of a field that was *sent* stand the values as which a backend that cuts texts may store it; beside
 * one that is *stored* stands the list or map that its text may be the JSON of.
 */
export type Fact = readonly [field: string, value: string, others?: readonly string[]];

/** Everything that is compared of a span but its resource. Ids are compared by finding it at all. */
export interface SpanFacts {
  readonly fields: readonly Fact[];
  readonly events: readonly (readonly Fact[])[];
  readonly links: readonly (readonly Fact[])[];
}

/** Whether facts are about what was sent or about what is stored. */
export type FactSide = 'sent' | 'stored';

const KINDS = ['internal', 'server', 'client', 'producer', 'consumer'] as const;

const STATUSES: Readonly<Record<SpanStatusCode, string>> = {
  [SpanStatusCode.UNSET]: 'unset',
  [SpanStatusCode.OK]: 'ok',
  [SpanStatusCode.ERROR]: 'error',
};

/** The facts of a span. */
export function toSpanFacts(span: ReadableSpan, side: FactSide): SpanFacts {
  const { name, version = '' } = span.instrumentationScope;
  return {
    fields: [
      valueFact('name', span.name, side),
      ['kind', KINDS[span.kind]],
      ['parent', parentOf(span)],
      ['startTime', fromHrTime(span.startTime).toString()],
      ['endTime', fromHrTime(span.endTime).toString()],
      ['status', STATUSES[span.status.code]],
      valueFact('status.message', span.status.message ?? '', side),
      valueFact('scope.name', name, side),
      valueFact('scope.version', version, side),
      ...attributeFacts('attributes', span.attributes, side),
    ],
    events: span.events.map((event) => [
      valueFact('name', event.name, side),
      ['time', fromHrTime(event.time).toString()],
      ...attributeFacts('attributes', event.attributes, side),
    ]),
    links: span.links.map(({ context, attributes }) => [
      ['span', `${context.traceId}/${context.spanId}`.toLowerCase()],
      ...attributeFacts('attributes', attributes, side),
    ]),
  };
}

/** Some writers say of a root that its parent is all zeros, which no backend keeps. */
function parentOf({ parentSpanContext }: ReadableSpan): string {
  const spanId = parentSpanContext?.spanId.toLowerCase() ?? '';
  return /^0*$/.test(spanId) ? '' : spanId;
}

/** The facts of the resource of a span. */
export function toResourceFacts(span: ReadableSpan, side: FactSide): readonly Fact[] {
  return attributeFacts('resource', span.resource.attributes, side);
}

/** Sorted by key, since their order has no meaning. Long keys are shortened like values, which bounds a record. */
function attributeFacts(
  prefix: string,
  attributes: Readonly<Record<string, unknown>> | undefined,
  side: FactSide,
): readonly Fact[] {
  const keys = Object.keys(attributes ?? {}).sort();
  return keys.map((key) => valueFact(`${prefix}.${compactText(key.toWellFormed())}`, attributes?.[key], side));
}

function valueFact(field: string, value: unknown, side: FactSide): Fact {
  const others = typeof value !== 'string' ? [] : side === 'sent' ? cutForms(value) : nestedForms(value);
  const text = compactText(canonicalText(value));
  return others.length === 0 ? [field, text] : [field, text, others];
}

/** The list or map that a text is the JSON of. */
function nestedForms(text: string): readonly string[] {
  if (!/^\s*[[{]/.test(text)) return [];
  try {
    return [compactText(canonicalText(JSON.parse(text)))];
  } catch {
    return [];
  }
}
