import { parseBase64 } from '../base64.js';
import { createAttributes } from '../decoded-span.js';
import { DECODED_DEPTH_MAX } from '../limits.js';
/** Reads the list of KeyValues `name`. A key that comes twice keeps its first place and its last value. */
export function readAttributes(cursor, object, name = 'attributes') {
    return readMembers(cursor, object, name, 0);
}
function readMembers(cursor, object, name, depth) {
    const members = createAttributes();
    cursor.each(object, name, (entry) => {
        const value = cursor.member(entry, 'value', (any) => readAny(cursor, any, depth)) ?? null;
        members[cursor.text(entry, 'key')] = value;
    });
    return members;
}
/**
 * Recursion ends at {@link DECODED_DEPTH_MAX} with a malformed body. A value that is not set is null; when several
 * members are set, the last one wins, as it does in protobuf.
 */
function readAny(cursor, any, depth) {
    let value = null;
    for (const name of Object.keys(any)) {
        if (any[name] === null)
            continue;
        const read = VALUE_READERS.get(name);
        if (read !== undefined)
            value = read(cursor, any, name, depth);
    }
    return value;
}
const VALUE_READERS = new Map([
    ['stringValue', (cursor, any, name) => cursor.text(any, name)],
    ['boolValue', (cursor, any, name) => cursor.bool(any, name)],
    ['intValue', (cursor, any, name) => cursor.int64(any, name)],
    ['doubleValue', (cursor, any, name) => cursor.double(any, name)],
    ['bytesValue', readBytes],
    ['arrayValue', readArray],
    ['kvlistValue', readMap],
]);
function readBytes(cursor, any, name) {
    return parseBase64(cursor.text(any, name)) ?? cursor.failAt(name, 'base64 is expected');
}
function readArray(cursor, any, name, depth) {
    checkDepth(cursor, name, depth);
    const values = [];
    cursor.member(any, name, (array) => {
        cursor.each(array, 'values', (value) => {
            cursor.countMessage();
            values.push(readAny(cursor, value, depth + 1));
        });
    });
    return values;
}
function readMap(cursor, any, name, depth) {
    checkDepth(cursor, name, depth);
    return cursor.member(any, name, (map) => readMembers(cursor, map, 'values', depth + 1)) ?? createAttributes();
}
function checkDepth(cursor, name, depth) {
    if (depth >= DECODED_DEPTH_MAX)
        cursor.failAt(name, `a value nests deeper than ${DECODED_DEPTH_MAX} levels`);
}
//# sourceMappingURL=decode-value.js.map