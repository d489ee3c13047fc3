import { parse } from 'protobufjs';
import { decodeTempoProtobuf } from '../../../src/codec/dialects/tempo-protobuf.js';
import { encodeTraces } from '../../../src/codec/encode-traces.js';
import { makeSpan } from '../../support/spans.js';

/** The message as Tempo publishes it, but for its first field, which is bytes here: on the wire they are the same. */
const TraceByIdResponse = parse(`
  syntax = "proto3";
  enum PartialStatus { COMPLETE = 0; PARTIAL = 1; }
  message Metrics { uint64 inspectedBytes = 1; }
  message TraceByIDResponse { bytes trace = 1; Metrics metrics = 2; PartialStatus status = 3; string message = 4; }
`).root.lookupType('TraceByIDResponse');

function write(value: Record<string, unknown>): Uint8Array {
  return TraceByIdResponse.encode(TraceByIdResponse.fromObject(value)).finish();
}

const trace = Buffer.from(encodeTraces([makeSpan({ name: 'GET /orders' })], 'protobuf')).toString('base64');

it('an answer is read', () => {
  const decoded = decodeTempoProtobuf(write({ trace, metrics: { inspectedBytes: 5 } }));
  expect(decoded).toMatchObject({ status: 'decoded', spans: [{ name: 'GET /orders' }], rejected: [] });
  expect(decoded).not.toHaveProperty('partialMessage');
});

it('an incomplete trace is told with its message', () => {
  expect(decodeTempoProtobuf(write({ trace, status: 'PARTIAL', message: 'too large' }))).toMatchObject({
    status: 'decoded',
    partialMessage: 'too large',
  });
});

it('an empty body is a trace without spans', () => {
  expect(decodeTempoProtobuf(new Uint8Array())).toEqual({ status: 'decoded', spans: [], rejected: [] });
});

it('bytes that are cut off are invalid', () => {
  const whole = write({ trace });
  for (let length = 1; length < whole.length; length++) {
    expect(decodeTempoProtobuf(whole.subarray(0, length)).status).toBe('invalid');
  }
});
