import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { encodeTraces } from '../../../src/codec/encode-traces.js';
import { writeSpanField } from '../../../src/codec/protobuf/encode-spans.js';
import { readSpanFields } from '../../../src/codec/protobuf/span-fields.js';
import { makeSpan, makeSpans } from '../../support/spans.js';

function fieldOf(span: ReadableSpan): Uint8Array {
  return writeSpanField(span, (field) => field.slice());
}

it('spans are read from their fields with the resource and scope that they are told', () => {
  const spans = makeSpans(3, { values: { a: 'b' }, status: { code: SpanStatusCode.ERROR, message: 'broken' } });
  const read = readSpanFields(spans.map(fieldOf), spans) ?? [];
  expect(read).toHaveLength(3);
  expect(read[1]?.resource).toBe(spans[1]?.resource);
  expect(encodeTraces(read)).toEqual(encodeTraces(spans));
});

it('bytes that are not that many spans are not read', () => {
  expect(readSpanFields([Buffer.from([1, 2, 3])], [makeSpan()])).toBeUndefined();
  expect(readSpanFields([fieldOf(makeSpan({ spanId: '' }))], [makeSpan()])).toBeUndefined();
});

it('a getter that encodes spans itself does no harm', () => {
  const span = {
    ...makeSpan(),
    get name(): string {
      return `inner of ${encodeTraces([makeSpan()]).length} bytes`;
    },
  };
  const plain = makeSpan({ name: `inner of ${encodeTraces([makeSpan()]).length} bytes` });
  expect(fieldOf(span)).toEqual(fieldOf(plain));
});

it('a getter that throws leaves the encoder as it was', () => {
  const hostile = {
    ...makeSpan(),
    get name(): never {
      throw new Error('no');
    },
  };
  const before = encodeTraces([makeSpan()]);
  expect(() => fieldOf(hostile)).toThrow('no');
  expect(encodeTraces([makeSpan()])).toEqual(before);
});
