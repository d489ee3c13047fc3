import { type Attributes, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { ATTRIBUTE, clampUnixNano, createDerivedSpan, deriveRoleSpanId, fromHrTime, toHrTime } from '@spanbridge/core';
import { decodeTracesValue, type ResourceJson, type ScopeJson } from '@spanbridge/otlp';
import type { CrashEntry, CrashFileContent, CrashedSpan, Declared } from './crash-entry.js';

/** What entries refer to by number. */
export interface DeclaredParts {
  readonly resources: ReadonlyMap<number, Declared<ResourceJson>>;
  readonly scopes: ReadonlyMap<number, Declared<ScopeJson>>;
}

/** Spans that are decoded together, so that they share one resource. */
const GROUP_SPANS_MAX = 1_000;

/** Makes the spans of entries, in their order; an entry that is no valid span is told as a damaged line. */
export function decodeEntries(entries: readonly CrashEntry[], parts: DeclaredParts): CrashFileContent {
  const spans: CrashedSpan[] = [];
  const damaged: { line: number; detail: string }[] = [];
  for (const group of groupsOf(entries)) {
    const decoded = decodeGroup(group, parts);
    // One broken span spoils its group; then each is looked at alone.
    for (const [index, entry] of group.entries()) {
      const result = decoded?.[index] ?? decodeOne(entry, parts);
      if ('detail' in result) damaged.push({ line: entry.line, detail: result.detail });
      else spans.push(toCrashedSpan(entry, result));
    }
  }
  return { spans, damaged };
}

/** Neighbours with one resource and one scope. */
function groupsOf(entries: readonly CrashEntry[]): readonly (readonly CrashEntry[])[] {
  const groups: CrashEntry[][] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    const fits = first?.resource === entry.resource && first.scope === entry.scope;
    if (group !== undefined && fits && group.length < GROUP_SPANS_MAX) group.push(entry);
    else groups.push([entry]);
  }
  return groups;
}

function decodeGroup(group: readonly CrashEntry[], parts: DeclaredParts): readonly ReadableSpan[] | undefined {
  const result = decodeTracesValue(tracesDataOf(group, parts));
  const isWhole = result.status === 'decoded' && result.spans.length === group.length;
  return isWhole ? result.spans : undefined;
}

function decodeOne(entry: CrashEntry, parts: DeclaredParts): ReadableSpan | { readonly detail: string } {
  const result = decodeTracesValue(tracesDataOf([entry], parts));
  if (result.status === 'invalid') return { detail: result.detail };
  return result.spans[0] ?? { detail: result.rejected[0]?.detail ?? 'is no span' };
}

function tracesDataOf(group: readonly CrashEntry[], { resources, scopes }: DeclaredParts): unknown {
  const resource = resources.get(group[0]?.resource ?? 0);
  const scope = scopes.get(group[0]?.scope ?? 0);
  const spans = group.map(({ json }) => ({ ...json, endTimeUnixNano: json.startTimeUnixNano }));
  const scopeSpans = [{ scope: scope?.value, schemaUrl: scope?.schemaUrl, spans }];
  return { resourceSpans: [{ resource: resource?.value, schemaUrl: resource?.schemaUrl, scopeSpans }] };
}

/**
 * The unfinished span: from its start to the last evidence of it. It failed only if it said so itself; that its process
 * died is told by two attributes and by nothing else.
 */
function toCrashedSpan(entry: CrashEntry, decoded: ReadableSpan): CrashedSpan {
  const { traceId, spanId } = decoded.spanContext();
  const startUnixNano = fromHrTime(decoded.startTime);
  const lastUnixNano = clampUnixNano(entry.endUnixNano ?? entry.lastUnixNano);
  const attributes: Attributes = Object.assign(decoded.attributes, {
    [ATTRIBUTE.endCause]: 'flushed',
    [ATTRIBUTE.partialGc]: true,
    ...(entry.isAnchored ? { [ATTRIBUTE.spanPhase]: 'unfinished' } : {}),
  });
  const isError = decoded.status.code === SpanStatusCode.ERROR;
  const span = createDerivedSpan(
    {
      ...decoded,
      context: decoded.spanContext(),
      parentContext: decoded.parentSpanContext,
      scope: decoded.instrumentationScope,
    },
    {
      spanId: entry.isAnchored ? deriveRoleSpanId(traceId, spanId, 'unfinished') : spanId,
      parentContext: entry.isAnchored ? decoded.spanContext() : decoded.parentSpanContext,
      endTime: toHrTime(lastUnixNano < startUnixNano ? startUnixNano : lastUnixNano),
      attributes,
      status: isError ? decoded.status : { code: SpanStatusCode.UNSET },
      events: decoded.events,
      droppedEventsCount: decoded.droppedEventsCount,
    },
  );
  return { span, role: entry.isAnchored ? 'unfinished' : 'span' };
}
