import { groupByHome, type ResourceGroup, type ScopeGroup } from '../group-by-home.js';
import { toUnixNanoText } from '../hr-time.js';
import type { LogRecord } from '../log-record.js';
import { traceFlagsOf } from '../span-flags.js';
import { JSON_CONTENT_KEYS, toCount, toIdText, toOptionalText, toResource, toScope } from './encode-home.js';
import { toAnyValue, toKeyValues } from './encode-value.js';
import type { LogRecordJson, LogsDataJson, ResourceLogsJson, ScopeLogsJson } from './otlp-json.js';

const textEncoder = new TextEncoder();

/**
 * Log records as an OTLP/JSON value, ready for `JSON.stringify`: grouped as {@link encodeLogs} groups them, every text
 * well-formed Unicode.
 */
export function toLogsData(records: readonly LogRecord[]): LogsDataJson {
  return { resourceLogs: groupByHome(records, JSON_CONTENT_KEYS).map(toResourceLogs) };
}

/** Encodes log records as the JSON body of an ExportLogsServiceRequest. */
export function encodeLogsAsJson(records: readonly LogRecord[]): Uint8Array {
  return textEncoder.encode(JSON.stringify(toLogsData(records)));
}

function toResourceLogs(group: ResourceGroup<LogRecord>): ResourceLogsJson {
  return {
    resource: toResource(group.resource),
    scopeLogs: group.scopes.map(toScopeLogs),
    schemaUrl: toOptionalText(group.resource.schemaUrl),
  };
}

function toScopeLogs(group: ScopeGroup<LogRecord>): ScopeLogsJson {
  return {
    scope: toScope(group.scope),
    logRecords: group.items.map(toLogRecord),
    schemaUrl: toOptionalText(group.scope.schemaUrl),
  };
}

function toLogRecord(record: LogRecord): LogRecordJson {
  const context = record.spanContext;
  return {
    timeUnixNano: toUnixNanoText(record.hrTime),
    observedTimeUnixNano: toUnixNanoText(record.hrTimeObserved),
    severityNumber: record.severityNumber ? toCount(record.severityNumber) : undefined,
    severityText: toOptionalText(record.severityText),
    body: record.body === undefined ? undefined : toAnyValue(record.body),
    eventName: toOptionalText(record.eventName),
    attributes: toKeyValues(record.attributes),
    droppedAttributesCount: toCount(record.droppedAttributesCount),
    flags: context === undefined ? undefined : traceFlagsOf(context.traceFlags),
    traceId: context?.traceId ? toIdText(context.traceId) : undefined,
    spanId: context?.spanId ? toIdText(context.spanId) : undefined,
  };
}
