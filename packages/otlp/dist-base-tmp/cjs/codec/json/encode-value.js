"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.toKeyValues = toKeyValues;
const base64_js_1 = require("../base64.js");
const limits_js_1 = require("../limits.js");
const value_kinds_js_1 = require("../value-kinds.js");
/** Attributes in the order of the object's own keys. */
function toKeyValues(attributes) {
    return Object.keys(attributes ?? {}).map((key) => ({
        key: key.toWellFormed(),
        value: toAnyValue(attributes?.[key]),
    }));
}
/** One attribute value. An object that throws while it is read becomes the empty value. */
function toAnyValue(value) {
    if (typeof value !== 'object' || value === null)
        return fromPrimitive(value);
    try {
        return fromObject(value, 0, { left: limits_js_1.VALUE_ENTRIES_MAX });
    }
    catch {
        return {};
    }
}
/** Functions, symbols and undefined have no form in OTLP: they become the empty value. */
function fromPrimitive(value) {
    if (typeof value === 'string')
        return { stringValue: value.toWellFormed() };
    if (typeof value === 'boolean')
        return { boolValue: value };
    if (typeof value === 'number')
        return fromNumber(value);
    if (typeof value !== 'bigint')
        return {};
    return (0, value_kinds_js_1.isInt64)(value) ? { intValue: value.toString() } : { stringValue: value.toString() };
}
function fromNumber(value) {
    if ((0, value_kinds_js_1.isPlainInteger)(value))
        return { intValue: String(value) };
    if (Object.is(value, -0))
        return { doubleValue: '-0' };
    if (Number.isNaN(value))
        return { doubleValue: 'NaN' };
    if (Number.isFinite(value))
        return { doubleValue: value };
    return { doubleValue: value > 0 ? 'Infinity' : '-Infinity' };
}
/** Recursion ends at {@link ENCODED_DEPTH_MAX}: what lies deeper is the empty value. */
function fromObject(value, depth, budget) {
    if ((0, value_kinds_js_1.isBytes)(value))
        return { bytesValue: (0, base64_js_1.toBase64)(value) };
    if (depth >= limits_js_1.ENCODED_DEPTH_MAX)
        return {};
    if (Array.isArray(value))
        return { arrayValue: { values: fromEntries(value, depth + 1, budget) } };
    return { kvlistValue: { values: fromMembers(value, depth + 1, budget) } };
}
function fromAny(value, depth, budget) {
    return typeof value === 'object' && value !== null ? fromObject(value, depth, budget) : fromPrimitive(value);
}
function fromEntries(values, depth, budget) {
    const entries = [];
    for (const value of values) {
        if (--budget.left < 0)
            break;
        entries.push(fromAny(value, depth, budget));
    }
    return entries;
}
function fromMembers(members, depth, budget) {
    const entries = [];
    for (const key of Object.keys(members)) {
        if (--budget.left < 0)
            break;
        entries.push({ key: key.toWellFormed(), value: fromAny(members[key], depth, budget) });
    }
    return entries;
}
//# sourceMappingURL=encode-value.js.map