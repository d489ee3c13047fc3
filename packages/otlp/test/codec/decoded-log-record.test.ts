import { createLogRecordFields, toDecodedLogRecord } from '../../src/codec/decoded-log-record.js';
import { createDecodedResource } from '../../src/codec/decoded-resource.js';
import { SPAN_ID, TRACE_ID } from '../support/spans.js';

const HOME = { resource: createDecodedResource({}), scope: { name: 's' } };

it('fields that were not read leave no member', () => {
  const record = toDecodedLogRecord(createLogRecordFields(), HOME);
  expect('body' in record || 'severityNumber' in record || 'eventName' in record || 'spanContext' in record).toBe(
    false,
  );
  expect(record.instrumentationScope).toBe(HOME.scope);
});

it.each([
  [TRACE_ID, SPAN_ID, { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 }],
  [TRACE_ID, 'abcd', { traceId: TRACE_ID, spanId: '', traceFlags: 1 }],
  ['abcd', SPAN_ID, undefined],
  ['0'.repeat(32), SPAN_ID, undefined],
])('trace id %s and span id %s make the context %j', (traceId, spanId, context) => {
  const fields = { ...createLogRecordFields(), traceId, spanId, flags: 0xff01 };
  expect(toDecodedLogRecord(fields, HOME).spanContext).toEqual(context);
});
