import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { KeptBeats } from '../../src/store/kept-beats.js';
import { decodeKept, toSpanBlock } from '../../src/store/span-block.js';
import { sketchSpan, toSpanId } from '../support/spans.js';

function keep(spans: readonly ReadableSpan[]): KeptBeats {
  const beats = new KeptBeats();
  for (const span of spans) {
    const block = toSpanBlock([span]);
    if (beats.isNews(span, block)) beats.put(span, block);
  }
  return beats;
}

const beat = (end: number, event = 'heartbeat', name = 'job'): ReadableSpan =>
  sketchSpan({ spanId: toSpanId(1), name, end, attributes: { 'partial.event': event } });

describe('KeptBeats', () => {
  it('keeps the latest heartbeat and the latest stop of a span, in any order', () => {
    const all = [
      beat(1_700_000_005),
      beat(1_700_000_010),
      beat(1_700_000_010, 'heartbeat', 'renamed'),
      beat(1_700_000_012, 'stop'),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...all, ...all], { minLength: 8 }), (spans) => {
        const kept = [...keep(spans).blocks()].flatMap((block) => decodeKept(block.kept));
        expect(kept.map(({ name, endTime }) => [name, endTime[0]]).sort()).toEqual([
          ['job', 1_700_000_012],
          ['renamed', 1_700_000_010],
        ]);
      }),
    );
  });

  it('17,000 heartbeats of one span occupy what one does', () => {
    const beats = Array.from({ length: 17_000 }, (_, index) => beat(1_700_000_000 + index));
    expect(keep(beats).bytes).toBe(keep([beat(1_700_000_000)]).bytes);
  });
});
