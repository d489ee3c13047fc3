import { Ledger, RecordPipeline, createResource } from '@spanbridge/core';
import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { encodeSpanEvent } from '@spanbridge/otlp';
import { QuietSettle } from '../../src/ship/quiet-settle.js';
import { TRACE_ID } from '../support/spans.js';

function open(clock: { nowMs: number }): {
  pipeline: RecordPipeline;
  names: string[];
  feed: (...lines: [number, string, number][]) => void;
} {
  const names: string[] = [];
  const pipeline = new RecordPipeline({
    bridges: [createTracerMetaBridge()],
    ledger: new Ledger(),
    resource: createResource({}),
    encodeEvent: encodeSpanEvent,
    onSpan: ({ name }) => names.push(name),
    limits: { now: () => clock.nowMs },
  });
  const feed = (...lines: [id: number, event: string, second: number][]): void => {
    for (const [id, event, second] of lines) {
      const timestamp = `2026-03-01T08:00:${String(second).padStart(2, '0')}Z`;
      const meta = { timestamp, event, trace_id: TRACE_ID, span_id: String(id).padStart(16, '0') };
      const provisional = event.endsWith('.start') ? { provisional: true } : {};
      pipeline.accept({
        text: JSON.stringify({ __tracer_meta__: { ...meta, ...provisional } }),
        line: 1,
        isTerminated: true,
      });
    }
  };
  return { pipeline, names, feed };
}

describe('spans of stdin', () => {
  it('leave once records and clock have both got beyond their end', () => {
    const clock = { nowMs: 0 };
    const { pipeline, names, feed } = open(clock);
    const quiet = new QuietSettle(2000);
    feed([1, 'a.start', 0], [1, 'a.end', 1], [2, 'b.start', 2]);
    clock.nowMs = 5000;
    quiet.settle(pipeline, clock.nowMs);
    expect(names).toEqual([]);
    feed([2, 'step', 3]);
    clock.nowMs = 6000;
    quiet.settle(pipeline, clock.nowMs);
    expect(names).toEqual(['a']);
  });

  it('stay while a file is piped in at full speed, whatever the order of its lines', () => {
    const clock = { nowMs: 0 };
    const { pipeline, names, feed } = open(clock);
    const quiet = new QuietSettle(2000);
    feed([1, 'a.end', 1], [1, 'a.start', 0], [2, 'b.start', 50]);
    clock.nowMs = 1900;
    quiet.settle(pipeline, clock.nowMs);
    expect(names).toEqual([]);
  });

  it('are looked at a few times a second at most', () => {
    const { pipeline } = open({ nowMs: 0 });
    const quiet = new QuietSettle(2000);
    expect([200, 300, 399, 400].map((nowMs) => quiet.settle(pipeline, nowMs))).toEqual([true, false, false, true]);
  });
});
