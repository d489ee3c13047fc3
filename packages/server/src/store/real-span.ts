import { SpanStatusCode } from '@opentelemetry/api';
import { ROW_ROLES, type SpanRow } from '@spanbridge/analysis';
import { fromHrTime } from '@spanbridge/core';

/** What the rows of one real span come to, as far as a list tells it; `mergeSpanRows` tells all. */
export interface RealSpan {
  /** Place of the best row among {@link ROW_ROLES}. */
  readonly rank: number;
  readonly statusCode: SpanStatusCode;
  /** What left unfinished had failed already; an end without a word of it does not take that back. */
  readonly wasError: boolean;
  readonly endUnixNano: bigint;
  /** When a span that beats is taken for stale; undefined for one that does not. */
  readonly staleAfterUnixNano: bigint | undefined;
}

const COMPLETION = ROW_ROLES.indexOf('completion');
const UNFINISHED = ROW_ROLES.indexOf('unfinished');
const STOP = ROW_ROLES.indexOf('stop');

/** A real span with one row more: the better row decides, of two equally good ones the one that ends later. */
export function updateRealSpan(
  known: RealSpan | undefined,
  row: SpanRow,
  staleAfterUnixNano: bigint | undefined,
): RealSpan {
  const rank = ROW_ROLES.indexOf(row.role);
  const endUnixNano = fromHrTime(row.span.endTime);
  const statusCode = row.span.status.code;
  const wasError = (known?.wasError ?? false) || (rank === UNFINISHED && statusCode === SpanStatusCode.ERROR);
  const staleAfter = later(known?.staleAfterUnixNano, staleAfterUnixNano);
  if (known === undefined || rank < known.rank || (rank === known.rank && endUnixNano > known.endUnixNano)) {
    // While nothing tells the end of a span, its end is the last that is known of it.
    const isOpen = rank > STOP;
    const lastUnixNano = isOpen && known !== undefined ? max(endUnixNano, known.endUnixNano) : endUnixNano;
    return { rank, statusCode, wasError, endUnixNano: lastUnixNano, staleAfterUnixNano: staleAfter };
  }
  const isOpen = known.rank > STOP;
  const lastUnixNano = isOpen ? max(endUnixNano, known.endUnixNano) : known.endUnixNano;
  return { ...known, wasError, endUnixNano: lastUnixNano, staleAfterUnixNano: staleAfter };
}

/** How a real span stands. */
export function stateOf(span: RealSpan, nowUnixNano: bigint): 'running' | 'stale' | 'unfinished' | 'ended' {
  if (span.rank < UNFINISHED) return 'ended';
  if (span.rank === UNFINISHED) return 'unfinished';
  const { staleAfterUnixNano } = span;
  if (span.rank === STOP || staleAfterUnixNano === undefined) return 'running';
  return nowUnixNano > staleAfterUnixNano ? 'stale' : 'running';
}

/** Whether the span failed. */
export function isErrorOf({ rank, statusCode, wasError }: RealSpan): boolean {
  if (statusCode === SpanStatusCode.ERROR) return true;
  return rank === COMPLETION && statusCode === SpanStatusCode.UNSET && wasError;
}

function later(a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return max(a, b);
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
