import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { malformedAnswer, notFoundAnswer, servicesAnswer, tracesAnswer } from '../../../src/query/jaeger-v3/answer.js';
import { sketchSpan } from '../../support/spans.js';

function textOf({ body }: { readonly body: Uint8Array | string }): string {
  return Buffer.from(body as string).toString();
}

describe('a trace', () => {
  it('has nothing with a default value but the messages that Jaeger always writes', () => {
    const span = { ...sketchSpan({ start: 0, end: 0 }), name: '', instrumentationScope: { name: '' } };
    const bare = { ...span, resource: { ...span.resource, attributes: {} } };
    expect(JSON.parse(textOf(tracesAnswer([bare])))).toEqual({
      result: {
        resourceSpans: [
          {
            resource: {},
            scopeSpans: [
              {
                scope: {},
                spans: [
                  {
                    traceId: '0af7651916cd43dd8448eb211c80319c',
                    spanId: 'b7ad6b7169203331',
                    kind: 1,
                    status: {},
                    flags: 257,
                  },
                ],
              },
            ],
          },
        ],
      },
    });
  });

  it('has hex ids, integers for enums, and text for 64-bit integers', () => {
    const span = {
      ...sketchSpan({ parentSpanId: '00f067aa0ba902b7', name: 'GET /', attributes: { count: 0, on: false, none: '' } }),
      kind: SpanKind.SERVER,
      status: { code: SpanStatusCode.ERROR, message: 'boom' },
      events: [{ name: 'retry', time: [1_700_000_000, 5] as [number, number], attributes: { list: [] } }],
    };
    const answer = JSON.parse(textOf(tracesAnswer([span]))) as {
      result: { resourceSpans: [{ scopeSpans: [{ spans: [unknown] }] }] };
    };
    expect(answer.result.resourceSpans[0].scopeSpans[0].spans[0]).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      parentSpanId: '00f067aa0ba902b7',
      name: 'GET /',
      kind: 2,
      startTimeUnixNano: '1700000000000000000',
      endTimeUnixNano: '1700000001000000000',
      attributes: [
        { key: 'count', value: { intValue: '0' } },
        { key: 'on', value: { boolValue: false } },
        { key: 'none', value: { stringValue: '' } },
      ],
      events: [
        {
          timeUnixNano: '1700000000000000005',
          name: 'retry',
          attributes: [{ key: 'list', value: { arrayValue: {} } }],
        },
      ],
      status: { code: 2, message: 'boom' },
      flags: 257,
    });
  });
});

describe('the other answers', () => {
  it('no services are an empty list', () => {
    expect(servicesAnswer([])).toEqual({ status: 200, contentType: 'application/json', body: '{"services":[]}' });
  });

  it('a trace that is not there is 404 in plain text, with JSON inside', () => {
    expect(notFoundAnswer()).toEqual({
      status: 404,
      contentType: 'text/plain; charset=utf-8',
      body: '{"error":{"httpCode":404,"message":"No traces found"}}\n',
    });
  });

  it('a malformed parameter is 400 in the same form', () => {
    expect(malformedAnswer('malformed parameter x: y')).toEqual({
      status: 400,
      contentType: 'text/plain; charset=utf-8',
      body: '{"error":{"httpCode":400,"message":"malformed parameter x: y"}}\n',
    });
  });
});
