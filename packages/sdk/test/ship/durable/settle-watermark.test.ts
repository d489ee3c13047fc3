import { createResource, Ledger, RecordPipeline } from '@spanbridge/core';
import { createTracerMetaBridge } from '@spanbridge/bridges/tracer-meta';
import { SettleWatermark } from '../../../src/ship/durable/settle-watermark.js';

const SECOND = 1_000_000_000n;

describe('the watermark of several sources', () => {
  it('stands behind the source that has got least far', () => {
    const watermark = new SettleWatermark(2000);
    watermark.note('a', { latestUnixNano: 10n * SECOND, isAtEnd: false });
    watermark.note('b', { latestUnixNano: 7n * SECOND, isAtEnd: false });
    expect(watermark.limits()).toEqual({ untilUnixNano: 5n * SECOND });
  });

  it('does not wait for a source that is read to its present end', () => {
    const watermark = new SettleWatermark(2000);
    watermark.note('a', { latestUnixNano: 10n * SECOND, isAtEnd: false });
    watermark.note('b', { latestUnixNano: 7n * SECOND, isAtEnd: true });
    expect(watermark.limits()).toEqual({ untilUnixNano: 8n * SECOND });
    watermark.note('a', { latestUnixNano: 11n * SECOND, isAtEnd: true });
    expect(watermark.limits()).toEqual({});
  });

  it('never goes back', () => {
    const watermark = new SettleWatermark(0);
    watermark.note('a', { latestUnixNano: 10n * SECOND, isAtEnd: false });
    watermark.note('a', { latestUnixNano: 4n * SECOND, isAtEnd: false });
    watermark.note('a', { latestUnixNano: undefined, isAtEnd: false });
    expect(watermark.limits()).toEqual({ untilUnixNano: 10n * SECOND });
  });

  it('lets nothing go while a source has told no time yet', () => {
    const watermark = new SettleWatermark(0);
    watermark.note('a', { latestUnixNano: 10n * SECOND, isAtEnd: false });
    watermark.note('b', { latestUnixNano: undefined, isAtEnd: false });
    expect(watermark.limits()).toBeUndefined();
    watermark.noteIdle();
    expect(watermark.limits()).toEqual({});
  });
});

/** A record of the one span, `second` seconds after the minute. */
function record(event: string, second: number): string {
  const timestamp = `2026-03-01T08:00:${String(second).padStart(2, '0')}Z`;
  const ids = { trace_id: '0af7651916cd43dd8448eb211c80319c', span_id: 'b7ad6b7169203331' };
  const provisional = event.endsWith('.start') ? { provisional: true } : {};
  return JSON.stringify({ __tracer_meta__: { timestamp, event, ...ids, ...provisional } });
}

it.each([
  [1, ['job span 1']],
  [5, ['job span 0', 'tick late 0']],
])('T33: of two sources, an event that is read when its source is %d s behind the end gives %j', (behind, expected) => {
  const left: string[] = [];
  const watermark = new SettleWatermark(2_000);
  const pipeline = new RecordPipeline({
    bridges: [createTracerMetaBridge()],
    ledger: new Ledger(),
    resource: createResource({}),
    encodeEvent: () => new Uint8Array(),
    onSpan: (span, { role }) => left.push(`${span.name} ${role} ${span.events.length}`),
  });
  const read = (source: string, text: string, second: number): void => {
    pipeline.accept({ text, line: 1, isTerminated: true });
    const latestUnixNano = BigInt(Date.UTC(2026, 2, 1, 8, 0, second)) * 1_000_000n;
    watermark.note(source, { latestUnixNano, isAtEnd: false });
    const limits = watermark.limits();
    if (limits !== undefined) pipeline.settle(limits);
  };
  read('b', '{}', 1);
  read('a', record('job.start', 1), 1);
  read('a', record('job.end', 10), 10);
  read('a', '{}', 50);
  read('b', '{}', 10 + behind);
  read('b', record('tick', 9), 9);
  for (const _step of pipeline.flush());
  expect(left).toEqual(expected);
});
