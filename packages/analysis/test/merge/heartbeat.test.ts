import { parseGoDurationNano, staleAfterUnixNano } from '../../src/merge/heartbeat.js';
import { toSpanRow } from '../../src/merge/span-row.js';
import { makeSpan, SAMPLE_START_UNIX_NANO } from '../support/make-span.js';
import { beat } from '../support/sent-spans.js';

describe('parseGoDurationNano', () => {
  it.each([
    ['5000ms', 5_000_000_000n],
    ['5s', 5_000_000_000n],
    ['1m30s', 90_000_000_000n],
    ['1.5h', 5_400_000_000_000n],
    ['250µs', 250_000n],
    ['7ns', 7n],
  ])('%s', (text, nanos) => {
    expect(parseGoDurationNano(text)).toBe(nanos);
  });

  it.each(['', '5', 'ms', '-5s', '5 s', '0s', '5000MS', '999999999999h', 5000, undefined])('refuses %p', (text) => {
    expect(parseGoDurationNano(text)).toBeUndefined();
  });
});

describe('staleAfterUnixNano', () => {
  it('is three intervals after the last heartbeat', () => {
    const rows = [beat({ spanId: 'a', endMs: 10_000 }), beat({ spanId: 'a', endMs: 5_000 })].map(toSpanRow);
    expect(staleAfterUnixNano(rows)).toBe(SAMPLE_START_UNIX_NANO + 25_000_000_000n);
  });

  it('takes 5 s where a heartbeat does not tell its interval', () => {
    const silent = makeSpan({ spanId: 'a', endMs: 1_000, attributes: { 'partial.event': 'heartbeat' } });
    expect(staleAfterUnixNano([toSpanRow(silent)])).toBe(SAMPLE_START_UNIX_NANO + 16_000_000_000n);
  });

  it('is unknown for a span without heartbeats', () => {
    expect(staleAfterUnixNano([toSpanRow(makeSpan({ spanId: 'a' }))])).toBeUndefined();
  });
});
