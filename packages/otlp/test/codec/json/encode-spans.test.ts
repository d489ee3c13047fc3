import { createTraceState, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { encodeSpansAsJson, toTracesData } from '../../../src/codec/json/encode-spans.js';
import { makeSpan, PARENT_ID, SPAN_ID, TRACE_ID } from '../../support/spans.js';

it('toTracesData spells a span by the rules of OTLP/JSON', () => {
  const context = { traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: 1, isRemote: true };
  const span = makeSpan({
    traceId: TRACE_ID.toUpperCase(),
    traceState: createTraceState('a=1'),
    parentSpanContext: context,
    kind: SpanKind.CLIENT,
    name: 'GET',
    status: { code: SpanStatusCode.ERROR, message: 'bad' },
    values: { n: 7 },
    events: [{ time: [1, 5], name: 'e', attributes: { x: 1.5 }, droppedAttributesCount: 1 }],
    links: [{ context }],
    droppedAttributesCount: 1,
    droppedEventsCount: 2,
    droppedLinksCount: 3,
  });
  expect(toTracesData([span])).toEqual({
    resourceSpans: [
      {
        resource: {
          attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }],
          droppedAttributesCount: 0,
        },
        scopeSpans: [
          {
            scope: { name: 'test-scope', version: '1.2.3' },
            spans: [
              {
                traceId: TRACE_ID,
                spanId: SPAN_ID,
                traceState: 'a=1',
                parentSpanId: PARENT_ID,
                name: 'GET',
                kind: 3,
                startTimeUnixNano: '1700000000123456789',
                endTimeUnixNano: '1700000001023456788',
                attributes: [{ key: 'n', value: { intValue: '7' } }],
                droppedAttributesCount: 1,
                events: [
                  {
                    timeUnixNano: '1000000005',
                    name: 'e',
                    attributes: [{ key: 'x', value: { doubleValue: 1.5 } }],
                    droppedAttributesCount: 1,
                  },
                ],
                droppedEventsCount: 2,
                links: [
                  { traceId: TRACE_ID, spanId: PARENT_ID, attributes: [], droppedAttributesCount: 0, flags: 0x301 },
                ],
                droppedLinksCount: 3,
                status: { code: 2, message: 'bad' },
                flags: 0x301,
              },
            ],
          },
        ],
      },
    ],
  });
});

it('the JSON body is the text of that value, in well-formed Unicode', () => {
  const span = makeSpan({ name: '\ud800', values: { '\udc00': '\ud800' } });
  const text = new TextDecoder('utf-8', { fatal: true }).decode(encodeSpansAsJson([span]));
  expect(text).toBe(JSON.stringify(toTracesData([span])));
  expect(text).not.toContain('\\ud');
});

it('no spans give an empty request', () => {
  expect(new TextDecoder().decode(encodeSpansAsJson([]))).toBe('{"resourceSpans":[]}');
});
