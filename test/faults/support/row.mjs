// The one line that a run prints, and the gate that every run has to pass.

/** Copies that one crash may cost: four requests of 512 spans in flight. */
export const DUPLICATES_PER_CRASH_MAX = 4 * 512;

/** Facts of a verdict that must be 0 in every run. */
const ZERO = [
  'lost',
  'invented',
  'mutated',
  'wrong',
  'invalid',
  'doubledInJaeger',
  'wrongInTempo',
  'silent',
  'crashes',
];

function rounded(value) {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toFixed(value < 10 ? 2 : 0)) : value;
}

/**
 * Prints the row of a run, its examples of what is wrong on stderr, and sets the exit code 1 when the gate fails: a
 * number that must be 0 is not, the run was wedged, or one of `limits` (name → most) is passed.
 */
export function printRow({ id, verdict, reported = 0, crashes = 0, isWedged = false, limits = {}, ...figures }) {
  const { examples, ...counts } = verdict;
  const silent = Math.max(0, counts.lost - reported);
  const facts = { ...counts, silent, crashes, ...figures };
  const failed = [
    ...ZERO.filter((name) => facts[name] !== 0),
    ...(isWedged ? ['wedged'] : []),
    ...Object.entries(limits)
      .filter(([name, most]) => !(facts[name] <= most))
      .map(([name, most]) => `${name} > ${most}`),
  ];
  const { lost, duplicates: dup, mutated, invented, ...more } = facts;
  const row = { id, gate: failed.length === 0 ? 'pass' : 'FAIL', failed, lost, dup, mutated, invented, ...more };
  console.log(JSON.stringify(row, (_key, value) => rounded(value)));
  for (const example of failed.length === 0 ? [] : examples) console.error(`  ${example}`);
  if (failed.length > 0) process.exitCode = 1;
  return row;
}

/** Prints that a run did not take place, and why. */
export function printSkipped(id, reason) {
  console.log(JSON.stringify({ id, gate: 'skipped', reason }));
}

/** The spans that a shipper said it could not deliver. */
export function reportedBy(summary) {
  return summary === undefined ? 0 : summary.dropped + summary.refused;
}
