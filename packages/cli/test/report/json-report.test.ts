import { createJsonReport } from '../../src/report/json-report.js';
import { fakeHost, shipResult } from '../support/fake-host.js';
import { fakeSpan } from '../support/fake-span.js';

function lines(text: string): unknown[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

describe('createJsonReport', () => {
  it('prints rejected and refused as they are told, and the summary last', () => {
    const { host, stdout } = fakeHost();
    const report = createJsonReport(host.output);
    report.onEvent({ type: 'rejected', file: 'a.jsonl', line: 3, reason: 'invalid-json', detail: 'cut' });
    report.onEvent({ type: 'refused', status: 400, reason: 'no thanks', span: fakeSpan() });
    report.finish(shipResult({ summary: { lines: 2, records: 1, rejected: 1, spans: 1, refused: 1 } }));
    const [rejected, refused, summary] = lines(stdout());
    expect(rejected).toEqual({ type: 'rejected', file: 'a.jsonl', line: 3, reason: 'invalid-json', detail: 'cut' });
    expect(refused).toMatchObject({
      type: 'refused',
      status: 400,
      reason: 'no thanks',
      tracesData: { resourceSpans: [{ scopeSpans: [{ spans: [{ spanId: 'b7ad6b7169203331' }] }] }] },
    });
    expect(summary).toMatchObject({ type: 'summary', lines: 2, rejected: 1, refused: 1 });
  });

  it('does not print ignored records', () => {
    const { host, stdout } = fakeHost();
    createJsonReport(host.output).onEvent({ type: 'ignored', file: 'a', line: 1, reason: 'no-span', detail: '' });
    expect(stdout()).toBe('');
  });

  it('prints the spans of a dry run as OTLP JSON', () => {
    const { host, stdout } = fakeHost();
    createJsonReport(host.output).onEvent({ type: 'span', span: fakeSpan({ name: 'checkout' }) });
    expect(lines(stdout())[0]).toMatchObject({
      type: 'span',
      tracesData: { resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'checkout' }] }] }] },
    });
  });

  it('prints what happens to followed files, with lost bytes where there are any', () => {
    const { host, stdout } = fakeHost();
    const report = createJsonReport(host.output);
    report.onEvent({ type: 'started', stateDirectory: '/s', spoolDirectory: '/s/outbox' });
    report.onEvent({ type: 'file', change: 'opened', path: 'a.jsonl', detail: 'From its start.' });
    report.onEvent({ type: 'file', change: 'gone', path: 'a.jsonl', detail: 'Deleted.', lostBytes: 12 });
    expect(lines(stdout())).toEqual([
      { type: 'file', change: 'opened', file: 'a.jsonl', detail: 'From its start.' },
      { type: 'file', change: 'gone', file: 'a.jsonl', detail: 'Deleted.', lostBytes: 12 },
    ]);
  });

  it('keeps warnings off stdout', () => {
    const { host, stdout, stderr } = fakeHost();
    createJsonReport(host.output).onEvent({ type: 'warning', message: 'a answered slowly' });
    expect(stdout()).toBe('');
    expect(stderr()).toBe('a answered slowly\n');
  });
});
