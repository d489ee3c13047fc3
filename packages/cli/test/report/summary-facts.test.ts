import { summaryFacts } from '../../src/report/summary-facts.js';
import { shipResult } from '../support/fake-host.js';

const CONTEXT = { endpoints: ['http://127.0.0.1:4318/v1/traces'], isDryRun: false, deadLetter: undefined };

describe('summaryFacts', () => {
  it('leaves out what did not happen', () => {
    const result = shipResult({
      formats: { 'tracer-meta': 9 },
      summary: {
        lines: 9,
        records: 9,
        spans: 2,
        traces: 1,
        spanEvents: 5,
        accepted: 2,
        bytesRead: 4545,
        durationMs: 85,
      },
    });
    expect(summaryFacts(result, CONTEXT)).toEqual([
      { label: 'Read', text: '9 lines (4.5 kB) from 1 input in 85 ms' },
      { label: 'Records', text: '9 (tracer-meta 9)' },
      { label: 'Spans', text: '2 in 1 trace, with 5 events' },
      { label: 'Delivered', text: '2 of 2 to http://127.0.0.1:4318/v1/traces' },
    ]);
  });

  it('tells what was said of running spans beside the spans', () => {
    const result = {
      ...shipResult({ summary: { spans: 2, traces: 1, markers: 3, accepted: 5 } }),
      notes: { markersSuppressed: 1, anchorsSkipped: 2, sentElsewhere: 1 },
      logRecords: { accepted: 12, refused: 0, dropped: 1, spooled: 0 },
    };
    const facts = summaryFacts(result, CONTEXT);
    expect(facts.filter(({ label }) => label === 'Spans' || label === 'Running' || label === 'Delivered')).toEqual([
      { label: 'Spans', text: '2 in 1 trace, with 0 events; 3 more beside them' },
      { label: 'Delivered', text: '5 of 5 to http://127.0.0.1:4318/v1/traces' },
      {
        label: 'Running',
        text:
          '1 marker suppressed, the end came first; 2 spans without an anchor, one record holds them; ' +
          '1 span closed by a collector; log records: 12 accepted, 1 dropped',
      },
    ]);
  });

  it('names every loss with its reasons', () => {
    const result = shipResult({
      reasons: {
        ignored: { 'no-span': 1 },
        rejected: { 'invalid-json': 2, 'no-clock': 1 },
        refused: { 'http-400': 1 },
        unsent: { unreachable: 2 },
      },
      formats: { 'tracer-meta': 4 },
      summary: { records: 4, ignored: 1, rejected: 3, duplicates: 1, traces: 1, spans: 5, implicit: 1, unfinished: 2 },
    });
    const summary = { ...result.summary, accepted: 1, refused: 1, dropped: 1, unsent: 2 };
    const facts = summaryFacts({ ...result, summary }, { ...CONTEXT, deadLetter: 'lost.jsonl' });
    expect(Object.fromEntries(facts.map(({ label, text }) => [label, text]))).toMatchObject({
      Records: '4 (tracer-meta 4; 1 duplicate)',
      Ignored: '1: no-span 1',
      Rejected: '3: invalid-json 2, no-clock 1',
      Spans: '5 in 1 trace, with 0 events; 1 implicit, 2 unfinished',
      Delivered: '1 of 5 to http://127.0.0.1:4318/v1/traces',
      Refused: '1: http-400 1; kept in lost.jsonl',
      Dropped: '1 span',
      Unsent: '2: unreachable 2; the input still has them',
    });
  });

  it('leaves the story of an unreachable backend to stderr', () => {
    const reasons = { ignored: {}, rejected: {}, refused: {}, unsent: { 'Connection refused. Start the backend.': 2 } };
    const facts = summaryFacts(
      shipResult({ outcome: 'unreachable', reasons, summary: { spans: 2, unsent: 2 } }),
      CONTEXT,
    );
    expect(facts.at(-1)).toEqual({ label: 'Unsent', text: '2; the input still has them' });
  });

  it('says what becomes of spans that a spool or a checkpoint keeps', () => {
    const spooled = shipResult({ outcome: 'unreachable', summary: { spans: 3, spooled: 3 } });
    expect(summaryFacts(spooled, CONTEXT).at(-1)).toEqual({
      label: 'Spooled',
      text: '3; the next run with this spool sends them',
    });
    const reasons = { ignored: {}, rejected: {}, refused: {}, unsent: { 'The sender was stopped.': 2 } };
    const ended = shipResult({ outcome: 'aborted', reasons, summary: { spans: 2, unsent: 2 } });
    expect(summaryFacts(ended, { ...CONTEXT, isRemembered: true }).at(-1)).toEqual({
      label: 'Unsent',
      text: '2; the next run sends them',
    });
  });

  it('says that a dry run sends nothing', () => {
    const facts = summaryFacts(shipResult({ summary: { spans: 3, unsent: 3, traces: 1 } }), {
      ...CONTEXT,
      isDryRun: true,
    });
    expect(facts.map(({ label }) => label)).toEqual(['Read', 'Records', 'Spans', 'Unsent']);
    expect(facts.at(-1)?.text).toBe('3, because this is a dry run');
  });
});
