import { isRecord, type RecordBridge } from '@spanbridge/core';
import { decodeTracesValue } from '@spanbridge/otlp';

/**
 * Reads OTLP JSON (`TracesData`, one per line or one document) where records are looked at and not shipped: its spans
 * are
 * finished already. Spans with invalid ids are told through `onBadSpan`; the others of the line stay.
 */
export function createOtlpJsonBridge(onBadSpan: (detail: string) => void): RecordBridge {
  return {
    format: 'otlp',
    recognises: (value) => isRecord(value) && Array.isArray(value['resourceSpans']),
    read(value) {
      const result = decodeTracesValue(value);
      if (result.status === 'invalid') return { status: 'rejected', reason: 'invalid-shape', detail: result.detail };
      for (const { reason, detail } of result.rejected) onBadSpan(`${reason}: ${detail}`);
      return { status: 'finished', spans: result.spans };
    },
  };
}
