import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createAnchor, createMarker, type StartedSpan } from '@spanbridge/core';
import type { SpanOutcome } from '@spanbridge/otlp';
import { requestOrder, sendInOrder } from '../../../src/ship/provisional/request-order.js';
import { makeSpans, startedSpan } from '../../support/spans.js';

function started(id: number, parentId: number | undefined): StartedSpan {
  return startedSpan({ id, parentId, startSeconds: 100 + id });
}

function ids(spans: readonly ReadableSpan[]): readonly string[] {
  const order = requestOrder(spans) ?? [...spans.keys()];
  return order.map((index) => spans[index]?.spanContext().spanId.slice(-1) ?? '');
}

describe('the order of spans in a request', () => {
  it('leaves plain spans as they stand', () => {
    expect(requestOrder(makeSpans(3))).toBeUndefined();
  });

  it('T13: has the anchor of a parent before that of its child, in whatever order they came', () => {
    const anchors = [started(3, 2), started(2, 1), started(1, undefined)].map(createAnchor);
    expect(ids(anchors)).toEqual(['1', '2', '3']);
    expect(ids([...anchors].reverse())).toEqual(['1', '2', '3']);
  });

  it('has markers of parents before those of their children', () => {
    const markers = [started(3, 2), started(2, 1), started(1, undefined)].map(createMarker);
    const order = requestOrder(markers) ?? [];
    expect(order.map((index) => markers[index]?.parentSpanContext?.spanId.slice(-1))).toEqual(['1', '2', '3']);
  });

  it('has anchors before all other spans, which keep their order', () => {
    const [first, second] = makeSpans(2);
    if (first === undefined || second === undefined) throw new Error('There are no spans.');
    expect(ids([first, createAnchor(started(8, undefined)), second, createAnchor(started(7, 9))])).toEqual([
      ...['7', '8'],
      ...['1', '2'],
    ]);
  });

  it('has the earlier start first among spans of one depth', () => {
    expect(ids([started(5, 1), started(4, 1)].map(createAnchor))).toEqual(['4', '5']);
  });

  it('comes to an end with spans that name one another as parents', () => {
    expect([...ids([started(1, 2), started(2, 1)].map(createAnchor))].sort()).toEqual(['1', '2']);
  });

  it('takes a long chain in the time of a short one', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) => createAnchor(started(index + 2, index + 1))).reverse();
    const order = requestOrder(chain) ?? [];
    expect([order.length, order[0], order.at(-1)]).toEqual([50_000, 49_999, 0]);
  });
});

describe('sending in that order', () => {
  it('answers the outcomes in the order in which the spans came', async () => {
    const anchors = [started(2, 1), started(1, undefined)].map(createAnchor);
    const sent: string[] = [];
    const outcomes = await sendInOrder((spans) => {
      return Promise.resolve(
        spans.map((span): SpanOutcome => {
          const { spanId } = span.spanContext();
          sent.push(spanId.slice(-1));
          return { status: 'unsent', reason: spanId.slice(-1) };
        }),
      );
    }, anchors);
    expect(sent).toEqual(['1', '2']);
    expect(outcomes).toEqual([
      { status: 'unsent', reason: '2' },
      { status: 'unsent', reason: '1' },
    ]);
  });
});
