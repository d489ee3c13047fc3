import { context, createTraceState, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { encodeSpanEvent, encodeSpansAsProtobuf } from '../../../src/codec/protobuf/encode-spans.js';
import { ordinarySpan } from '../../support/arbitrary-spans.js';
import { makeSpan, makeSpans, PARENT_ID, recordSpans, TRACE_ID } from '../../support/spans.js';

function official(spans: readonly ReadableSpan[]): string {
  return Buffer.from(ProtobufTraceSerializer.serializeRequest([...spans]) ?? []).toString('hex');
}

function ours(spans: readonly ReadableSpan[]): string {
  return Buffer.from(encodeSpansAsProtobuf(spans)).toString('hex');
}

describe('protobuf bytes', () => {
  it('of a minimal span are these', () => {
    const span = makeSpan({ name: 'a', resource: { ...makeSpan().resource, attributes: {} }, values: { k: 1 } });
    // Written out by hand from the .proto files, with times packed as little-endian nanoseconds.
    expect(ours([span])).toBe(
      '0a690a02100012630a130a0a746573742d73636f70651205312e322e33124c0a100af7651916cd43dd8448eb211c80319c12' +
        '08b7ad6b71692033312a016130013915cd853dfe9c97174114b62a73fe9c97174a070a016b120218015000600070007a0218' +
        '00850101010000',
    );
  });
});

describe('the bytes equal those of the official serialiser', () => {
  it('for no spans', () => {
    expect(ours([])).toBe(official([]));
  });

  it('for spans of the SDK with attributes, events, links, status and parent', () => {
    const spans = recordSpans(
      (tracer) => {
        const root = tracer.startSpan('root', {
          kind: SpanKind.SERVER,
          attributes: { text: 'é€😀', flag: true, n: -1 },
        });
        const inRoot = trace.setSpan(ROOT_CONTEXT, root);
        const child = tracer.startSpan(
          'child',
          { kind: SpanKind.CLIENT, links: [{ context: root.spanContext() }] },
          inRoot,
        );
        child.addEvent('retry', { attempt: 2, delays: [0.5, 1.25], names: ['a', 'b'] });
        child.recordException(new Error('boom'));
        child.setStatus({ code: SpanStatusCode.ERROR, message: 'boom' });
        child.end();
        root.setStatus({ code: SpanStatusCode.OK });
        root.end();
      },
      { 'service.name': 'shop', 'process.pid': 4711, 'process.command_args': ['node', 'app.js'] },
    );
    expect(spans).toHaveLength(2);
    expect(ours(spans)).toBe(official(spans));
  });

  it('for a remote parent and a trace state', () => {
    const remote = {
      traceId: TRACE_ID,
      spanId: PARENT_ID,
      traceFlags: 1,
      isRemote: true,
      traceState: createTraceState('rojo=00f067aa0ba902b7'),
    };
    const spans = recordSpans((tracer) => {
      tracer.startSpan('s', {}, trace.setSpanContext(context.active(), remote)).end();
    });
    expect(spans[0]?.spanContext().traceState?.serialize()).toBe('rojo=00f067aa0ba902b7');
    expect(ours(spans)).toBe(official(spans));
  });

  it.each([0, 1, 47, 48, 49, 100, 119, 120, 121, 127, 128, 129, 300, 16_383, 16_384, 70_000])(
    'for texts of %i characters, ASCII and not',
    (length) => {
      const spans = ['x', 'é', '€'].map((character) => {
        const text = character.repeat(length);
        return makeSpan({
          name: text,
          values: { [text]: text, k: text },
          status: { code: SpanStatusCode.ERROR, message: text },
        });
      });
      expect(ours(spans)).toBe(official(spans));
    },
  );

  it.each([0, 1, 127, 128, 2 ** 28 - 1, 2 ** 28, 2 ** 32 - 1, 2 ** 32, 2 ** 52])(
    'for the numbers around %d',
    (number) => {
      const span = makeSpan({ values: { whole: number, broken: number + 0.5, list: [number, -number - 1] } });
      const negative = makeSpan({ values: { whole: -number - 1 } });
      expect(ours([span, negative])).toBe(official([span, negative]));
    },
  );

  it('for dropped counts, and for spans of two scopes in turn', () => {
    const other = { name: 'other', schemaUrl: 'https://example.com/schema' };
    const spans = makeSpans(6, { droppedAttributesCount: 3, droppedEventsCount: 200, droppedLinksCount: 70_000 }).map(
      (span, index) => (index % 2 === 0 ? span : { ...span, instrumentationScope: other }),
    );
    expect(ours(spans)).toBe(official(spans));
  });

  it('for scope attributes', () => {
    const scope = { name: 's', attributes: { a: 1, b: 'x' }, droppedAttributesCount: 2 };
    const spans = [makeSpan({ instrumentationScope: scope })];
    expect(ours(spans)).toBe(official(spans));
  });

  it('for 2,000 spans, which make the buffer grow', () => {
    const spans = makeSpans(2_000, { values: { body: 'x'.repeat(200) } });
    expect(ours(spans)).toBe(official(spans));
  });

  it('for any ordinary spans', () => {
    fc.assert(
      fc.property(fc.array(ordinarySpan, { maxLength: 4 }), (spans) => {
        expect(ours(spans)).toBe(official(spans));
      }),
      { numRuns: 300 },
    );
  });
});

it('an event alone has the bytes that it has inside its span', () => {
  const event = { time: [1, 2] as [number, number], name: 'e', attributes: { a: 1 }, droppedAttributesCount: 3 };
  const bytes = Buffer.from(encodeSpanEvent(event)).toString('hex');
  expect(bytes).toBe('0902ca9a3b00000000' + '120165' + '1a07' + '0a0161' + '12021801' + '2003');
  expect(ours([makeSpan({ events: [event] })])).toContain(`5a17${bytes}`);
});

describe('the shared writer', () => {
  it('is not disturbed by a getter that encodes in turn', () => {
    const plain = makeSpan({ values: { map: { inner: 'x' } } });
    const nested = makeSpan({
      values: {
        map: {
          get inner() {
            encodeSpansAsProtobuf([plain]);
            return 'x';
          },
        },
      },
    });
    expect(ours([nested])).toBe(ours([plain]));
  });

  it('answers bytes that a later call does not change', () => {
    const first = encodeSpansAsProtobuf([makeSpan({ name: 'first' })]);
    const copy = Buffer.from(first).toString('hex');
    encodeSpansAsProtobuf([makeSpan({ name: 'second' })]);
    expect(Buffer.from(first).toString('hex')).toBe(copy);
  });
});
