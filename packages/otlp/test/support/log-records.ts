import type { Attributes } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
  type ReadableLogRecord,
} from '@opentelemetry/sdk-logs';
import type { LogRecord } from '../../src/codec/log-record.js';
import { decodeLogs } from '../../src/codec/decode-logs.js';
import { SPAN_ID, TRACE_ID } from './spans.js';

const RESOURCE = resourceFromAttributes({ 'service.name': 'checkout' });
const SCOPE = { name: 'test-scope', version: '1.2.3' };

/** What a test says about a log record; everything else is the same in all tests. */
export type LogRecordParts = Partial<LogRecord> & {
  /** Attributes of any kind. */
  readonly values?: Readonly<Record<string, unknown>>;
};

/** A log record as plain data. */
export function makeLogRecord({ values, ...parts }: LogRecordParts = {}): LogRecord {
  return {
    hrTime: [1_700_000_000, 123_456_789],
    hrTimeObserved: [1_700_000_000, 123_456_790],
    attributes: (values ?? {}) as Attributes,
    droppedAttributesCount: 0,
    resource: RESOURCE,
    instrumentationScope: SCOPE,
    ...parts,
  };
}

/** `count` records of one span, with the bodies `r0`, `r1`, … */
export function makeLogRecords(count: number, parts: LogRecordParts = {}): LogRecord[] {
  const spanContext = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 };
  return Array.from({ length: count }, (_, index) => makeLogRecord({ spanContext, body: `r${index}`, ...parts }));
}

/** The bodies of the records in a request. */
export function bodiesIn(request: Uint8Array): readonly unknown[] {
  const result = decodeLogs(request, 'protobuf');
  return result.status === 'decoded' ? result.records.map((record) => record.body) : [];
}

/** The records that `run` emits with a logger of the real SDK. */
export function recordLogs(
  run: (logger: ReturnType<LoggerProvider['getLogger']>) => void,
): readonly ReadableLogRecord[] {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({
    resource: resourceFromAttributes(
      { 'service.name': 'shop', 'process.pid': 4711 },
      { schemaUrl: 'https://opentelemetry.io/schemas/1.30.0' },
    ),
    processors: [new SimpleLogRecordProcessor({ exporter })],
  });
  run(provider.getLogger('recorder', '0.9.0', { schemaUrl: 'https://opentelemetry.io/schemas/1.31.0' }));
  return exporter.getFinishedLogRecords();
}
