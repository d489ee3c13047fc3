import { type DecodeTracesResult } from '../decode-result.js';
/**
 * Decodes parsed `TracesData` as query APIs write it. Never throws.
 *
 * Beyond what `decodeTracesValue` takes: ids in base64, enums by name, and the old names `batches` (for
 * `resourceSpans`), `instrumentationLibrarySpans` and `instrumentationLibrary` (for `scopeSpans` and `scope`). Limits
 * and forms of values are those of `decodeTraces`.
 */
export declare function decodeProto3Json(value: unknown): DecodeTracesResult;
//# sourceMappingURL=proto3-json.d.ts.map