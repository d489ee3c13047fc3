export { DropCounter, type DropCounterOptions } from './diagnostics/drop-counter.js';
export {
  Ledger,
  LEDGER_COLUMNS,
  LEDGER_NOTES,
  type LedgerColumn,
  type LedgerColumns,
  type LedgerNote,
} from './diagnostics/ledger.js';
export { SpanbridgeError, isSpanbridgeError } from './diagnostics/spanbridge-error.js';
export {
  IGNORE_REASONS,
  REJECT_REASONS,
  isRecord,
  type BridgeResult,
  type DecodeResult,
  type IgnoredResult,
  type IgnoreReason,
  type RecordBridge,
  type RejectedResult,
  type RejectReason,
} from './decode/decoder.js';
export { CORE_ERROR_CODES, type CoreErrorCode } from './errors.js';
export { parseJsonLine, type JsonLineResult } from './decode/json-line.js';
export { END_CAUSES, type EndCause } from './lifecycle/end-cause.js';
export type { StateChanges, StatePiece } from './lifecycle/change-marks.js';
export type { ProvisionalRules } from './lifecycle/announcement.js';
export type { PartialEvent } from './lifecycle/announcer.js';
export {
  PendingSpans,
  type ExpiryLimits,
  type LeftRole,
  type LeftSpan,
  type PendingSpansOptions,
} from './lifecycle/pending-spans.js';
export type { SettleLimits } from './lifecycle/table-entry.js';
export { ATTRIBUTE, EXCEPTION_EVENT_NAME, isReservedKey } from './model/attribute-names.js';
export {
  AttributeBuilder,
  createAttributes,
  DEFAULT_ATTRIBUTE_LIMITS,
  toAttributes,
  type AttributeLimits,
  type ConvertedAttributes,
} from './model/attributes.js';
export {
  DEFAULT_NAMESPACE,
  checkNamespace,
  deriveHostId,
  deriveRoleSpanId,
  deriveSpanId,
  deriveTraceId,
  type DerivedId,
  type SpanRole,
} from './model/derive-id.js';
export type { InstrumentationScope } from './model/instrumentation-scope.js';
export { toJsonText } from './model/json-text.js';
export { shareText } from './model/recent-texts.js';
export type {
  EndSignal,
  EventSignal,
  ForeignSystem,
  SignalAttributes,
  SignalBase,
  SpanEventContent,
  SpanFact,
  SpanSignal,
  StartSignal,
  TentativeEnd,
  UpdateSignal,
  WithdrawSignal,
} from './model/span-signal.js';
export {
  clampUnixNano,
  formatTimestampMicros,
  fromHrTime,
  millisToNanos,
  parseTimestamp,
  toHrTime,
} from './model/time.js';
export { createDerivedSpan, type SpanDifference } from './provisional/derived-span.js';
export { createAnchor, createMarker } from './provisional/marker.js';
export type { StartedSpan } from './provisional/started-span.js';
export {
  PROVISIONAL_STRATEGIES,
  PROVISIONAL_TIMING_DEFAULT,
  type ProvisionalStrategy,
  type ProvisionalTiming,
} from './provisional/strategy.js';
export {
  RecordPipeline,
  type RecordPipelineOptions,
  type RecordText,
  type TurnedAwayRecord,
} from './pipeline/record-pipeline.js';
export type { EncodeEvent } from './span/late-spans.js';
export { createReadableSpan, type SpanContent } from './span/readable-span.js';
export { createResource } from './span/resource.js';
export type { SpanCompleteness } from './span/snapshot.js';
