import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { OneTimeWarnings } from './one-time-warnings.js';

/** What `export` calls back, as the SDK defines it. */
export type ExportCallback = Parameters<SpanExporter['export']>[1];

type ExportResult = Parameters<ExportCallback>[0];

/** Success and failure in the numbers of the SDK; its enum would be a value of one of its lines. */
const TAKEN = { code: 0 } as unknown as ExportResult;
const CAME_TOO_LATE = {
  code: 1,
  error: new Error('OtlpSpanExporter: spans came after the shutdown.'),
} as unknown as ExportResult;

/** Calls back whether spans were taken. A callback that throws does not harm. */
export function answerExport(callback: ExportCallback, isTaken: boolean, warnings: OneTimeWarnings): void {
  try {
    callback(isTaken ? TAKEN : CAME_TOO_LATE);
  } catch (error) {
    warnings.tell('callback', `the callback of an export threw: ${String(error)}.`);
  }
}
