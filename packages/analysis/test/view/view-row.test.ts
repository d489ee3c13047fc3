import { toViewModel } from '../../src/view/view-model.js';
import type { ViewRow } from '../../src/view/view-row.js';
import { makeSpan, type SpanSketch } from '../support/make-span.js';

const rowOf = (sketch: Partial<SpanSketch>): ViewRow =>
  toViewModel([makeSpan({ spanId: 'a000000000000001', name: 'work', endMs: 10, ...sketch })]).traces[0]
    ?.rows[0] as ViewRow;

describe('toViewRow', () => {
  it('leaves out what a span does not have', () => {
    expect(rowOf({})).toEqual({
      ...{ spanId: 'a000000000000001', name: 'work', service: 0, kind: 'internal', depth: 0, below: 0 },
      ...{ start: 0, end: 1, startText: '2025-10-24 12:06:31.000000000 UTC', offsetText: '0', durationText: '10ms' },
      ...{ status: 'unset', resource: 0, scope: 0 },
    });
  });

  it('has all that a span has', () => {
    const row = rowOf({
      ...{ parentSpanId: 'b000000000000001', error: 'boom' },
      attributes: { b: [1, 2], a: '<i>', 'spanbridge.end.cause': 'expired' },
      events: [{ name: 'e', atMs: 5, attributes: { k: true } }],
      links: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16) }],
    });
    expect(row).toMatchObject({
      ...{ parentSpanId: 'b000000000000001', status: 'error', statusMessage: 'boom', endCause: 'expired' },
      marks: ['error', 'unfinished', 'orphan'],
      attributes: [
        ['a', '<i>'],
        ['b', '[1,2]'],
        ['spanbridge.end.cause', 'expired'],
      ],
      events: [{ name: 'e', at: 0.5, offsetText: '+5ms', attributes: [['k', 'true']] }],
      links: [{ traceId: '1'.repeat(32), spanId: '2'.repeat(16) }],
    });
  });

  it('cuts a text beyond 16,384 characters and says by how much', () => {
    const [entry] = rowOf({ attributes: { big: 'x'.repeat(20_000) } }).attributes ?? [];
    expect(entry?.[1]).toBe(`${'x'.repeat(16_384)}… (3616 more characters)`);
  });

  it('counts attributes and events beyond the limits among the losses', () => {
    const row = rowOf({
      attributes: Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`k${index}`, index])),
      events: Array.from({ length: 1_001 }, () => ({ name: 'e', atMs: 1 })),
    });
    expect([row.attributes?.length, row.events?.length]).toEqual([512, 1_000]);
    expect(row.losses).toEqual(['88 more attributes are not shown', '1 more events are not shown']);
  });

  it('says what was dropped before', () => {
    const span = { ...makeSpan({ spanId: 'a' }), droppedAttributesCount: 3 };
    expect(toViewModel([span]).traces[0]?.rows[0]?.losses).toEqual([
      '3 attributes were dropped before they reached the span',
    ]);
  });
});
