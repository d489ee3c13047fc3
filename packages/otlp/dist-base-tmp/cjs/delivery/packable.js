"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.isPackable = isPackable;
const hex_js_1 = require("../codec/hex.js");
const span_fault_js_1 = require("./span-fault.js");
/** The last span kind, `CONSUMER`, as the number that it is in the SDK. */
const LAST_KIND = 4;
/**
 * Whether a span that is encoded and decoded again is encoded to the same bytes as before. That is so for all spans
 * whose attributes are texts, numbers, truth values and lists of these; 64-bit integers, for one, come back as text.
 */
function isPackable(span) {
    const kind = span.kind;
    if ((0, span_fault_js_1.findSpanFault)(span) !== undefined || kind < 0 || kind > LAST_KIND)
        return false;
    if (!arePlain(span.attributes))
        return false;
    for (const event of span.events)
        if (!arePlain(event.attributes))
            return false;
    for (const { context, attributes } of span.links) {
        if (!arePlain(attributes) || !(0, hex_js_1.isHexId)(context.traceId, 32) || !(0, hex_js_1.isHexId)(context.spanId, 16))
            return false;
    }
    return true;
}
function arePlain(attributes) {
    for (const key in attributes) {
        const value = attributes[key];
        if (isScalar(value))
            continue;
        if (!Array.isArray(value) || !value.every(isScalar))
            return false;
    }
    return true;
}
function isScalar(value) {
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
//# sourceMappingURL=packable.js.map