import { SeverityNumber } from '@opentelemetry/api-logs';
import { JsonLogsSerializer } from '@opentelemetry/otlp-transformer';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';
import { encodeLogsAsJson, toLogsData } from '../../../src/codec/json/encode-logs.js';
import type { LogRecord } from '../../../src/codec/log-record.js';
import { makeLogRecord, recordLogs } from '../../support/log-records.js';
import { SPAN_ID, TRACE_ID } from '../../support/spans.js';

const text = (bytes: Uint8Array | undefined): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

it('toLogsData spells a record by the rules of OTLP/JSON', () => {
  const record = makeLogRecord({
    spanContext: { traceId: TRACE_ID.toUpperCase(), spanId: SPAN_ID, traceFlags: 1 },
    severityNumber: 17,
    severityText: 'ERROR',
    body: { message: 'no room', codes: [1, 2.5] },
    eventName: 'disk.full',
    values: { n: 7 },
    droppedAttributesCount: 3,
  });
  expect(toLogsData([record])).toEqual({
    resourceLogs: [
      {
        resource: {
          attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }],
          droppedAttributesCount: 0,
        },
        scopeLogs: [
          {
            scope: { name: 'test-scope', version: '1.2.3' },
            logRecords: [
              {
                timeUnixNano: '1700000000123456789',
                observedTimeUnixNano: '1700000000123456790',
                severityNumber: 17,
                severityText: 'ERROR',
                body: {
                  kvlistValue: {
                    values: [
                      { key: 'message', value: { stringValue: 'no room' } },
                      { key: 'codes', value: { arrayValue: { values: [{ intValue: '1' }, { doubleValue: 2.5 }] } } },
                    ],
                  },
                },
                eventName: 'disk.full',
                attributes: [{ key: 'n', value: { intValue: '7' } }],
                droppedAttributesCount: 3,
                flags: 1,
                traceId: TRACE_ID,
                spanId: SPAN_ID,
              },
            ],
          },
        ],
      },
    ],
  });
});

it('what a record does not say is not written, and a body without a value is', () => {
  const body = text(encodeLogsAsJson([makeLogRecord(), makeLogRecord({ body: null, severityText: '' })]));
  expect(body).toContain(
    '"logRecords":[{"timeUnixNano":"1700000000123456789","observedTimeUnixNano":"1700000000123456790",' +
      '"attributes":[],"droppedAttributesCount":0},{"timeUnixNano":"1700000000123456789",' +
      '"observedTimeUnixNano":"1700000000123456790","body":{},"attributes":[],"droppedAttributesCount":0}]',
  );
});

// Its integers are numbers, and it repeats the schema inside the resource, where OTLP has no such field.
it('the text equals that of the official serialiser but for two peculiarities of that', () => {
  const records = recordLogs((logger) => {
    logger.emit({
      body: 'b',
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      eventName: 'e',
      attributes: { a: 'x', f: 1.5 },
    });
  }) as unknown as readonly LogRecord[];
  const official = text(JsonLogsSerializer.serializeRequest(records as unknown as ReadableLogRecord[]))
    .replace('"intValue":4711', '"intValue":"4711"')
    .replace(',"schemaUrl":"https://opentelemetry.io/schemas/1.30.0"},"scopeLogs"', '},"scopeLogs"');
  expect(text(encodeLogsAsJson(records))).toBe(official);
});

it('texts are well-formed Unicode, ids that are not hex are empty', () => {
  const spanContext = { traceId: 'not-hex!', spanId: SPAN_ID, traceFlags: 0 };
  const body = text(encodeLogsAsJson([makeLogRecord({ body: '\ud800', eventName: '\udc00', spanContext })]));
  expect(body).not.toContain('\\ud');
  expect(body).toContain('"traceId":""');
});

it('no records give an empty request', () => {
  expect(text(encodeLogsAsJson([]))).toBe('{"resourceLogs":[]}');
});
