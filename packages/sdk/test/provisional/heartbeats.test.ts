import { TracerProvider } from '@opentelemetry/sdk-trace';
import type { LiveSpan } from '../../src/crash/open-span-journal.js';
import { Heartbeats } from '../../src/provisional/heartbeats.js';
import { OpenSpan } from '../../src/provisional/open-span.js';

const tracer = new TracerProvider().getTracer('app');

function createHeartbeats() {
  const told: string[] = [];
  const swept: OpenSpan[] = [];
  const heartbeats = new Heartbeats({
    timing: { minAgeMs: 5_000, heartbeatMs: 1_000, expiryFactor: 3 },
    unixNowMs: () => 1_700_000_000_000,
    add: ({ attributes }) => told.push(String(attributes['partial.event'])),
    onSwept: (open) => {
      open.hasLeft = true;
      swept.push(open);
    },
  });
  return { told, swept, heartbeats };
}

function start(name = 'work'): OpenSpan {
  return new OpenSpan(tracer.startSpan(name) as unknown as LiveSpan, 0, false);
}

describe('heartbeats', () => {
  it('follow one another in their interval, from when the first was due', () => {
    const { heartbeats } = createHeartbeats();
    heartbeats.begin(start(), 5_000, 5_040);
    expect(heartbeats.nextDueMs).toBe(6_000);
    heartbeats.beatDue(5_999, 10);
    expect(heartbeats.sent).toBe(1);
    heartbeats.beatDue(6_000, 10);
    expect([heartbeats.sent, heartbeats.nextDueMs]).toEqual([2, 7_000]);
  });

  it('that were missed are not made up for', () => {
    const { heartbeats } = createHeartbeats();
    heartbeats.begin(start(), 5_000, 5_000);
    heartbeats.beatDue(7_900, 10);
    expect([heartbeats.sent, heartbeats.nextDueMs]).toEqual([2, 8_900]);
  });

  it('of many spans are sent in portions', () => {
    const { heartbeats } = createHeartbeats();
    for (let index = 0; index < 10; index += 1) heartbeats.begin(start(), 5_000, 5_000);
    heartbeats.beatDue(6_000, 4);
    expect(heartbeats.sent).toBe(14);
    heartbeats.beatDue(6_000, 10);
    expect(heartbeats.sent).toBe(20);
  });

  it('of spans that are over are not sent, and are let go', () => {
    const { heartbeats, told } = createHeartbeats();
    const spans = Array.from({ length: 3_000 }, () => start());
    for (const open of spans) heartbeats.begin(open, 5_000, 5_000);
    for (const { span } of spans) (span as unknown as { end(): void }).end();
    expect(heartbeats.nextDueMs).toBeUndefined();
    heartbeats.beatDue(60_000, 10);
    expect(told).toHaveLength(3_000);
  });

  it('that were silent for longer than the factor allows are given up', () => {
    const { heartbeats, swept } = createHeartbeats();
    const open = start();
    heartbeats.begin(open, 5_000, 5_000);
    expect([heartbeats.isSilent(open, 8_000), heartbeats.isSilent(open, 8_001)]).toEqual([false, true]);
    heartbeats.beatDue(8_001, 10);
    expect([swept, heartbeats.sent, heartbeats.nextDueMs]).toEqual([[open], 1, undefined]);
  });

  it('are taken back by one stop, and not where none was sent', () => {
    const { heartbeats, told } = createHeartbeats();
    const open = start();
    heartbeats.stop(open, open.span);
    expect(told).toEqual([]);
    heartbeats.begin(open, 5_000, 5_000);
    heartbeats.stop(open, open.span);
    heartbeats.stop(open, open.span);
    expect([told, heartbeats.stops]).toEqual([['heartbeat', 'stop'], 1]);
  });
});
