import { replayFacts } from '../../src/report/replay-facts.js';
import { shipResult } from '../support/fake-host.js';

const CONTEXT = { directory: 'kept', endpoints: ['http://a/v1/traces'], deadLetter: undefined };

describe('replayFacts', () => {
  it('says that there was nothing to send', () => {
    expect(replayFacts(shipResult(), CONTEXT)).toEqual([
      { label: 'Spool', text: 'kept: nothing is pending for http://a/v1/traces' },
    ]);
  });

  it('names every loss', () => {
    const result = shipResult({
      reasons: { ignored: {}, rejected: {}, refused: { 'status 400': 2 }, unsent: {} },
      summary: { spans: 9, markers: 1, accepted: 4, refused: 2, dropped: 1, spooled: 3, bytesRead: 10, durationMs: 5 },
    });
    const context = { ...CONTEXT, endpoints: ['http://a/x', 'http://b/y'], deadLetter: 'dead.jsonl' };
    expect(replayFacts(result, context)).toEqual([
      { label: 'Spool', text: 'kept: 10 spans (10 B) in 5 ms' },
      { label: 'Delivered', text: '4 of 10 to http://a/x and http://b/y' },
      { label: 'Refused', text: '2: status 400 2; kept in dead.jsonl' },
      { label: 'Dropped', text: '1, because the spool is damaged' },
      { label: 'Spooled', text: '3; the next replay goes on there' },
    ]);
  });
});
