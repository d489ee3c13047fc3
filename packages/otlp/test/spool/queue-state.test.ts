import { AckState } from '../../src/spool/ack-state.js';
import { QueueState } from '../../src/spool/queue-state.js';
import { createSegment } from '../../src/spool/segment.js';
import { headOf } from '../support/segment-bytes.js';
import { entry } from '../support/spool-entries.js';

function createState(acks = new AckState()): { state: QueueState; add: (sequence: number, spanCount: number) => void } {
  const state = new QueueState(['a', 'b'], acks);
  const segment = createSegment({ firstSequence: 1, rewrites: 0 }, 'one');
  state.segments.push(segment);
  const add = (sequence: number, spanCount: number): void => {
    state.add({ ...headOf(sequence, entry('x', { spanCount })), segment, offset: 32 });
  };
  return { state, add };
}

function figures(state: QueueState): readonly number[] {
  return [state.pendingSpans('a'), state.pendingSpans('b'), state.segments[0]?.liveRecords ?? -1];
}

describe('the state of the queue', () => {
  it('counts spans for each destination, and records until the last one has acknowledged', () => {
    const { state, add } = createState();
    add(1, 10);
    add(2, 20);
    expect(figures(state)).toEqual([30, 30, 2]);
    expect(state.acknowledge('a', [1, 2, 2, 7])).toEqual([{ first: 1, last: 2 }]);
    expect(figures(state)).toEqual([0, 30, 2]);
    expect(state.acknowledge('a', [1])).toEqual([]);
    expect(state.acknowledge('b', [2])).toEqual([{ first: 2, last: 2 }]);
    expect(figures(state)).toEqual([0, 10, 1]);
    expect(state.pendingSpans('unknown')).toBe(0);
  });

  it('leaves out what is not needed any more, and remembers its time', () => {
    const acks = new AckState();
    acks.add('', { first: 1, last: 1 });
    acks.add('a', { first: 2, last: 3 });
    acks.add('b', { first: 3, last: 3 });
    const { state, add } = createState(acks);
    for (const sequence of [1, 2, 3]) add(sequence, 5);
    expect(figures(state)).toEqual([0, 5, 1]);
    expect(state.segments[0]).toMatchObject({ oldestUnixMs: 1_700_000_000_001, newestUnixMs: 1_700_000_000_003 });
  });

  it('forgets for all, and says how many spans somebody still needed', () => {
    const { state, add } = createState();
    for (const sequence of [1, 2, 3]) add(sequence, sequence);
    state.acknowledge('a', [1, 2]);
    state.acknowledge('b', [1]);
    expect(state.forget(state.records.list())).toEqual({ ranges: [{ first: 2, last: 3 }], spanCount: 5 });
    expect(figures(state)).toEqual([0, 0, 0]);
    expect(state.forget(state.records.list())).toEqual({ ranges: [], spanCount: 0 });
    expect(state.acknowledge('b', [2])).toEqual([]);
  });

  it('moves a record to another segment with all that counts', () => {
    const { state, add } = createState();
    add(1, 1);
    add(2, 1);
    const copy = createSegment({ firstSequence: 1, rewrites: 1 }, 'copy');
    state.acknowledge('a', [1]);
    state.acknowledge('b', [1]);
    for (const record of [...state.records.list()]) state.move(record, copy, 99);
    expect([state.segments[0]?.liveRecords, copy.liveRecords]).toEqual([0, 1]);
    expect(state.liveRecordsOf(copy).map(({ sequence, offset }) => [sequence, offset])).toEqual([[2, 99]]);
  });

  it('lets go of a segment and of the records that nobody needs', () => {
    const { state, add } = createState();
    add(1, 1);
    const [segment] = state.segments;
    state.forget(state.records.list());
    if (segment !== undefined) state.remove(segment);
    if (segment !== undefined) state.remove(segment);
    expect([state.segments, state.records.list()]).toEqual([[], []]);
  });
});
