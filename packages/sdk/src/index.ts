export { SDK_ERROR_CODES } from './errors.js';
export { DeliverySpanProcessor, type SpanTaker } from './provider/delivery-span-processor.js';
export { DEFAULT_ENDPOINT, resolveTracesUrl } from './ship/endpoint.js';
export { readSpans, type ReadSpansOptions, type ReadSpansResult } from './ship/read-spans.js';
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
