import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { mergeSpanRows } from '../../src/merge/merge-span-rows.js';
import type { MergedSpan } from '../../src/merge/merged-span.js';
import { fingerprint } from '../../src/span/fingerprint.js';
import { makeSpan, SAMPLE_START_UNIX_NANO, type SpanSketch } from '../support/make-span.js';
import { anchor, beat, completion, late, marker, unfinished } from '../support/sent-spans.js';

const ROOT_ID = 'c33604c286773277';
const CHILD_ID = 'd44704c286773288';

const ROOT_SKETCH: SpanSketch = {
  ...{ spanId: ROOT_ID, name: 'job', startMs: 0, endMs: 20_000, error: 'disk full' },
  attributes: { size: 3 },
  events: [{ name: 'half', atMs: 10_000 }],
};
const ROOT = makeSpan(ROOT_SKETCH);
const CHILD = makeSpan({ spanId: CHILD_ID, parentSpanId: ROOT_ID, name: 'step', startMs: 1_000, endMs: 7_000 });

/** One line for each span: what a reader would see. */
const outline = (merged: readonly MergedSpan[]): string[] =>
  merged.map(({ span, state, cause }) => {
    const { spanId } = span.spanContext();
    const parent = span.parentSpanContext?.spanId ?? 'root';
    const ms = (span.duration[0] * 1e9 + span.duration[1]) / 1e6;
    return `${spanId} < ${parent}: ${span.name}, ${ms} ms, ${state}${cause === undefined ? '' : ` (${cause})`}`;
  });

const merge = (...spans: readonly ReadableSpan[]): string[] => outline(mergeSpanRows(spans));
const at = (ms: number): bigint => SAMPLE_START_UNIX_NANO + BigInt(ms) * 1_000_000n;

/** Every order of these, and each of them twice. */
function everyOrder(spans: readonly ReadableSpan[]): ReadableSpan[][] {
  if (spans.length < 2) return [[...spans]];
  return spans.flatMap((first, index) =>
    everyOrder(spans.filter((_, other) => other !== index)).map((rest) => [first, ...rest, first]),
  );
}

