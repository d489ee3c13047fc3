import { decodeTempoProtobuf } from '@spanbridge/otlp';
import { encodingOfAccept, traceAnswer, wrappedTraceAnswer } from '../../../src/query/tempo/answer.js';
import { sketchSpan, sketchSpans, toSpanId } from '../../support/spans.js';

describe('the encoding of an answer', () => {
  it.each([
    [undefined, 'json'],
    ['*/*', 'json'],
    ['application/json', 'json'],
    ['application/protobuf', 'protobuf'],
    ['application/protobuf, application/json;q=0.5', 'protobuf'],
    ['application/json, application/protobuf;q=0.5', 'json'],
    ['application/protobuf;q=x', 'json'],
  ] as const)('of Accept %p is %s', (accept, encoding) => {
    expect(encodingOfAccept(accept)).toBe(encoding);
  });
});

describe('the JSON of Tempo', () => {
  it('has ids in base64, enums by name, and no defaults', () => {
    const span = sketchSpan({ spanId: toSpanId(1), parentSpanId: toSpanId(2), isError: true, start: 1, end: 2 });
    const body = JSON.parse(traceAnswer([span], 'json').body as string) as { batches: { scopeSpans: unknown }[] };
    expect(body.batches[0]?.scopeSpans).toMatchObject([
      {
        spans: [
          {
            traceId: 'CvdlGRbNQ92ESOshHIAxnA==',
            spanId: 'AAAAAAAAAAE=',
            parentSpanId: 'AAAAAAAAAAI=',
            kind: 'SPAN_KIND_INTERNAL',
            startTimeUnixNano: '1000000000',
            status: { code: 'STATUS_CODE_ERROR' },
          },
        ],
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('droppedAttributesCount');
  });

  it('a root has no parent at all', () => {
    expect(traceAnswer([sketchSpan()], 'json').body).not.toContain('parentSpanId');
  });
});

describe('the wrapper', () => {
  it('holds a trace of any length', () => {
    for (const count of [0, 1, 2, 300]) {
      const { body } = wrappedTraceAnswer(sketchSpans(count), 'protobuf');
      const decoded = decodeTempoProtobuf(body as Uint8Array);
      expect(decoded.status === 'decoded' && decoded.spans.length).toBe(count);
    }
  });
});
