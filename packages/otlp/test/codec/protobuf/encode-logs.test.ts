import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import fc from 'fast-check';
import type { LogRecord } from '../../../src/codec/log-record.js';
import { encodeLogsAsProtobuf } from '../../../src/codec/protobuf/encode-logs.js';
import { ordinaryLogRecord } from '../../support/arbitrary-spans.js';
import { makeLogRecord, makeLogRecords, recordLogs } from '../../support/log-records.js';
import { SPAN_ID, TRACE_ID } from '../../support/spans.js';

function official(records: readonly LogRecord[]): string {
  return Buffer.from(ProtobufLogsSerializer.serializeRequest(records as unknown as ReadableLogRecord[]) ?? []).toString(
    'hex',
  );
}

function ours(records: readonly LogRecord[]): string {
  return Buffer.from(encodeLogsAsProtobuf(records)).toString('hex');
}

describe('protobuf bytes', () => {
  it('of a record that says everything are these', () => {
    const record = makeLogRecord({
      resource: { ...makeLogRecord().resource, attributes: {} },
      instrumentationScope: { name: 's' },
      spanContext: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 },
      severityNumber: 9,
      severityText: 'INFO',
      body: 'b',
      eventName: 'e',
      values: { k: 1 },
      droppedAttributesCount: 2,
    });
    // Written out by hand from the .proto files.
    expect(ours([record])).toBe(
      '0a5b0a02100012' +
        '550a030a0173124e' +
        '0915cd853dfe9c9717' +
        '1009' +
        '1a04494e464f' +
        '2a030a0162' +
        '32070a016b12021801' +
        '3802' +
        '4501000000' +
        '4a100af7651916cd43dd8448eb211c80319c' +
        '5208b7ad6b7169203331' +
        '5916cd853dfe9c9717' +
        '620165',
    );
  });

  it('of a record that says nothing hold its times and its count only', () => {
    const body = ours([makeLogRecord({ hrTimeObserved: [0, 0] })]);
    expect(body.endsWith('1214' + '0915cd853dfe9c9717' + '3800' + '590000000000000000')).toBe(true);
  });
});

describe('the bytes equal those of the official serialiser', () => {
  it('for no records', () => {
    expect(ours([])).toBe(official([]));
  });

  it('for records of the SDK with a span, a severity, an event name and structured bodies', () => {
    const inSpan = trace.setSpanContext(ROOT_CONTEXT, { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 });
    const records = recordLogs((logger) => {
      logger.emit({ body: 'é€😀', severityNumber: SeverityNumber.INFO, severityText: 'INFO', context: inSpan });
      logger.emit({ eventName: 'session.start', attributes: { 'session.id': 's1', n: -1, list: ['a', 'b'] } });
      logger.emit({ body: { user: 'ann', tags: ['x', 1, true], nested: { deep: [{ a: 1.5 }] } }, timestamp: 5 });
      logger.emit({ body: null, observedTimestamp: [1_700_000_000, 1], severityNumber: SeverityNumber.FATAL4 });
    });
    expect(records).toHaveLength(4);
    expect(ours(records as readonly LogRecord[])).toBe(official(records as readonly LogRecord[]));
  });

  it('for two scopes in turn, with scope attributes and schemas', () => {
    const scope = { name: 's', attributes: { a: 1 }, droppedAttributesCount: 2, schemaUrl: 'https://example.com/s' };
    const records = makeLogRecords(6).map((record, index) =>
      index % 2 === 0 ? record : { ...record, instrumentationScope: scope },
    );
    expect(ours(records)).toBe(official(records));
  });

  it.each([0, 1, 100, 127, 128, 16_383, 16_384, 70_000])('for bodies of %i characters', (length) => {
    const records = ['x', '€'].map((character) => makeLogRecord({ body: character.repeat(length) }));
    expect(ours(records)).toBe(official(records));
  });

  it('for any ordinary records', () => {
    fc.assert(
      fc.property(fc.array(ordinaryLogRecord, { maxLength: 4 }), (records) => {
        expect(ours(records)).toBe(official(records));
      }),
      { numRuns: 300 },
    );
  });
});

it('bits of the flags above those of W3C are not sent', () => {
  const context = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 0x301 };
  expect(ours([makeLogRecord({ spanContext: context })])).toContain('4501000000');
  expect(ours([makeLogRecord({ spanContext: { ...context, traceFlags: 0x300 } })])).not.toContain('4500000000');
});
