import type { DecodeLogsResult } from '../decode-result.js';
import { toDecodedLogRecord, type LogRecordFields } from '../decoded-log-record.js';
import type { LogRecord } from '../log-record.js';
import { RequestCollector } from '../request-collector.js';
import { JsonCursor, type JsonObject } from './cursor.js';
import { readJsonRequest, type RequestShape } from './decode-request.js';
import { readAnyValue, readAttributes } from './decode-value.js';

const SHAPE: RequestShape<LogRecordFields> = {
  resources: 'resourceLogs',
  scopes: 'scopeLogs',
  items: 'logRecords',
  readItem: readLogRecord,
};

/** Decodes a parsed OTLP/JSON request for logs. */
export function decodeLogsFromJson(value: unknown): DecodeLogsResult {
  const records: LogRecord[] = [];
  const collector = new RequestCollector<LogRecordFields>((fields, home) => {
    records.push(toDecodedLogRecord(fields, home));
  });
  readJsonRequest(value, new JsonCursor(), { shape: SHAPE, collector });
  return { status: 'decoded', records };
}

function readLogRecord(cursor: JsonCursor, object: JsonObject): LogRecordFields {
  cursor.countMessage();
  return {
    time: cursor.time(object, 'timeUnixNano'),
    observedTime: cursor.time(object, 'observedTimeUnixNano'),
    severityNumber: cursor.enumValue(object, 'severityNumber'),
    severityText: cursor.text(object, 'severityText'),
    body: cursor.member(object, 'body', (body) => readAnyValue(cursor, body)),
    eventName: cursor.text(object, 'eventName'),
    attributes: readAttributes(cursor, object),
    droppedAttributesCount: cursor.uint32(object, 'droppedAttributesCount'),
    flags: cursor.uint32(object, 'flags'),
    traceId: cursor.id(object, 'traceId'),
    spanId: cursor.id(object, 'spanId'),
  };
}
