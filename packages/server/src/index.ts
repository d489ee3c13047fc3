export { startServer, type RunningServer } from './start-server.js';
export { type ServerOptions } from './server-options.js';
export { DEFAULT_LIMITS, type ServerLimits } from './limits.js';
export { SERVER_ERROR_CODES, type ServerErrorCode } from './errors.js';
export {
  type StoreCounts,
  type StoredTraceSpans,
  type TraceList,
  type TraceQuery,
  type TraceReader,
  type TraceSummary,
} from './store/trace-store.js';
