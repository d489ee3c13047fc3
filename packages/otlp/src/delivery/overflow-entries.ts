import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { OtlpSignal } from '../codec/signal.js';
import { cutBatches } from './batch.js';
import { halve } from './bisect.js';
import type { OverflowEntry } from './overflow-store.js';
import { priorityOf, type SpanPriority } from './priority.js';
import { sizeOfSpan } from './send-queue.js';
import { encodeQuietly, faultOf } from './span-delivery.js';

/** Items as entries, and those that no receiver would take either. */
export interface OverflowEntries<Item = ReadableSpan> {
  readonly entries: readonly OverflowEntry[];
  /** How many items are in the entries. */
  readonly spanCount: number;
  /** Each with what is wrong with it. */
  readonly invalid: readonly { readonly span: Item; readonly fault: string }[];
}

/** Items that may share an entry. */
export interface EntryGroup<Item> {
  readonly priority: SpanPriority;
  readonly items: Item[];
}

/** How items of a signal become bytes. */
export interface EntryEncoder<Item> {
  readonly signal: OtlpSignal;
  readonly sizeBytesOf: (item: Item) => number;
  /** Undefined when they cannot be encoded. */
  readonly encode: (items: readonly Item[]) => Uint8Array | undefined;
}

/** Limits of one entry. A damaged one is lost whole, so it is small; a larger item is an entry of its own. */
const ENTRY_LIMITS = { batchSpansMax: 512, batchBytesMax: 64 * 1024 };

const SPAN_ENCODER: EntryEncoder<ReadableSpan> = {
  signal: 'traces',
  sizeBytesOf: sizeOfSpan,
  encode: (spans) => encodeQuietly(spans, 'protobuf'),
};

/**
 * Encodes spans as entries of one priority, one resource and one scope each, in their order within these; `isInOrder`
 * keeps their order across entries, too, with more of them. Spans that are not valid or cannot be encoded are named,
 * not kept.
 */
export function toOverflowEntries(
  spans: readonly ReadableSpan[],
  { isInOrder = false }: { readonly isInOrder?: boolean } = {},
): OverflowEntries {
  const invalid: { span: ReadableSpan; fault: string }[] = [];
  const groups = new Groups(isInOrder);
  for (const span of spans) {
    const fault = faultOf(span);
    if (fault === undefined) groups.add(span);
    else invalid.push({ span, fault });
  }
  const encoded = encodeEntries(groups.all, SPAN_ENCODER);
  return { ...encoded, invalid: [...invalid, ...encoded.invalid] };
}

/** Encodes groups of items as entries, as many as each needs. Items that cannot be encoded are named, not kept. */
export function encodeEntries<Item>(
  groups: readonly EntryGroup<Item>[],
  { signal, sizeBytesOf, encode }: EntryEncoder<Item>,
): OverflowEntries<Item> {
  const invalid: { span: Item; fault: string }[] = [];
  const entries: OverflowEntry[] = [];
  for (const { priority, items } of groups) {
    const waiting = [...cutBatches(items, ENTRY_LIMITS, sizeBytesOf)].reverse();
    for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
      const body = encode(part);
      const isGood = body !== undefined && (body.length <= ENTRY_LIMITS.batchBytesMax || part.length === 1);
      const halves = isGood ? undefined : halve(part);
      if (halves !== undefined) waiting.push(halves[1], halves[0]);
      else if (body !== undefined) entries.push({ signal, priority, spanCount: part.length, body });
      else invalid.push(...part.map((span) => ({ span, fault: 'it cannot be encoded' })));
    }
  }
  return { entries, spanCount: entries.reduce((sum, entry) => sum + entry.spanCount, 0), invalid };
}

interface SpanGroup extends EntryGroup<ReadableSpan> {
  readonly resource: unknown;
  readonly scope: unknown;
}

/** Spans that may share an entry, told apart by the objects of their resource and scope. */
class Groups {
  readonly all: SpanGroup[] = [];
  private readonly homes = new Map<unknown, Map<unknown, (SpanGroup | undefined)[]>>();
  private last: SpanGroup | undefined;

  constructor(private readonly isInOrder: boolean) {}

  add(span: ReadableSpan): void {
    const priority = priorityOf(span);
    const { resource, instrumentationScope: scope } = span;
    const { last } = this;
    // Neighbours nearly always share a group.
    const isLast = last?.priority === priority && last.resource === resource && last.scope === scope;
    const group = isLast ? last : this.find({ priority, resource, scope, items: [] });
    this.last = group;
    group.items.push(span);
  }

  /** The group that is already there for what `fresh` holds, else that one. */
  private find(fresh: SpanGroup): SpanGroup {
    const scopes = entryOf(this.homes, fresh.resource, () => new Map<unknown, (SpanGroup | undefined)[]>());
    const byPriority = entryOf(scopes, fresh.scope, () => []);
    const known = byPriority[fresh.priority];
    // To keep the order, spans go behind those that came last, or begin anew.
    if (known !== undefined && !this.isInOrder) return known;
    byPriority[fresh.priority] = fresh;
    this.all.push(fresh);
    return fresh;
  }
}

function entryOf<Value>(map: Map<unknown, Value>, key: unknown, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
