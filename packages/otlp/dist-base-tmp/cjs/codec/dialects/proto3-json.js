"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.decodeProto3Json = decodeProto3Json;
const decode_result_js_1 = require("../decode-result.js");
const decode_spans_js_1 = require("../json/decode-spans.js");
const proto3_cursor_js_1 = require("./proto3-cursor.js");
/**
 * Decodes parsed `TracesData` as query APIs write it. Never throws.
 *
 * Beyond what `decodeTracesValue` takes: ids in base64, enums by name, and the old names `batches` (for
 * `resourceSpans`), `instrumentationLibrarySpans` and `instrumentationLibrary` (for `scopeSpans` and `scope`). Limits
 * and forms of values are those of `decodeTraces`.
 */
function decodeProto3Json(value) {
    return (0, decode_result_js_1.orInvalid)(() => (0, decode_spans_js_1.decodeSpansFromJson)(withCurrentNames(value), new proto3_cursor_js_1.Proto3Cursor('trace in proto3 JSON')));
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