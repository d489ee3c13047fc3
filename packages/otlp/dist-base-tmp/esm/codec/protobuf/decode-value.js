import { createAttributes } from '../decoded-span.js';
import { DECODED_DEPTH_MAX } from '../limits.js';
import { END_OF_MESSAGE } from './reader.js';
/** Reads one KeyValue into `attributes`. A key that comes twice keeps its first place and its last value. */
export function readAttribute(reader, attributes) {
    readMember(reader, attributes, 0);
}
function readMember(reader, members, depth) {
    let key = '';
    let value = null;
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            key = reader.text();
        else if (tag === 0x12)
            value = readAny(reader, depth);
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
    members[key] = value;
}
/** Recursion ends at {@link DECODED_DEPTH_MAX} with a malformed body. A value that is not set is null. */
function readAny(reader, depth) {
    let value = null;
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
        switch (tag) {
            case 0x0a:
                value = reader.text();
                break;
            case 0x10:
                value = reader.bool();
                break;
            case 0x18:
                value = toAttribute(reader.int64());
                break;
            case 0x21:
                value = reader.double();
                break;
            case 0x2a:
                value = readArray(reader, depth + 1);
                break;
            case 0x32:
                value = readMap(reader, depth + 1);
                break;
            case 0x3a:
                value = reader.bytesValue();
                break;
            default:
                reader.skip(tag);
        }
    }
    reader.leaveMessage(outer);
    return value;
}
/** Attributes of OpenTelemetry have no 64-bit integer: beyond 2^53 the decimal digits keep the value exact. */
function toAttribute(value) {
    return typeof value === 'number' ? value : value.toString();
}
function readArray(reader, depth) {
    checkDepth(reader, depth);
    const values = [];
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a) {
            reader.countMessage();
            values.push(readAny(reader, depth));
        }
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
    return values;
}
function readMap(reader, depth) {
    checkDepth(reader, depth);
    const members = createAttributes();
    const outer = reader.enterMessage();
    for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
        if (tag === 0x0a)
            readMember(reader, members, depth);
        else
            reader.skip(tag);
    }
    reader.leaveMessage(outer);
    return members;
}
function checkDepth(reader, depth) {
    if (depth > DECODED_DEPTH_MAX)
        reader.fail(`an attribute value nests deeper than ${DECODED_DEPTH_MAX} levels`);
}
//# sourceMappingURL=decode-value.js.map