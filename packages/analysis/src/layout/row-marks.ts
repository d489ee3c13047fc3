import { isError, isImplicit, isStartMissing } from '../span/span-facts.js';
import type { TraceTreeNode } from '../tree/trace-tree.js';

/** What is to be said of a span beside its times; every renderer has a sign for each. */
export type RowMark =
  | 'error'
  | 'running'
  | 'stale'
  | 'unfinished'
  | 'implicit'
  | 'start-missing'
  | 'late'
  | 'orphan'
  | 'cycle'
  | 'conflicting';

/** Every mark in the order of legends, with its meaning in a few words. */
export const ROW_MARK_MEANINGS: Readonly<Record<RowMark, string>> = {
  error: 'error',
  running: 'running',
  stale: 'stale',
  unfinished: 'unfinished',
  implicit: 'implicit',
  'start-missing': 'start not seen',
  late: 'record without its span',
  orphan: 'parent missing',
  cycle: 'parent cycle broken',
  conflicting: 'sent with two ends',
};

/** The marks of one span, in the order of legends. */
export function rowMarks(node: TraceTreeNode): readonly RowMark[] {
  const { state, isStray } = node.merged;
  const holds: Readonly<Record<RowMark, boolean>> = {
    error: isError(node.span),
    running: state === 'running',
    stale: state === 'stale',
    unfinished: state === 'unfinished',
    implicit: isImplicit(node.span),
    'start-missing': isStartMissing(node.span),
    late: isStray,
    orphan: node.isOrphan,
    cycle: node.isInCycle,
    conflicting: state === 'conflicting',
  };
  return (Object.keys(holds) as RowMark[]).filter((mark) => holds[mark]);
}
