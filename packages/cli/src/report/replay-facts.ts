import type { ShipResult } from '@spanbridge/sdk';
import { bytesText, counted, countText, elapsedText, reasonsText } from './numbers.js';
import type { SummaryFact } from './summary-facts.js';

/** What the account of a replay says of where the spans lay and went. */
export interface ReplayContext {
  readonly directory: string;
  readonly endpoints: readonly string[];
  readonly deadLetter: string | undefined;
}

/** The account of a replay in words; a column that is zero is left out, unless its being zero is the news. */
export function replayFacts({ summary, reasons }: ShipResult, context: ReplayContext): readonly SummaryFact[] {
  const { spans, markers, accepted, refused, dropped, spooled, bytesRead, durationMs } = summary;
  const all = spans + markers;
  if (all === 0) return [{ label: 'Spool', text: `${context.directory}: nothing is pending for ${to(context)}` }];
  const size = `${counted(all, 'span')} (${bytesText(bytesRead)}) in ${elapsedText(durationMs)}`;
  const facts = [
    { label: 'Spool', text: `${context.directory}: ${size}` },
    { label: 'Delivered', text: `${countText(accepted)} of ${countText(all)} to ${to(context)}` },
  ];
  const add = (label: string, count: number, text: string): void => {
    if (count > 0) facts.push({ label, text: `${countText(count)}${text}` });
  };
  const kept = context.deadLetter === undefined ? '' : `; kept in ${context.deadLetter}`;
  add('Refused', refused, `: ${reasonsText(reasons.refused)}${kept}`);
  add('Dropped', dropped, ', because the spool is damaged');
  add('Spooled', spooled, '; the next replay goes on there');
  return facts;
}

function to({ endpoints }: ReplayContext): string {
  return endpoints.join(' and ');
}
