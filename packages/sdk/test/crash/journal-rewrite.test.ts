import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Declarations } from '../../src/crash/declarations.js';
import { JournalFile } from '../../src/crash/journal-file.js';
import { aliveLine, JournalRewrite } from '../../src/crash/journal-rewrite.js';
import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { OpenSpans } from '../../src/crash/open-spans.js';
import { testSpans } from '../../../../test/support/test-spans.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-rewrite-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function fill(spans: OpenSpans, count: number): void {
  for (const span of testSpans(count, spans.upcomingNumber)) {
    const entry = spans.create(span as unknown as LiveSpan, false);
    if (entry !== undefined) spans.add(entry, 1);
  }
}

describe('the rewrite of a journal', () => {
  it('writes five hundred spans a step, without those that started since, and what was noted meanwhile', () => {
    const file = JournalFile.open(join(directory, 'crash'));
    const spans = new OpenSpans();
    const declarations = new Declarations((line) => {
      file.append(line);
    });
    fill(spans, 700);
    const rewrite = new JournalRewrite(file.createSuccessor(), { spans, declarations });
    fill(spans, 5);
    expect(rewrite.step()).toBe(false);
    rewrite.note('{"end":3}\n');
    expect(rewrite.step()).toBe(true);
    const next = rewrite.finish(file, 1_700_000_000_000);
    const lines = readFileSync(next.path, 'latin1').split('\n');
    expect(lines.filter((line) => line.startsWith('{"start"'))).toHaveLength(700);
    expect(lines.filter((line) => line === '{"end":3}')).toHaveLength(1);
    expect(lines.slice(-2)).toEqual(['{"alive":"1700000000000000000"}', '']);
    // What is open weighs as much as its new lines.
    expect(spans.sizeBytes).toBeGreaterThan(700 * 200);
    next.remove();
  });

  it('abandoned, it leaves no file', () => {
    const file = JournalFile.open(join(directory, 'crash'));
    const declarations = new Declarations(() => undefined);
    const successor = file.createSuccessor();
    new JournalRewrite(successor, { spans: new OpenSpans(), declarations }).abandon();
    expect(() => readFileSync(successor.path)).toThrow('ENOENT');
    file.remove();
  });

  it('a time is told in nanoseconds', () => {
    expect(aliveLine(1_700_000_000_123.9)).toBe('{"alive":"1700000000123000000"}\n');
  });
});
