import { durationText, utcText } from '../layout/duration-text.js';
import type { MergedSpan } from '../merge/merged-span.js';
import type { RowRole, SpanRow } from '../merge/span-row.js';
import { toUnixNano } from '../span/span-facts.js';
import { cut, listed, statusOf, toEntries, type ViewEntry, type ViewStatus } from './view-text.js';

/** One span that a real span was sent as. */
export interface ViewSent extends ViewStatus {
  readonly role: RowRole;
  readonly spanId: string;
  readonly name: string;
  readonly startText: string;
  readonly durationText: string;
  /** Of the ends that contradict one another: nobody shall have to guess what the other one said. */
  readonly attributes?: readonly ViewEntry[];
  readonly events?: readonly string[];
}

/** Spans that one real span was sent as, on a page; the rest is counted among the losses. */
export const VIEW_SENT_MAX = 32;

/** What a span was sent as; nothing where that is simply one span. */
export function toViewSent({ rows, state, isStray }: MergedSpan): ViewSent[] {
  const isPlain = rows.length === 1 && rows[0]?.role === 'final';
  if (isPlain || isStray) return [];
  const isContradicted = (row: SpanRow): boolean => state === 'conflicting' && row.role === rows[0]?.role;
  return rows.slice(0, VIEW_SENT_MAX).map((row) => ({
    ...headOf(row),
    ...(isContradicted(row) ? contentOf(row) : {}),
  }));
}

function headOf({ span, role }: SpanRow): ViewSent {
  const startUnixNano = toUnixNano(span.startTime);
  return {
    role,
    spanId: span.spanContext().spanId,
    name: cut(span.name),
    startText: utcText(startUnixNano, 9),
    durationText: durationText(toUnixNano(span.endTime) - startUnixNano),
    ...statusOf(span),
  };
}

function contentOf({ span }: SpanRow): Pick<ViewSent, 'attributes' | 'events'> {
  return {
    ...listed('attributes', toEntries(span.attributes)),
    ...listed(
      'events',
      span.events.slice(0, VIEW_SENT_MAX).map(({ name }) => cut(name)),
    ),
  };
}
