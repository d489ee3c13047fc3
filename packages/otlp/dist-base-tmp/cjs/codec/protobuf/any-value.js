"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.writeAttributes = writeAttributes;
const limits_js_1 = require("../limits.js");
const value_kinds_js_1 = require("../value-kinds.js");
const writer_js_1 = require("./writer.js");
// Tags of AnyValue, KeyValue, ArrayValue and KeyValueList (opentelemetry/proto/common/v1/common.proto).
const STRING_VALUE = 0x0a;
const BOOL_VALUE = 0x10;
const INT_VALUE = 0x18;
const DOUBLE_VALUE = 0x21;
const ARRAY_VALUE = 0x2a;
const KVLIST_VALUE = 0x32;
const BYTES_VALUE = 0x3a;
const KEY = 0x0a;
const VALUE = 0x12;
const ENTRY = 0x0a;
/** The longest message whose length is a single byte. */
const SMALL_MESSAGE_MAX = 127;
/** Whole numbers from 0 to this have a varint of at most four bytes, which `varintSize` measures. */
const SMALL_INTEGER_MAX = 0xfff_ffff;
/** Keys as the bytes of their field: tag, length, UTF-8. */
const keyCache = new Map();
const keyWriter = new writer_js_1.ProtobufWriter(1_024);
/** Writes attributes in the order of the object's own keys, each as a KeyValue under `tag`. */
function writeAttributes(writer, tag, attributes) {
    for (const key in attributes) {
        if (Object.hasOwn(attributes, key))
            writeAttribute(writer, tag, key, attributes[key]);
    }
}
function writeAttribute(writer, tag, key, value) {
    if (writeSmallAttribute(writer, tag, key, value))
        return;
    const entry = writer.beginMessage(tag, 1);
    writeKey(writer, keyBytes(key));
    const body = writer.beginMessage(VALUE, 1);
    if (typeof value === 'object' && value !== null)
        writeObjectSafely(writer, value);
    else
        writePrimitive(writer, value);
    writer.endMessage(body, 1);
    writer.endMessage(entry, 1);
}
/**
 * Writes an attribute whose size is known before it is written and fits a one-byte length: most of them. Answers
 * false, with nothing written, for all others. This is where the encoder wins most of its speed.
 */
