export { SDK_ERROR_CODES } from './errors.js';
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
