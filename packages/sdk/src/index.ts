export { createOpenSpanJournal, type OpenSpanJournalOptions } from './crash/create-open-span-journal.js';
export type {
  JournalEntryOptions,
  JournalLedger,
  LiveSpan,
  OpenSpanJournal,
  SpanIdentity,
} from './crash/open-span-journal.js';
export { recoverCrashFiles, type RecoverCrashFilesOptions, type RecoveryResult } from './crash/recover-crash-files.js';
export { SDK_ERROR_CODES } from './errors.js';
export { createJaegerLegacyClient } from './query/jaeger-legacy.js';
export { createJaegerV3Client } from './query/jaeger-v3.js';
export { findQueryBackend, probeBackend, type FindBackendOptions, type FoundBackend } from './query/probe.js';
export { queryBaseCandidates } from './query/query-base.js';
export type {
  ApiFidelity,
  ProbeAnswer,
  QueryAccess,
  QueryApi,
  QueryClient,
  ServicesAnswer,
  TimeWindow,
  TraceAnswer,
} from './query/query-client.js';
export { createTempoClient } from './query/tempo.js';
export { formatDurationOption, parseDurationMs } from './config/duration.js';
export { EnvReader, type Environment, type Parsed } from './config/env-reader.js';
export { readServiceVariables } from './config/otel-env.js';
export { readOtlpSettings, readSignalUrl, type OtlpSettings } from './config/otlp-env.js';
export { splitPairs } from './config/pair-list.js';
export { readPemFile } from './config/pem-file.js';
export { REGISTER_VARIABLES } from './config/spanbridge-env.js';
export type { FeedLedger } from './provisional/exporter-feed.js';
export type { ProcessorCounts, ProcessorLedger } from './provisional/processor-ledger.js';
export type { LogTaker, ProvisionalSpanProcessorOptions, SpanJournal } from './provisional/processor-options.js';
export { ProvisionalSpanProcessor } from './provisional/provisional-span-processor.js';
export { EVENT_TARGETS, toEventRecords, withoutEvents, type EventTarget } from './provisional/span-event-records.js';
export { DeliverySpanProcessor, type SpanTaker } from './provider/delivery-span-processor.js';
export type { FinalTaker } from './provider/final-taker.js';
export {
  SpanbridgeTracerProvider,
  type SpanbridgeTracerProviderOptions,
} from './provider/spanbridge-tracer-provider.js';
export { register } from './register/register.js';
export type { RegisterOptions, Registration } from './register/register-options.js';
export { DEFAULT_ENDPOINT, resolveLogsUrl, resolveTracesUrl } from './ship/endpoint.js';
export { readSpans, type ReadSpansOptions, type ReadSpansResult } from './ship/read-spans.js';
export { findSpool, type SpoolPlace } from './ship/durable/find-spool.js';
export { replaySpool, type ReplayOptions } from './ship/durable/replay-spool.js';
export { shipFiles } from './ship/ship-files.js';
export {
  SHIP_FORMATS,
  type ShipEvent,
  type ShipFormat,
  type ShipOptions,
  type ShipProgress,
  type ShipResult,
  type TracesUrl,
} from './ship/ship-options.js';
export type { ShipSummary } from './ship/summary.js';
export { verifyAtBackend, verifyDelivery, type VerifyOptions } from './ship/verify.js';
export {
  createDeliveryCollector,
  type DeliveryCollector,
  type DeliveryCollectorOptions,
  type SentSpan,
  type SentTrace,
} from './ship/verify-collector.js';
export { DIFFERENCE_KINDS, type DifferenceKind, type SpanDifference } from './ship/verify-compare.js';
export type { Fact } from './ship/verify-facts.js';
export type { VerifyResult } from './ship/verify-report.js';
export {
  TracerMetaSpanProcessor,
  type TracerMetaLedger,
  type TracerMetaSpanProcessorOptions,
} from './tracer-meta/tracer-meta-span-processor.js';
export type { LineTarget, TextStream } from './tracer-meta/line-output.js';
export { diagnose, type DiagnoseOptions } from './doctor/diagnose.js';
export { DOCTOR_CHECKS, type DoctorCheck, type Finding, type FindingLevel } from './doctor/finding.js';
