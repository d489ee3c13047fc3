export { parseTimestamp, formatTimestampMicros, millisToNanos, toHrTime, fromHrTime, clampUnixNano } from './model/time.js';
export { SpanbridgeError, isSpanbridgeError } from './diagnostics/spanbridge-error.js';
export { DropCounter, type DropCounterOptions } from './diagnostics/drop-counter.js';
export { Ledger, LEDGER_COLUMNS, type LedgerColumn, type LedgerColumns } from './diagnostics/ledger.js';
