import { isError, isImplicit, isStartMissing, phaseOf, stateOf } from '../span/span-facts.js';
import type { TraceTreeNode } from '../tree/trace-tree.js';

/** What is to be said of a span beside its times; every renderer has a sign for each. */
export type RowMark =
  'error' | 'running' | 'unfinished' | 'implicit' | 'start-missing' | 'late' | 'orphan' | 'cycle' | 'duplicate-id';

/** Every mark in the order of legends, with its meaning in a few words. */
export const ROW_MARK_MEANINGS: Readonly<Record<RowMark, string>> = {
  error: 'error',
  running: 'running',
  unfinished: 'unfinished',
  implicit: 'implicit',
  'start-missing': 'start not seen',
  late: 'late record',
  orphan: 'parent missing',
  cycle: 'parent cycle broken',
  'duplicate-id': 'span id used twice',
};

/** The marks of one span, in the order of legends. */
export function rowMarks(node: TraceTreeNode): readonly RowMark[] {
  const state = stateOf(node.span);
  const holds: Readonly<Record<RowMark, boolean>> = {
    error: isError(node.span),
    running: state === 'running',
    unfinished: state === 'unfinished',
    implicit: isImplicit(node.span),
    'start-missing': isStartMissing(node.span),
    late: phaseOf(node.span) === 'late',
    orphan: node.isOrphan,
    cycle: node.isInCycle,
    'duplicate-id': node.isDuplicateId,
  };
  return (Object.keys(holds) as RowMark[]).filter((mark) => holds[mark]);
}
