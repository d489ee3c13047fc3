import { SpanStatusCode } from '@opentelemetry/api';
import { PendingSpan } from '../../src/lifecycle/pending-span.js';
import { createOpenView, createRecordAnchor, createRecordMarker } from '../../src/span/announced-spans.js';
import { event, start, update } from '../support/signals.js';
import { RESOURCE } from '../support/tables.js';

const FACTS = [
  { key: 'demo.z', value: 'z', rank: 0 },
  { key: 'demo.a', value: 'a', rank: 0 },
];

it('a marker has what the start says, its facts, and the three of its own, in this order', () => {
  const { span, renamedKeys } = createRecordMarker(
    start({ parent: 2, values: { step: 1 }, facts: FACTS }),
    RESOURCE,
    () => false,
  );
  expect(Object.entries(span.attributes)).toEqual([
    ['step', 1],
    ['demo.a', 'a'],
    ['demo.z', 'z'],
    ['logfire.span_type', 'pending_span'],
    ['logfire.pending_parent_id', '0000000000000002'],
    ['spanbridge.span.phase', 'pending'],
  ]);
  expect(renamedKeys).toBe(0);
  expect(span.parentSpanContext?.spanId).toBe('0000000000000001');
});

it('a key of the record that is called like ours moves away and is counted; 128 keys and ours all fit (T36)', () => {
  const values = Object.fromEntries(Array.from({ length: 127 }, (_, index) => [`k${index}`, index]));
  const { span, renamedKeys } = createRecordMarker(
    start({ values: { ...values, 'spanbridge.span.phase': 'mine' } }),
    RESOURCE,
    () => false,
  );
  expect(renamedKeys).toBe(1);
  expect(Object.keys(span.attributes)).toHaveLength(131);
  expect(span.droppedAttributesCount).toBe(0);
  expect(span.attributes['spanbridge.span.phase']).toBe('pending');
  expect(span.attributes['demo.user.spanbridge.span.phase']).toBe('mine');
});

it('a marker can be taken back as long as whoever made it says so', () => {
  let hasEnded = false;
  const { span } = createRecordMarker(start(), RESOURCE, () => hasEnded);
  expect(span.isWithdrawn()).toBe(false);
  hasEnded = true;
  expect(span.isWithdrawn()).toBe(true);
});

it('an anchor has the real id and parent; a span that names itself as its parent is a root', () => {
  const anchor = createRecordAnchor(start({ id: 1, parent: 2 }), RESOURCE).span;
  expect([anchor.spanContext().spanId, anchor.parentSpanContext?.spanId]).toEqual([
    '0000000000000001',
    '0000000000000002',
  ]);
  expect(anchor.attributes).toEqual({ 'spanbridge.span.phase': 'anchor' });
  expect(createRecordAnchor(start({ id: 1, parent: 1 }), RESOURCE).span.parentSpanContext).toBeUndefined();
});

it('a view of an open span has all that is known now, and has not ended', () => {
  const pending = new PendingSpan(start());
  for (const signal of [start(), event({ name: 'tick', at: 3 }), update({ at: 4, code: SpanStatusCode.ERROR })]) {
    pending.gather(signal);
  }
  const view = createOpenView(pending, RESOURCE);
  expect(view).toMatchObject({ ended: false, status: { code: SpanStatusCode.ERROR }, events: [{ name: 'tick' }] });
  expect(view.attributes).toEqual({});
});
