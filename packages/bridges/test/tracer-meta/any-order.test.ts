import fc from 'fast-check';
import { encodeTraces } from '@spanbridge/otlp';
import { fixtureLines, readLines } from './fixture-records.js';

/** OTLP bytes of what a list of lines becomes, as text that compares. */
function otlpBytes(lines: readonly string[]): string {
  return Buffer.from(encodeTraces(readLines(lines).spans, 'protobuf')).toString('base64');
}

/** A shuffle that fast-check can shrink: positions are sorted by random keys. */
function shuffled(lines: readonly string[]): fc.Arbitrary<string[]> {
  return fc
    .array(fc.nat(), { minLength: lines.length, maxLength: lines.length })
    .map((keys) => lines.map((line, index) => [keys[index] ?? 0, line] as const))
    .map((pairs) => pairs.sort((a, b) => a[0] - b[0]).map(([, line]) => line));
}

describe('any order of the same records gives byte-equal OTLP', () => {
  it.each([
    ['01_initial.jsonl', 300],
    ['02_simple.jsonl', 200],
    ['v1/20251024_120631.jsonl', 100],
    ['vscode_format_example.jsonl', 100],
  ])('%s, %i shuffles', (name, numRuns) => {
    const lines = fixtureLines(name).filter((line) => line.trim() !== '');
    const expected = otlpBytes([...lines, '']);
    fc.assert(
      fc.property(shuffled(lines), (order) => otlpBytes([...order, '']) === expected),
      { numRuns },
    );
  });

  it('edge_cases.jsonl, 400 shuffles with its cut last line in place', () => {
    const lines = fixtureLines('edge_cases.jsonl').filter((line) => line.trim() !== '');
    const last = lines.pop() ?? '';
    const expected = otlpBytes([...lines, last]);
    fc.assert(
      fc.property(shuffled(lines), (order) => otlpBytes([...order, last]) === expected),
      { numRuns: 400 },
    );
  });
});
