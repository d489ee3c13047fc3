import {
  type Context,
  isSpanContextValid,
  type SpanContext,
  type TextMapGetter,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api';
import { isTracingSuppressed } from './suppressed.js';
import { parseTraceState } from './trace-state-header.js';

const TRACE_PARENT = 'traceparent';
const TRACE_STATE = 'tracestate';

const VERSION = '00';

const HEADER = /^(?!ff)([\da-f]{2})-((?!0{32})[\da-f]{32})-((?!0{16})[\da-f]{16})-([\da-f]{2})(-.*)?$/;

/** Sampled, and random trace id of level 2. The W3C wants all others set to zero by who does not know them. */
const KNOWN_FLAGS = 0x03;

/** Reads and writes the headers of W3C Trace Context. */
export class TraceContextPropagator implements TextMapPropagator {
  inject(context: Context, carrier: unknown, setter: TextMapSetter): void {
    const spanContext = trace.getSpanContext(context);
    if (spanContext === undefined || isTracingSuppressed(context) || !isSpanContextValid(spanContext)) return;
    setter.set(carrier, TRACE_PARENT, toTraceParent(spanContext));
    const traceState = spanContext.traceState?.serialize() ?? '';
    if (traceState !== '') setter.set(carrier, TRACE_STATE, traceState);
  }

  extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const header = getter.get(carrier, TRACE_PARENT);
    // Two of them contradict one another, and neither is to be believed.
    const [text, ...others] = typeof header === 'string' ? [header] : (header ?? []);
    const spanContext = text === undefined || others.length > 0 ? undefined : parseTraceParent(text);
    if (spanContext === undefined) return context;
    const states = getter.get(carrier, TRACE_STATE);
    const traceState = parseTraceState(typeof states === 'string' ? states : (states ?? []).join(','));
    return trace.setSpanContext(context, traceState === undefined ? spanContext : { ...spanContext, traceState });
  }

  fields(): string[] {
    return [TRACE_PARENT, TRACE_STATE];
  }
}

function toTraceParent({ traceId, spanId, traceFlags }: SpanContext): string {
  const flags = (traceFlags & KNOWN_FLAGS).toString(16).padStart(2, '0');
  return `${VERSION}-${traceId}-${spanId}-${flags}`;
}

function parseTraceParent(text: string): SpanContext | undefined {
  const match = HEADER.exec(text.replace(/^[ \t]+|[ \t]+$/g, ''));
  const [, version, traceId = '', spanId = '', flags = '', rest] = match ?? [];
  // Later versions may append; version 00 has these four parts and no more.
  if (match === null || (version === VERSION && rest !== undefined)) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & KNOWN_FLAGS, isRemote: true };
}
