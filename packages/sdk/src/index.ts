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
export { DeliverySpanProcessor, type SpanTaker } from './provider/delivery-span-processor.js';
export { DEFAULT_ENDPOINT, resolveTracesUrl } from './ship/endpoint.js';
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
