import { createHumanReport } from '../../src/report/human-report.js';
import { fakeHost, shipResult } from '../support/fake-host.js';
import { fakeSpan } from '../support/fake-span.js';

function reportOn(isDryRun = false) {
  const fake = fakeHost();
  const report = createHumanReport({
    output: fake.host.output,
    screen: { width: 80, colors: false },
    endpoints: ['http://a/v1/traces'],
    isDryRun,
    deadLetter: undefined,
  });
  return { ...fake, report };
}

describe('createHumanReport', () => {
  it('names the first five rejected records with file and line, and counts the rest', () => {
    const { report, stdout } = reportOn();
    for (let line = 1; line <= 7; line += 1) {
      report.onEvent({ type: 'rejected', file: 'a.jsonl', line, reason: 'invalid-json', detail: 'no value' });
    }
    report.finish(shipResult({ summary: { lines: 7, rejected: 7 } }));
    expect(stdout()).toContain('           a.jsonl:5 invalid-json: no value\n');
    expect(stdout()).not.toContain('a.jsonl:6');
    expect(stdout()).toContain('           … and 2 more; --json lists all, --dead-letter FILE keeps them.\n');
  });

  it('prints no text of a record as it is', () => {
    const { report, stdout } = reportOn();
    const detail = 'x\u001b[2J\nForged line';
    report.onEvent({ type: 'rejected', file: 'evil\u202e.jsonl', line: 1, reason: 'invalid-json', detail });
    report.finish(shipResult({ summary: { lines: 1, rejected: 1 } }));
    expect(stdout()).not.toMatch(/\p{Cc}(?<!\n)|\u202e/u);
    expect(stdout()).not.toContain('\nForged');
  });

  it('tells of followed files only what may have cost records', () => {
    const { report, stdout, stderr } = reportOn();
    for (const change of ['opened', 'rotated', 'finished', 'copied'] as const) {
      report.onEvent({ type: 'file', change, path: 'a.jsonl', detail: 'As every day.' });
    }
    report.onEvent({ type: 'file', change: 'truncated', path: 'a.jsonl', detail: 'It begins anew.' });
    report.onEvent({ type: 'file', change: 'gone', path: 'evil\u001b[2J', detail: 'Deleted.', lostBytes: 1200 });
    expect(stderr()).toBe('a.jsonl: It begins anew.\nevil␛[2J: 1,200 bytes lost. Deleted.\n');
    expect(stdout()).toBe('');
  });

  it('draws the spans of a dry run above the account', () => {
    const { report, stdout } = reportOn(true);
    report.onEvent({ type: 'span', span: fakeSpan({ name: 'checkout' }) });
    report.finish(shipResult({ summary: { spans: 1, traces: 1, unsent: 1 } }));
    expect(stdout()).toMatch(/checkout[\s\S]*█[\s\S]*Read {7}0 lines/);
  });

  it('counts the spans that a dry run does not draw', () => {
    const { report, stdout } = reportOn(true);
    for (let trace = 0; trace < 12; trace += 1) {
      const traceId = `${trace + 10}`.padStart(32, '0');
      report.onEvent({ type: 'span', span: fakeSpan({ traceId, startSeconds: 1_700_000_000 + trace }) });
    }
    report.finish(shipResult({ summary: { spans: 12, traces: 12, unsent: 12 } }));
    expect(stdout()).toContain('… and 2 more spans, not drawn; --json prints all');
  });
});
