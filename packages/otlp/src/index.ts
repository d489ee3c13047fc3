export { type OtlpEncoding, CONTENT_TYPES, encodingOfContentType } from './codec/encoding.js';
export type { OtlpSignal } from './codec/signal.js';
export { encodeTraces } from './codec/encode-traces.js';
export { encodeLogs } from './codec/encode-logs.js';
export { toLogsData } from './codec/json/encode-logs.js';
export { decodeLogs, decodeLogsValue } from './codec/decode-logs.js';
export { encodeSpanEvent } from './codec/protobuf/encode-spans.js';
export { toTracesData } from './codec/json/encode-spans.js';
export type {
  AnyValueJson,
  EventJson,
  KeyValueJson,
  LinkJson,
  LogRecordJson,
  LogsDataJson,
  ResourceJson,
  ResourceLogsJson,
  ResourceSpansJson,
  ScopeJson,
  ScopeLogsJson,
  ScopeSpansJson,
  SpanJson,
  TracesDataJson,
} from './codec/json/otlp-json.js';
export { decodeTraces, decodeTracesValue } from './codec/decode-traces.js';
export type { DecodeLogsResult, DecodeTracesResult, RejectedSpan, SpanRejectReason } from './codec/decode-result.js';
export { decodeJaegerJson, decodeJaegerValue } from './codec/dialects/jaeger-json.js';
export { JAEGER_OWN_TAGS } from './codec/dialects/jaeger-tags.js';
export { decodeJaegerV3Json } from './codec/dialects/jaeger-v3-json.js';
export { decodeProto3Json } from './codec/dialects/proto3-json.js';
export type { DecodeTempoResult } from './codec/dialects/tempo-answer.js';
export { decodeTempoJson, decodeTempoValue } from './codec/dialects/tempo-json.js';
export { decodeTempoProtobuf } from './codec/dialects/tempo-protobuf.js';
export {
  decodeExportResponse,
  decodeStatus,
  encodeExportResponse,
  encodeStatus,
  type DecodeExportResponseResult,
  type DecodeStatusResult,
  type PartialSuccess,
  type RpcStatus,
} from './codec/export-response.js';
export { DECODED_DEPTH_MAX, ENCODED_DEPTH_MAX, REQUEST_MESSAGES_MAX, VALUE_ENTRIES_MAX } from './codec/limits.js';
export {
  createOtlpSender,
  type OtlpSender,
  type OtlpSenderOptions,
  type OtlpSenderState,
} from './delivery/otlp-sender.js';
export type { Persistence } from './delivery/persistent-post.js';
export { HttpSpanExporter as OtlpSpanExporter } from './delivery/http-span-exporter.js';
export { OtlpLogExporter } from './delivery/otlp-log-exporter.js';
export type { OtlpLogExporterOptions } from './delivery/log-exporter-options.js';
export type { LogDropReason, LogExporterLedger, LogOutcome } from './delivery/log-ledger.js';
export type { LogDeliveryTerms as LogDelivery } from './delivery/log-queue.js';
export {
  DROP_REASONS,
  ExporterAccount,
  type DropReason,
  type ExporterLedger,
  type ExportOutcome,
} from './delivery/exporter-ledger.js';
export { HostHook } from './delivery/host-hook.js';
export { OneTimeWarnings } from './delivery/one-time-warnings.js';
export { warnOfOtel } from './delivery/warn-of-otel.js';
export { untraced } from './transport/untraced.js';
export type { ExporterLanes, OtlpSpanExporterOptions } from './delivery/exporter-options.js';
export type {
  OverflowAppendResult,
  OverflowDestination,
  OverflowEntry,
  OverflowRecord,
  OverflowStore,
} from './delivery/overflow-store.js';
export type { LogRecord } from './codec/log-record.js';
export { isWithdrawable, isWithdrawn, type WithdrawableSpan } from './delivery/withdrawable-span.js';
export { laneOfTrace } from './delivery/trace-lane.js';
export { priorityOf, type SpanPriority } from './delivery/priority.js';
export { toOverflowEntries, type OverflowEntries } from './delivery/overflow-entries.js';
export type { SpanOutcome } from './delivery/span-outcome.js';
export { BATCH_LIMITS_DEFAULT, cutBatches, type BatchLimits } from './delivery/batch.js';
export { estimateSpanBytes } from './delivery/span-size.js';
export { halve } from './delivery/bisect.js';
export { decideRetry, type RetryDecision, type RetryPolicy, type RetrySituation } from './delivery/retry.js';
export { BACKGROUND_CLOCK, SYSTEM_CLOCK, type Clock } from './delivery/clock.js';
export type { ExportResponse, OtlpTransport } from './transport/export-response.js';
export {
  createHttpTransport,
  type HttpTransportOptions,
  type OtlpCompression,
  type TlsMaterial,
} from './transport/http-transport.js';
export { acquireDirectoryLock, type DirectoryLock } from './spool/directory-lock.js';
export {
  chooseRetired,
  type Retired,
  type RetentionCandidate,
  type RetentionPolicy,
  type RetentionReason,
} from './spool/retention.js';
export { FILE_MODE, OPEN_FLAGS } from './spool/open-flags.js';
export { isAlive, ownIdentity, type ProcessIdentity } from './spool/process-identity.js';
export { isSpoolFileName } from './spool/directory-names.js';
export { openSpool } from './spool/spool.js';
export {
  inspectSpool,
  readSpoolRecords,
  type DestinationInspection,
  type InspectedRecord,
  type SegmentInspection,
  type SpoolInspection,
} from './spool/spool-inspection.js';
export type {
  Spool,
  SpoolAppendResult,
  SpoolDestination,
  SpoolDrop,
  SpoolEntry,
  SpoolOptions,
  SpoolPriority,
  SpoolRecord,
  SpoolSignal,
  SpoolSyncResult,
  SpoolTakeLimits,
} from './spool/spool-types.js';
export { createDeadline, type Deadline } from './transport/deadline.js';
export { describeConnectFault } from './transport/connect-fault.js';
export {
  addressOf,
  DELIVERY_FAULT_KINDS,
  faultText,
  type DeliveryFault,
  type DeliveryFaultKind,
  type TransportFault,
} from './transport/delivery-fault.js';
export { explainFault } from './transport/explain-fault.js';
export { toPrintable } from './transport/printable.js';
export { readBodyWithin, type ResponseBody } from './transport/read-body.js';
export { toRequestHeaders } from './transport/request-headers.js';
export { OTLP_ERROR_CODES, type OtlpErrorCode } from './errors.js';
