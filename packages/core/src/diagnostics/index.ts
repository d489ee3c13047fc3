export { SpanbridgeError, isSpanbridgeError } from './spanbridge-error.js';
export { DropCounter, type DropCounterOptions } from './drop-counter.js';
export { Ledger, type LedgerColumns, type LedgerColumn, LEDGER_COLUMNS } from './ledger.js';
