import { join } from 'node:path';
import { Root, type Type } from 'protobufjs';

/** The published message definitions, read by protobufjs: a codec that shares nothing with ours. */
const root = new Root();
root.resolvePath = (_origin, target) => join(__dirname, '..', 'proto', target);
root.loadSync([
  'opentelemetry/proto/collector/trace/v1/trace_service.proto',
  'opentelemetry/proto/trace/v1/trace.proto',
  'opentelemetry/proto/collector/logs/v1/logs_service.proto',
  'opentelemetry/proto/logs/v1/logs.proto',
  'google/rpc/status.proto',
]);

export const TracesData: Type = root.lookupType('opentelemetry.proto.trace.v1.TracesData');
export const ExportTraceServiceResponse: Type = root.lookupType(
  'opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse',
);
export const LogsData: Type = root.lookupType('opentelemetry.proto.logs.v1.LogsData');
export const ExportLogsServiceResponse: Type = root.lookupType(
  'opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse',
);
export const KeyValue: Type = root.lookupType('opentelemetry.proto.common.v1.KeyValue');
export const Status: Type = root.lookupType('google.rpc.Status');

/** Bytes as plain JSON data: ids and bytes in base64, 64-bit integers as text, enums as numbers. */
export function readProto(type: Type, bytes: Uint8Array): Record<string, unknown> {
  const message = type.decode(bytes);
  return type.toObject(message, { longs: String, bytes: String, enums: Number, json: true });
}

/** Plain data as protobuf bytes. */
export function writeProto(type: Type, value: Record<string, unknown>): Uint8Array {
  const fault = type.verify(value);
  if (fault !== null) throw new Error(fault);
  return type.encode(type.fromObject(value)).finish();
}
