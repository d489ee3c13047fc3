import { QueueLane } from '../../src/delivery/queue-lane.js';
import { makeSpan } from '../support/spans.js';

const LIMITS = { batchSpansMax: 2, batchBytesMax: 1_000 };

it('spans leave by their number, whatever their priority, within the limits of a batch', () => {
  const lane = new QueueLane();
  const [a, b, c] = [makeSpan({ name: 'a' }), makeSpan({ name: 'b' }), makeSpan({ name: 'c' })];
  lane.push(a, 2, 1, 100);
  lane.push(b, 0, 2, 100);
  lane.push(c, 1, 3, 100);
  expect([lane.length, lane.wireBytes, lane.firstSequence]).toEqual([3, 300, 1]);
  expect(lane.take(LIMITS)).toEqual({ spans: [a, b], packed: [], sizeBytes: 200 });
  expect([lane.length, lane.wireBytes, lane.firstSequence]).toEqual([1, 100, 3]);
});

it('a span over the limit of bytes leaves alone', () => {
  const lane = new QueueLane();
  for (const sequence of [1, 2]) lane.push(makeSpan(), 1, sequence, 5_000);
  expect(lane.take(LIMITS).spans).toHaveLength(1);
});

it('a packed span leaves a gap, and its bytes', () => {
  const lane = new QueueLane();
  const { resource, instrumentationScope } = makeSpan();
  lane.pushPacked(new Uint8Array([1, 2, 3]), { resource, instrumentationScope }, 1, 1);
  const { spans, packed, sizeBytes } = lane.take(LIMITS);
  expect(spans).toEqual([undefined]);
  expect([...(packed[0]?.field ?? [])]).toEqual([1, 2, 3]);
  expect(sizeBytes).toBe(3);
});

it('the oldest span of a priority can be taken out', () => {
  const lane = new QueueLane();
  const marker = makeSpan({ name: 'marker' });
  lane.push(makeSpan(), 1, 1, 10);
  lane.push(marker, 0, 2, 20);
  expect([lane.firstSequenceOf(0), lane.firstSequenceOf(1), lane.firstSequenceOf(2)]).toEqual([2, 1, Infinity]);
  expect(lane.takeFirst(0)).toEqual({ taken: marker, sizeBytes: 20 });
  expect(lane.length).toBe(1);
});
