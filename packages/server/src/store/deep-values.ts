import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ENCODED_DEPTH_MAX } from '@spanbridge/otlp';

/**
 * What a character of {@link deepText} stands for in memory at most: an empty map is three characters there and about
 * two hundred bytes as an object. Charging too much costs a rare trace its place; too little would cost the process.
 */
const BYTES_PER_CHARACTER = 64;

/**
 * Answers whether a span holds a value that nests deeper than the encoder writes. OTLP allows such values and the
 * receiver takes them, so the store must not lose what lies below; it keeps these rare spans as objects.
 */
export function nestsTooDeep(span: ReadableSpan): boolean {
  const bags = [span.attributes, span.resource.attributes, ...span.events.map(({ attributes }) => attributes)];
  const all = [...bags, ...span.links.map(({ attributes }) => attributes)];
  return all.some((attributes) => attributes !== undefined && Object.values(attributes).some(isTooDeep));
}

/** Everything of a span that may nest, as text: equal texts mean equal values. */
export function deepText(span: ReadableSpan): string {
  return JSON.stringify([span.attributes, span.resource.attributes, span.events, span.links]);
}

/** What such a span occupies as objects, beside its encoded bytes. */
export function deepBytes(span: ReadableSpan): number {
  return deepText(span).length * BYTES_PER_CHARACTER;
}

function isTooDeep(value: unknown): boolean {
  return isObject(value) && exceeds(value, ENCODED_DEPTH_MAX);
}

/** Recursion ends where `levelsLeft` does, and with the first value that is too deep. */
function exceeds(value: object, levelsLeft: number): boolean {
  if (levelsLeft === 0) return true;
  return Object.values(value).some((inner) => isObject(inner) && exceeds(inner, levelsLeft - 1));
}

/** Bytes are one value, not a list of numbers. */
function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
