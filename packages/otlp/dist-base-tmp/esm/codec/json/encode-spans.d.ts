import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { TracesDataJson } from './otlp-json.js';
/**
 * Spans as an OTLP/JSON value, ready for `JSON.stringify`: the form of dead letters, dry runs and OTLP files.
 * Grouped as {@link encodeTraces} groups them; every text is well-formed Unicode.
 */
export declare function toTracesData(spans: readonly ReadableSpan[]): TracesDataJson;
/** Encodes spans as the JSON body of an ExportTraceServiceRequest. */
export declare function encodeSpansAsJson(spans: readonly ReadableSpan[]): Uint8Array;
//# sourceMappingURL=encode-spans.d.ts.map