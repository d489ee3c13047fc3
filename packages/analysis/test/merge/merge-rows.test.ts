import { mergeRows } from '../../src/merge/merge-rows.js';
import { toSpanRow } from '../../src/merge/span-row.js';
import { makeSpan } from '../support/make-span.js';
import { anchor, beat, marker } from '../support/sent-spans.js';

const REAL = makeSpan({ spanId: 'c33604c286773277', parentSpanId: 'd44704c286773288', endMs: 9 });

describe('mergeRows', () => {
  it('takes content by rank: anchor before marker before heartbeat', () => {
    const named = (name: string): ReturnType<typeof makeSpan> => makeSpan({ spanId: 'c33604c286773277', name });
    const rows = [
      beat({ spanId: 'c33604c286773277', name: 'heartbeat' }),
      marker(named('marker')),
      anchor(named('anchor')),
    ];
    expect(mergeRows(rows.map(toSpanRow), undefined).span.name).toBe('anchor');
    expect(mergeRows(rows.slice(0, 2).map(toSpanRow), undefined).span.name).toBe('marker');
  });

  it('starts at the earliest start, but never at one that was not set', () => {
    const unset = { ...anchor(REAL), startTime: [0, 0] as [number, number] };
    expect(mergeRows([unset, REAL].map(toSpanRow), undefined).span.startTime).toEqual(REAL.startTime);
    const earlier = makeSpan({
      spanId: 'c33604c286773277',
      startMs: -5,
      attributes: { 'spanbridge.span.phase': 'anchor' },
    });
    expect(mergeRows([earlier, REAL].map(toSpanRow), undefined).span.duration).toEqual([0, 14_000_000]);
  });

  it('leaves no attribute that tells how a span was sent, but that it runs', () => {
    const rows = [beat({ spanId: 'c33604c286773277', attributes: { k: 1 } })].map(toSpanRow);
    expect(mergeRows(rows, undefined).span.attributes).toEqual({ k: 1, 'spanbridge.span.phase': 'pending' });
  });
});