describe('mergeSpanRows', () => {
  it('leaves a plain finished span as it is, the very object', () => {
    expect(mergeSpanRows([ROOT])[0]).toMatchObject({ state: 'finished', isGrowing: false });
    expect(mergeSpanRows([ROOT])[0]?.span).toBe(ROOT);
  });

  it('T39: a marker, twice, and its final are one finished span in all orders', () => {
    for (const order of everyOrder([marker(ROOT), marker(ROOT), ROOT])) {
      const merged = mergeSpanRows(order);
      expect(outline(merged)).toEqual([`${ROOT_ID} < root: job, 20000 ms, finished`]);
      expect(merged.map(({ span }) => fingerprint(span))).toEqual([fingerprint(ROOT)]);
      expect(merged[0]?.rows.map(({ role }) => role)).toEqual(['final', 'pending']);
    }
  });

  it('T40: a marker and a child only are a running parent with the child inside', () => {
    const merged = mergeSpanRows([CHILD, marker(ROOT)]);
    expect(outline(merged)).toEqual([
      `${ROOT_ID} < root: job, 7000 ms, running`,
      `${CHILD_ID} < ${ROOT_ID}: step, 6000 ms, finished`,
    ]);
    expect(merged[0]?.isGrowing).toBe(true);
    expect(merged[0]?.span.attributes).toEqual({ 'spanbridge.span.phase': 'pending' });
  });

  it('a running span has the parent that its marker names', () => {
    expect(merge(marker(CHILD))).toEqual([`${CHILD_ID} < ${ROOT_ID}: step, 0 ms, running`]);
  });

  it('an anchor alone runs, with its own parent; with its completion it is what hold would have sent', () => {
    expect(merge(anchor(CHILD))).toEqual([`${CHILD_ID} < ${ROOT_ID}: step, 0 ms, running`]);
    for (const order of everyOrder([anchor(ROOT), completion(ROOT)])) {
      expect(mergeSpanRows(order).map(({ span }) => fingerprint(span))).toEqual([fingerprint(ROOT)]);
    }
  });

  it('T41: an unfinished span and then its completion are one span with the end of the completion', () => {
    const open = unfinished({ ...ROOT_SKETCH, endMs: 12_000, attributes: { host: 'a' } });
    expect(merge(open)).toEqual([`${ROOT_ID} < root: job, 12000 ms, unfinished (flushed)`]);
    for (const order of everyOrder([open, completion(ROOT, { isLinked: true })])) {
      const merged = mergeSpanRows(order);
      expect(outline(merged)).toEqual([`${ROOT_ID} < root: job, 20000 ms, finished`]);
      expect(merged[0]?.span).toMatchObject({
        attributes: { host: 'a', size: 3 },
        links: [],
        events: [{ name: 'half' }],
      });
      expect(Object.keys(merged[0]?.span.attributes ?? {}).sort()).toEqual(['host', 'size']);
    }
  });

  it('an anchored span that was flushed is unfinished, and finished when its end comes', () => {
    const beside = unfinished({ spanId: CHILD_ID, name: 'step', startMs: 1_000, endMs: 3_000 }, 'beside its anchor');
    expect(merge(beside, anchor(CHILD))).toEqual([`${CHILD_ID} < ${ROOT_ID}: step, 2000 ms, unfinished (flushed)`]);
    expect(merge(completion(CHILD), beside, anchor(CHILD))).toEqual([
      `${CHILD_ID} < ${ROOT_ID}: step, 6000 ms, finished`,
    ]);
  });

  it('an error that was told before the end is not taken back by an end without a word of it', () => {
    const open = unfinished({ ...ROOT_SKETCH, endMs: 12_000 });
    const { error: _error, ...withoutError } = ROOT_SKETCH;
    const [merged] = mergeSpanRows([open, completion(makeSpan(withoutError))]);
    expect(merged?.span.status.message).toBe('disk full');
  });

  it('T42: 15 s without a heartbeat are stale, a second earlier they are not; stop and final finish the span', () => {
    const beats = [beat({ ...ROOT_SKETCH, endMs: 5_000 }), beat({ ...ROOT_SKETCH, endMs: 10_000 })];
    const stateAt = (ms: number, ...more: ReadableSpan[]): unknown[] =>
      mergeSpanRows([...beats, ...more], { nowUnixNano: at(ms) }).map(({ state, isGrowing }) => [state, isGrowing]);
    expect(stateAt(24_999)).toEqual([['running', true]]);
    expect(stateAt(25_001)).toEqual([['stale', false]]);
    expect(outline(mergeSpanRows(beats))).toEqual([`${ROOT_ID} < root: job, 10000 ms, running`]);
    const stop = beat(ROOT_SKETCH, 'stop');
    expect(stateAt(99_000, stop)).toEqual([['running', false]]);
    expect(merge(stop, ...beats)).toEqual([`${ROOT_ID} < root: job, 20000 ms, running`]);
    for (const order of everyOrder([beats[1] as ReadableSpan, stop, ROOT])) {
      expect(mergeSpanRows(order).map(({ span }) => fingerprint(span))).toEqual([fingerprint(ROOT)]);
    }
  });

  it("T43: a pending span of Logfire's SDK, under a random id, is merged like ours", () => {
    const pending = makeSpan({
      ...{ spanId: '0123456789abcdef', parentSpanId: CHILD_ID, name: 'step', startMs: 1_000 },
      attributes: { 'logfire.span_type': 'pending_span', 'logfire.pending_parent_id': ROOT_ID },
    });
    expect(merge(pending)).toEqual([`${CHILD_ID} < ${ROOT_ID}: step, 0 ms, running`]);
    expect(merge(pending, CHILD)).toEqual([`${CHILD_ID} < ${ROOT_ID}: step, 6000 ms, finished`]);
  });

  it('T44: two different plain spans under one id are one flagged span with the later end, both readable', () => {
    const early = makeSpan({ ...ROOT_SKETCH, endMs: 9_000, name: 'early' });
    for (const order of everyOrder([ROOT, early])) {
      const merged = mergeSpanRows(order);
      expect(outline(merged)).toEqual([`${ROOT_ID} < root: job, 20000 ms, conflicting`]);
      expect(merged[0]?.rows.map(({ span }) => span.name)).toEqual(['job', 'early']);
    }
  });

  it('a span that a collector closed and that really ended is finished, not in conflict', () => {
    const swept = makeSpan({ ...ROOT_SKETCH, endMs: 16_000, attributes: { 'partial.gc': true } });
    expect(merge(swept, ROOT)).toEqual([`${ROOT_ID} < root: job, 20000 ms, finished`]);
  });

  it('a partial span of Trigger.dev runs under the id that it names, until that span comes', () => {
    const partial = makeSpan({
      ...{ spanId: 'eeeeeeeeeeeeeeee', parentSpanId: ROOT_ID, name: 'step', startMs: 1_000 },
      attributes: { '$span.partial': true, '$span.span_id': CHILD_ID },
    });
    expect(merge(partial)).toEqual([`${CHILD_ID} < ${ROOT_ID}: step, 0 ms, running`]);
    expect(merge(partial, CHILD)).toEqual([`${CHILD_ID} < ${ROOT_ID}: step, 6000 ms, finished`]);
  });

  it('a span of AWS in progress, without an end, runs until the same id comes with one', () => {
    const running = makeSpan({ ...ROOT_SKETCH, attributes: { 'aws.xray.inprogress': true } });
    const open = { ...running, endTime: [0, 0] as [number, number], events: [] };
    expect(merge(open)).toEqual([`${ROOT_ID} < root: job, 0 ms, running`]);
    expect(merge(open, ROOT)).toEqual([`${ROOT_ID} < root: job, 20000 ms, finished`]);
  });

  it('a late record is an event of its span, and not a second one where the span has the same', () => {
    const [merged] = mergeSpanRows([
      late(ROOT, { name: 'half', atMs: 10_000 }),
      late(ROOT, { name: 'audit', atMs: 21_000 }),
      late(ROOT, { name: 'audit', atMs: 21_000 }),
      ROOT,
    ]);
    expect(merged?.span.events.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['half', {}],
      ['audit', {}],
    ]);
  });

  it('late records without their span stand alone, once each', () => {
    const audit = late(ROOT, { name: 'audit', atMs: 21_000 });
    expect(mergeSpanRows([audit, audit]).map(({ span, isStray }) => [span.name, isStray])).toEqual([['audit', true]]);
  });

  it('what it answers can be merged again: a running span is not the marker of its parent', () => {
    const once = mergeSpanRows([marker(CHILD), marker(ROOT)]);
    expect(outline(mergeSpanRows(once.map(({ span }) => span)))).toEqual(outline(once));
  });

  it('a marker without a parent speaks of itself', () => {
    const odd = makeSpan({ spanId: ROOT_ID, attributes: { 'spanbridge.span.phase': 'pending' } });
    expect(merge(odd)).toEqual([`${ROOT_ID} < root: span ${ROOT_ID}, 0 ms, running`]);
  });

  it('T39 to T44 together: any order and any repetition give one result', () => {
    const pool = [
      ...[ROOT, marker(ROOT), anchor(ROOT), completion(ROOT), late(ROOT, { name: 'audit', atMs: 21_000 })],
      ...[CHILD, marker(CHILD), anchor(CHILD), completion(CHILD, { isLinked: true })],
      ...[unfinished({ ...ROOT_SKETCH, endMs: 12_000 }), makeSpan({ ...ROOT_SKETCH, endMs: 9_000 })],
      ...[beat({ ...ROOT_SKETCH, endMs: 5_000 }), beat(ROOT_SKETCH, 'stop'), late(CHILD, { name: 'x', atMs: 2_000 })],
      unfinished({ spanId: CHILD_ID, name: 'step', startMs: 1_000, endMs: 3_000 }, 'beside its anchor'),
    ];
    const whole = (merged: readonly MergedSpan[]): unknown =>
      merged.map(({ span, state, cause, isGrowing, isStray, rows }) => [
        ...[fingerprint(span), state, cause, isGrowing, isStray],
        rows.map((row) => [row.role, fingerprint(row.span)]),
      ]);
    const orders = fc
      .subarray(pool)
      .chain((chosen) =>
        fc.tuple(fc.constant(chosen), fc.shuffledSubarray([...chosen, ...chosen], { minLength: chosen.length * 2 })),
      );
    fc.assert(
      fc.property(orders, ([chosen, shuffled]) => {
        const nowUnixNano = at(60_000);
        expect(whole(mergeSpanRows(shuffled, { nowUnixNano }))).toEqual(whole(mergeSpanRows(chosen, { nowUnixNano })));
      }),
      { numRuns: 300 },
    );
  });
});
