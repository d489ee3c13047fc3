import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { toTracesData } from '@spanbridge/otlp';
import { type Answer, jsonAnswer } from '../../http/exchange.js';

/** What Jaeger says of a trace that it does not have. */
const NOT_FOUND = { httpCode: 404, message: 'No traces found' } as const;

/** The alternatives of an attribute value. The one that is set is written also with its default value. */
const VALUE_NAMES: ReadonlySet<string> = new Set([
  'stringValue',
  'boolValue',
  'intValue',
  'doubleValue',
  'bytesValue',
  'arrayValue',
  'kvlistValue',
]);

/**
 * Spans in the form of Jaeger's `/api/v3`: OTLP/JSON in a wrapper, ids in hex, enums as integers, 64-bit integers as
 * text, and nothing that has its default value (but for the messages `resource`, `scope` and `status`, which Jaeger
 * always writes).
 */
export function tracesAnswer(spans: readonly ReadableSpan[]): Answer {
  const body = JSON.stringify({ result: toTracesData(spans) }, withoutDefaults);
  return { status: 200, contentType: 'application/json', body };
}

/** Names of services; an empty list is written as one. */
export function servicesAnswer(services: readonly string[]): Answer {
  return jsonAnswer({ services });
}

/** The trace is not stored: an empty result, and not a failure. */
export function notFoundAnswer(): Answer {
  return errorAnswer(NOT_FOUND);
}

/** A parameter cannot be read. */
export function malformedAnswer(message: string): Answer {
  return errorAnswer({ httpCode: 400, message });
}

/** Jaeger writes errors with the helper of Go's library, which says plain text and ends the line. */
function errorAnswer(error: { readonly httpCode: number; readonly message: string }): Answer {
  return {
    status: error.httpCode,
    contentType: 'text/plain; charset=utf-8',
    body: `${JSON.stringify({ error })}\n`,
  };
}

/** Users name no member, since attributes are lists of `key` and `value`: the name says what may be left out. */
function withoutDefaults(name: string, value: unknown): unknown {
  if (VALUE_NAMES.has(name)) return value;
  const isDefault = value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
  const isUnsetTime = value === '0' && name.endsWith('UnixNano');
  return isDefault || isUnsetTime ? undefined : value;
}
