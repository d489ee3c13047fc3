import type { DecodeLogsResult } from '../decode-result.js';
import { createLogRecordFields, toDecodedLogRecord, type LogRecordFields } from '../decoded-log-record.js';
import type { LogRecord } from '../log-record.js';
import { RequestCollector } from '../request-collector.js';
import { readId, readRequest, readTime } from './decode-request.js';
import { readAnyValue, readAttribute } from './decode-value.js';
import { END_OF_MESSAGE } from './reader.js';
import type { RequestReader } from './request-reader.js';

/** Decodes the protobuf body of an ExportLogsServiceRequest. Raises `MalformedBody`. */
export function decodeLogsFromProtobuf(body: Uint8Array): DecodeLogsResult {
  const records: LogRecord[] = [];
  const collector = new RequestCollector<LogRecordFields>((fields, home) => {
    records.push(toDecodedLogRecord(fields, home));
  });
  readRequest(body, collector, readLogRecord);
  return { status: 'decoded', records };
}

function readLogRecord(reader: RequestReader): LogRecordFields {
  reader.countMessage();
  const record = createLogRecordFields();
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (!readContent(reader, tag, record) && !readContext(reader, tag, record)) reader.skip(tag);
  }
  reader.leaveMessage(outer);
  return record;
}

function readContent(reader: RequestReader, tag: number, record: LogRecordFields): boolean {
  switch (tag) {
    case 0x10:
      record.severityNumber = reader.uint32();
      return true;
    case 0x1a:
      record.severityText = reader.text();
      return true;
    case 0x2a:
      record.body = readAnyValue(reader);
      return true;
    case 0x32:
      readAttribute(reader, record.attributes);
      return true;
    case 0x38:
      record.droppedAttributesCount = reader.uint32();
      return true;
    case 0x62:
      record.eventName = reader.text();
      return true;
    default:
      return false;
  }
}

function readContext(reader: RequestReader, tag: number, record: LogRecordFields): boolean {
  switch (tag) {
    case 0x09:
      record.time = readTime(reader);
      return true;
    case 0x45:
      record.flags = reader.fixed32();
      return true;
    case 0x4a:
      record.traceId = readId(reader);
      return true;
    case 0x52:
      record.spanId = readId(reader);
      return true;
    case 0x59:
      record.observedTime = readTime(reader);
      return true;
    default:
      return false;
  }
}
