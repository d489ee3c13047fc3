import { createHash } from 'node:crypto';
import { unsignedOf, type WireSpan } from './wire.js';

/** Says what no receiver may be sent, whatever the span is about; undefined for a span that is well formed. */
export function findFormFault(span: WireSpan): string | undefined {
  if (!isId(span.traceId, 16)) return 'its trace id is zero or not 16 bytes';
  if (!isId(span.spanId, 8)) return 'its span id is zero or not 8 bytes';
  if (span.parentSpanId.length > 0 && !isId(span.parentSpanId, 8)) return 'its parent span id is zero or not 8 bytes';
  const start = unsignedOf(span.startTimeUnixNano);
  if (start === 0n) return 'its start is 0';
  return unsignedOf(span.endTimeUnixNano) < start ? 'it ends before it starts' : undefined;
}

function isId(id: Uint8Array, bytes: number): boolean {
  return id.length === bytes && id.some((byte) => byte !== 0);
}

/** Phases of spans that speak of another span under an id derived from its id, and the role in that derivation. */
const ROLES: Readonly<Record<string, string>> = { pending: 'pending', completion: 'end', unfinished: 'unfinished' };

/** What a span is to the truth: a span of its own, or one that speaks of the span whose id it has as its parent. */
export type SpanStanding = { readonly kind: 'real' } | { readonly kind: 'derived'; readonly fault: string | undefined };

/**
 * Tells spans under real ids from those under derived ones, by the attribute that says so. The id of a late record
 * depends on the bytes of the record, which are not here, so that it is not checked.
 */
export function standingOf(span: WireSpan): SpanStanding {
  const phase = span.attributes.find(({ key }) => key === 'spanbridge.span.phase')?.value?.['stringValue'];
  if (typeof phase !== 'string' || phase === 'anchor') return { kind: 'real' };
  if (phase === 'late') return { kind: 'derived', fault: undefined };
  const role = ROLES[phase];
  if (role === undefined) return { kind: 'derived', fault: `its phase is "${phase}"` };
  const isDerived = Buffer.from(span.spanId).equals(deriveId(span, role));
  return { kind: 'derived', fault: isDerived ? undefined : `its id does not follow from its parent and "${role}"` };
}

function deriveId(span: WireSpan, role: string): Uint8Array {
  const digest = createHash('sha256').update(span.traceId).update(span.parentSpanId).update(role, 'ascii').digest();
  const first = digest.subarray(0, 8);
  return first.some((byte) => byte !== 0) ? first : digest.subarray(8, 16);
}
