import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { cutBatches } from './batch.js';
import { halve } from './bisect.js';
import type { OverflowEntry } from './overflow-store.js';
import { priorityOf, type SpanPriority } from './priority.js';
import { sizeOfSpan } from './send-queue.js';
import { encodeQuietly, faultOf } from './span-delivery.js';

/** Spans as entries, and those that no receiver would take either. */
export interface OverflowEntries {
  readonly entries: readonly OverflowEntry[];
  readonly spanCount: number;
  /** Each with what is wrong with it. */
  readonly invalid: readonly { readonly span: ReadableSpan; readonly fault: string }[];
}

/** Limits of one entry. A damaged one is lost whole, so it is small; a larger span is an entry of its own. */
const ENTRY_LIMITS = { batchSpansMax: 512, batchBytesMax: 64 * 1024 };

/**
 * Encodes spans as entries of one priority, one resource and one scope each, in their order within these; `isInOrder`
 * keeps their order across entries, too, with more of them. Spans that are not valid or cannot be encoded are named, not
 * kept.
 */
export function toOverflowEntries(
  spans: readonly ReadableSpan[],
  { isInOrder = false }: { readonly isInOrder?: boolean } = {},
): OverflowEntries {
  const invalid: { span: ReadableSpan; fault: string }[] = [];
  const entries: OverflowEntry[] = [];
  const groups = groupByHome(
    spans.filter((span) => {
      const fault = faultOf(span);
      if (fault !== undefined) invalid.push({ span, fault });
      return fault === undefined;
    }),
    isInOrder,
  );
  for (const { priority, spans: members } of groups) {
    const waiting = [...cutBatches(members, ENTRY_LIMITS, sizeOfSpan)].reverse();
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const body = encodeQuietly(part, 'protobuf');
      const isGood = body !== undefined && (body.length <= ENTRY_LIMITS.batchBytesMax || part.length === 1);
      const halves = isGood ? undefined : halve(part);
      if (halves !== undefined) waiting.push(halves[1], halves[0]);
      else if (body !== undefined) entries.push({ signal: 'traces', priority, spanCount: part.length, body });
      else invalid.push(...part.map((span) => ({ span, fault: 'it cannot be encoded' })));
    }
  }
  return { entries, spanCount: spans.length - invalid.length, invalid };
}

interface Group {
  readonly priority: SpanPriority;
  readonly spans: ReadableSpan[];
}

/** Spans that may share an entry, told apart by the objects of their resource and scope. */
function groupByHome(spans: readonly ReadableSpan[], isInOrder: boolean): readonly Group[] {
  const groups: Group[] = [];
  const homes = new Map<unknown, Map<unknown, (Group | undefined)[]>>();
  for (const span of spans) {
    const scopes = entryOf(homes, span.resource, () => new Map<unknown, (Group | undefined)[]>());
    const byPriority = entryOf(scopes, span.instrumentationScope, () => []);
    const priority = priorityOf(span);
    let group = byPriority[priority];
    if (group === undefined || (isInOrder && group !== groups.at(-1))) {
      group = { priority, spans: [] };
      byPriority[priority] = group;
      groups.push(group);
    }
    group.spans.push(span);
  }
  return groups;
}

function entryOf<Value>(map: Map<unknown, Value>, key: unknown, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
