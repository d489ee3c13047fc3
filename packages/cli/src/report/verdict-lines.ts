import type { SpanDifference } from '@spanbridge/sdk';
import type { BackendVerdict } from '../commands/verification.js';
import { counted, countText, reasonsText } from './numbers.js';

/** Differences that are named one by one; the rest is a count. */
const DIFFERENCES_SHOWN_MAX = 5;

/** What a value may take of a line. */
const VALUE_LENGTH_MAX = 60;

/** What was read back from a backend, for a person: a sentence, then the first differences and the remarks. */
export function verdictLines({ result }: BackendVerdict): readonly string[] {
  const { differences, notes } = result;
  const total = Object.values(result.differenceCounts).reduce((sum, count) => sum + count, 0);
  const shown = differences.slice(0, DIFFERENCES_SHOWN_MAX);
  const rest = total - shown.length;
  return [
    headline(result),
    ...shown.map(differenceText),
    ...(rest > 0 ? [`… and ${counted(rest, 'more difference')}; --json lists up to 100`] : []),
    ...notes,
  ];
}

function headline({
  status,
  backend,
  spansCompared,
  tracesCompared,
  tracesUnread,
  differenceCounts,
}: BackendVerdict['result']): string {
  const where = backend === undefined ? '' : ` at ${backend.address} (${backend.api})`;
  const compared = `${counted(spansCompared, 'span')} in ${counted(tracesCompared, 'trace')}`;
  switch (status) {
    case 'verified':
      return `${compared} read back${where}: equal`;
    case 'differences':
      return `${compared} read back${where}: ${reasonsText(positive(differenceCounts))}`;
    case 'unavailable':
      return tracesUnread > 0 && spansCompared > 0
        ? `${compared} read back${where}: equal; ${countText(tracesUnread)} not readable`
        : `nothing could be read back${where}`;
  }
}

function positive(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function differenceText({ traceId, spanId, kind, field, sent, stored }: SpanDifference): string {
  const what = field === 'span' ? '' : ` ${field}`;
  return `${kind}${what}, span ${spanId} of ${traceId}: sent ${shortText(sent)}, stored ${shortText(stored)}`;
}

function shortText(value: string): string {
  if (value === '') return 'nothing';
  return value.length > VALUE_LENGTH_MAX ? `${value.slice(0, VALUE_LENGTH_MAX)}…` : value;
}
