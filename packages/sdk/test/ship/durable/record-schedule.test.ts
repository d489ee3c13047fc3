import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createAnchor, createMarker } from '@spanbridge/core';
import type { SpoolRecord, SpoolSignal } from '@spanbridge/otlp';
import fc from 'fast-check';
import { RecordSchedule, type TakenRecord } from '../../../src/ship/durable/record-schedule.js';
import { startedSpan } from '../../support/spans.js';

/** `A` is an anchor of trace a, `a` another span of it. */
function spanOf(letter: string): ReadableSpan {
  const trace = letter.toLowerCase().codePointAt(0) ?? 0;
  const started = startedSpan({ id: 1, traceId: trace.toString(16).padStart(32, '0') });
  return letter === letter.toLowerCase() ? createMarker(started) : createAnchor(started);
}

function taken(sequence: number, letters: string, signal: SpoolSignal = 'traces'): TakenRecord {
  const spans = Array.from(letters, spanOf);
  const record: SpoolRecord = { sequence, signal, priority: 1, spanCount: spans.length, body: new Uint8Array(10) };
  return { record, spans };
}

const LIMITS = { spansMax: 100, bytesMax: 1_000 };

function sequences(records: readonly TakenRecord[]): readonly number[] {
  return records.map(({ record }) => record.sequence);
}

describe('the schedule of records', () => {
  it('lets everything go at once where there are no anchors', () => {
    const schedule = new RecordSchedule();
    schedule.add([taken(1, 'ab'), taken(2, 'a')]);
    expect(sequences(schedule.next(LIMITS))).toEqual([1, 2]);
    schedule.add([taken(3, 'ab')]);
    expect(sequences(schedule.next(LIMITS))).toEqual([3]);
  });

  it('T13: holds back what is of a trace whose anchor is on its way, and lets others pass', () => {
    const schedule = new RecordSchedule();
    const first = [taken(1, 'A')];
    schedule.add(first);
    schedule.next(LIMITS);
    schedule.add([taken(2, 'a'), taken(3, 'b')]);
    expect(sequences(schedule.next(LIMITS))).toEqual([3]);
    expect(schedule.next(LIMITS)).toEqual([]);
    expect(schedule.waitingSpans).toBe(1);
    schedule.settle(first);
    expect(sequences(schedule.next(LIMITS))).toEqual([2]);
  });

  it('holds back what comes behind an anchor that is itself held back', () => {
    const schedule = new RecordSchedule();
    schedule.add([taken(1, 'A')]);
    schedule.next(LIMITS);
    schedule.add([taken(2, 'aB'), taken(3, 'b'), taken(4, 'c')]);
    expect(sequences(schedule.next(LIMITS))).toEqual([4]);
  });

  it('keeps the limits of a request, but lets a record go alone that is over them', () => {
    const schedule = new RecordSchedule();
    schedule.add([taken(1, 'aaaa'), taken(2, 'b'), taken(3, 'c')]);
    expect(sequences(schedule.next({ spansMax: 2, bytesMax: 1_000 }))).toEqual([1]);
    expect(sequences(schedule.next({ spansMax: 2, bytesMax: 10 }))).toEqual([2]);
  });

  it('puts records of one signal into one request', () => {
    const schedule = new RecordSchedule();
    schedule.add([taken(1, 'a'), taken(2, 'b', 'logs'), taken(3, 'c')]);
    expect(sequences(schedule.next(LIMITS))).toEqual([1]);
    expect(sequences(schedule.next(LIMITS))).toEqual([2]);
    expect(sequences(schedule.next(LIMITS))).toEqual([3]);
  });

  it('gives back what waits when it is cleared', () => {
    const schedule = new RecordSchedule();
    schedule.add([taken(1, 'a'), taken(2, 'b')]);
    expect(schedule.clear().map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect([schedule.waitingSpans, schedule.next(LIMITS)]).toEqual([0, []]);
  });

  it('never lets a record start before all anchors of its traces in front of it have arrived, and forgets none', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', 'c'), minLength: 1, maxLength: 3 });
    const answers = fc.infiniteStream(fc.nat(10));
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), answers, (texts, pick) => {
        const schedule = new RecordSchedule();
        const records = texts.map((text, index) => taken(index, text));
        schedule.add(records);
        const arrived = new Set<number>();
        const flying: (readonly TakenRecord[])[] = [];
        for (let step = 0; step < 200 && arrived.size < texts.length; step++) {
          const batch = schedule.next({ spansMax: 3, bytesMax: 1_000 });
          for (const at of sequences(batch)) {
            const inBatch = new Set(sequences(batch));
            const missing = texts.slice(0, at).flatMap((text, index) => {
              const isAnchored = Array.from(texts[at] ?? '').some((letter) => text.includes(letter.toUpperCase()));
              return isAnchored && !arrived.has(index) && !inBatch.has(index) ? [index] : [];
            });
            expect(missing).toEqual([]);
          }
          if (batch.length > 0) flying.push(batch);
          if (batch.length > 0 && (pick.next().value ?? 0) > 3) continue;
          const [done = []] = flying.splice((pick.next().value ?? 0) % Math.max(flying.length, 1), 1);
          schedule.settle(done);
          for (const at of sequences(done)) arrived.add(at);
        }
        expect(arrived.size).toBe(texts.length);
      }),
    );
  });
});
