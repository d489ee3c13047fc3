import { formatViolation, type SourceText, type Violation } from './violation.js';

/** Files for a rule to read, by their paths. */
export function filesOf(texts: Readonly<Record<string, string>>): readonly SourceText[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

/** Where a rule finds faults, as `path:line`, in the order in which it tells them. */
export function placesOf(violations: readonly Violation[]): readonly string[] {
  return violations.map((violation) => formatViolation(violation).split('  ')[0] ?? '');
}
