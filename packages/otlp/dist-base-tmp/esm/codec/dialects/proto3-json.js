import { orInvalid } from '../decode-result.js';
import { decodeSpansFromJson } from '../json/decode-spans.js';
import { Proto3Cursor } from './proto3-cursor.js';
/**
 * Decodes parsed `TracesData` as query APIs write it. Never throws.
 *
 * Beyond what `decodeTracesValue` takes: ids in base64, enums by name, and the old names `batches` (for
 * `resourceSpans`), `instrumentationLibrarySpans` and `instrumentationLibrary` (for `scopeSpans` and `scope`). Limits
 * and forms of values are those of `decodeTraces`.
 */
export function decodeProto3Json(value) {
    return orInvalid(() => decodeSpansFromJson(withCurrentNames(value), new Proto3Cursor('trace in proto3 JSON')));
}
function withCurrentNames(value) {
    return renamed(value, 'batches', 'resourceSpans', (group) => renamed(group, 'instrumentationLibrarySpans', 'scopeSpans', (scopeSpans) => renamed(scopeSpans, 'instrumentationLibrary', 'scope', (scope) => scope)));
}
/** Gives a member its current name, and each entry of it to `next`. What has another shape is left to the decoder. */
function renamed(value, oldName, name, next) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return value;
    const object = value;
    const member = object[name] ?? object[oldName];
    return { ...object, [name]: Array.isArray(member) ? member.map(next) : member };
}
//# sourceMappingURL=proto3-json.js.map