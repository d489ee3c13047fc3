import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { createResource } from '../../src/span/resource.js';
import { createAnchor, createMarker, markerAttributes } from '../../src/provisional/marker.js';
import type { StartedSpan } from '../../src/provisional/started-span.js';

const TRACE_ID = 'be97f2fa26196196d1c776cef223b871';
const SPAN_ID = 'c33604c286773277';
const PARENT = { traceId: TRACE_ID, spanId: '00f067aa0ba902b7', traceFlags: TraceFlags.SAMPLED };

function started(parts: Partial<StartedSpan> = {}): StartedSpan {
  return {
    context: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 3 },
    parentContext: undefined,
    name: 'job',
    kind: SpanKind.SERVER,
    startTime: [1_700_000_000, 5],
    attributes: { step: 1 },
    droppedAttributesCount: 2,
    links: [{ context: PARENT }],
    droppedLinksCount: 1,
    resource: createResource({ 'service.name': 'shop' }),
    scope: { name: 'app' },
    ...parts,
  };
}

describe('a marker (T6)', () => {
  it('is a child of its span without length, under the derived id, and says that there is no parent', () => {
    const marker = createMarker(started());
    expect(marker.spanContext()).toEqual({ traceId: TRACE_ID, spanId: 'fd94da50c9ffcf17', traceFlags: 3 });
    expect(marker.parentSpanContext).toMatchObject({ spanId: SPAN_ID });
    expect([marker.startTime, marker.endTime, marker.duration]).toEqual([
      [1_700_000_000, 5],
      [1_700_000_000, 5],
      [0, 0],
    ]);
    expect(marker.attributes).toEqual({
      step: 1,
      'logfire.span_type': 'pending_span',
      'logfire.pending_parent_id': '0000000000000000',
      'spanbridge.span.phase': 'pending',
    });
  });

  it('names the parent of its span', () => {
    expect(createMarker(started({ parentContext: PARENT })).attributes['logfire.pending_parent_id']).toBe(
      '00f067aa0ba902b7',
    );
    expect(markerAttributes('1')['logfire.pending_parent_id']).toBe('1');
  });

  it('has everything else from the start of its span, no status and no events', () => {
    expect(createMarker(started())).toMatchObject({
      name: 'job',
      kind: SpanKind.SERVER,
      status: { code: SpanStatusCode.UNSET },
      events: [],
      links: [{ context: PARENT }],
      droppedAttributesCount: 2,
      droppedLinksCount: 1,
      ended: true,
      instrumentationScope: { name: 'app' },
    });
  });
});

it('an anchor has the real id, the real parent and a phase of its own, and nothing of Logfire', () => {
  const anchor = createAnchor(started({ parentContext: PARENT }));
  expect(anchor.spanContext().spanId).toBe(SPAN_ID);
  expect(anchor.parentSpanContext).toEqual(PARENT);
  expect(anchor.endTime).toEqual([1_700_000_000, 5]);
  expect(anchor.attributes).toEqual({ step: 1, 'spanbridge.span.phase': 'anchor' });
});