function writeSmallAttribute(writer, tag, key, value) {
    if (typeof value === 'string')
        return writeSmallText(writer, tag, keyBytes(key), value);
    if (typeof value === 'boolean') {
        if (!beginSmallAttribute(writer, tag, keyBytes(key), 2))
            return false;
        writePrimitive(writer, value);
        return true;
    }
    if (typeof value !== 'number')
        return false;
    const isSmallInteger = value >= 0 && value <= SMALL_INTEGER_MAX && (0, value_kinds_js_1.isPlainInteger)(value);
    if (!isSmallInteger && (0, value_kinds_js_1.isPlainInteger)(value))
        return false;
    if (!beginSmallAttribute(writer, tag, keyBytes(key), isSmallInteger ? 1 + (0, writer_js_1.varintSize)(value) : 9))
        return false;
    writeNumber(writer, value);
    return true;
}
function writeSmallText(writer, tag, key, text) {
    const start = writer.position;
    if (!beginSmallAttribute(writer, tag, key, 2 + text.length))
        return false;
    if (writer.shortAscii(STRING_VALUE, text))
        return true;
    writer.position = start;
    return false;
}
/** Writes everything before the value, and makes room for the value, when all lengths fit one byte. */
function beginSmallAttribute(writer, tag, key, valueSize) {
    const size = key.length + 2 + valueSize;
    if (size > SMALL_MESSAGE_MAX)
        return false;
    writer.reserve(2 + size);
    const { buffer, position } = writer;
    buffer[position] = tag;
    buffer[position + 1] = size;
    writer.position = position + 2;
    writeKey(writer, key);
    buffer[writer.position] = VALUE;
    buffer[writer.position + 1] = valueSize;
    writer.position += 2;
    return true;
}
function writeKey(writer, key) {
    const size = key.length;
    writer.reserve(size);
    const { buffer, position } = writer;
    // Keys are short: a loop beats a call to set().
    for (let index = 0; index < size; index++)
        buffer[position + index] = key[index] ?? 0;
    writer.position = position + size;
}
function keyBytes(key) {
    const cached = keyCache.get(key);
    if (cached !== undefined)
        return cached;
    keyWriter.reset();
    keyWriter.text(KEY, key);
    const bytes = keyWriter.finish();
    if (key.length > limits_js_1.KEY_CACHE_LENGTH_MAX)
        return bytes;
    if (keyCache.size >= limits_js_1.KEY_CACHE_MAX)
        keyCache.clear();
    keyCache.set(key, bytes);
    return bytes;
}
/** Writes a string, boolean, number or bigint. Functions, symbols and undefined have no form in OTLP: empty value. */
function writePrimitive(writer, value) {
    if (typeof value === 'string')
        writer.text(STRING_VALUE, value);
    else if (typeof value === 'number')
        writeNumber(writer, value);
    else if (typeof value === 'bigint')
        writeBigInt(writer, value);
    else if (typeof value === 'boolean') {
        writer.byte(BOOL_VALUE);
        writer.byte(value ? 1 : 0);
    }
}
function writeNumber(writer, value) {
    if ((0, value_kinds_js_1.isPlainInteger)(value)) {
        writer.byte(INT_VALUE);
        writer.varint(value);
        return;
    }
    writer.double(DOUBLE_VALUE, value);
}
function writeBigInt(writer, value) {
    if (!(0, value_kinds_js_1.isInt64)(value)) {
        writer.text(STRING_VALUE, value.toString());
        return;
    }
    writer.byte(INT_VALUE);
    writer.varintOfBigInt(value);
}
/** Objects come from strangers: a getter or a proxy that throws costs its own value, never the batch. */
function writeObjectSafely(writer, value) {
    const start = writer.position;
    try {
        writeObject(writer, value, 0, { left: limits_js_1.VALUE_ENTRIES_MAX });
    }
    catch {
        writer.position = start;
    }
}
function writeAny(writer, value, depth, budget) {
    if (typeof value === 'object' && value !== null)
        writeObject(writer, value, depth, budget);
    else
        writePrimitive(writer, value);
}
/** Recursion ends at {@link ENCODED_DEPTH_MAX}: what lies deeper is an empty value. */
function writeObject(writer, value, depth, budget) {
    if ((0, value_kinds_js_1.isBytes)(value)) {
        writer.bytes(BYTES_VALUE, value);
        return;
    }
    if (depth >= limits_js_1.ENCODED_DEPTH_MAX)
        return;
    const isArray = Array.isArray(value);
    const body = writer.beginMessage(isArray ? ARRAY_VALUE : KVLIST_VALUE, 1);
    if (isArray)
        writeEntries(writer, value, depth + 1, budget);
    else
        writeMembers(writer, value, depth + 1, budget);
    writer.endMessage(body, 1);
}
function writeEntries(writer, values, depth, budget) {
    for (const value of values) {
        if (--budget.left < 0)
            return;
        const entry = writer.beginMessage(ENTRY, 1);
        writeAny(writer, value, depth, budget);
        writer.endMessage(entry, 1);
    }
}
function writeMembers(writer, members, depth, budget) {
    for (const key in members) {
        if (!Object.hasOwn(members, key))
            continue;
        if (--budget.left < 0)
            return;
        const entry = writer.beginMessage(ENTRY, 1);
        writeKey(writer, keyBytes(key));
        const body = writer.beginMessage(VALUE, 1);
        writeAny(writer, members[key], depth, budget);
        writer.endMessage(body, 1);
        writer.endMessage(entry, 1);
    }
}
//# sourceMappingURL=any-value.js.map