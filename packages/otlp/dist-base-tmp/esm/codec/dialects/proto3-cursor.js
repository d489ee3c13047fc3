import { parseBase64 } from '../base64.js';
import { isHex, toHex } from '../hex.js';
import { JsonCursor } from '../json/cursor.js';
/** The names of enum values in trace.proto, which plain proto3 JSON writes instead of their numbers. */
const ENUM_NUMBERS = new Map([
    ['SPAN_KIND_UNSPECIFIED', 0],
    ['SPAN_KIND_INTERNAL', 1],
    ['SPAN_KIND_SERVER', 2],
    ['SPAN_KIND_CLIENT', 3],
    ['SPAN_KIND_PRODUCER', 4],
    ['SPAN_KIND_CONSUMER', 5],
    ['STATUS_CODE_UNSET', 0],
    ['STATUS_CODE_OK', 1],
    ['STATUS_CODE_ERROR', 2],
]);
/** Hex digits of a span id and of a trace id. */
const HEX_LENGTHS = new Set([16, 32]);
/** Digits of the same ids in base64 without padding: 8 bytes and 16 bytes. */
const BASE64_LENGTHS = new Set([11, 22]);
/**
 * Reads OTLP in either of its JSON spellings: OTLP's own (hex ids, enums as integers) and plain proto3 JSON (base64
 * ids, enums by name), also mixed. Backends that answer queries write both.
 */
export class Proto3Cursor extends JsonCursor {
    /**
     * The id `name` in lower-case hex, of any length. The length tells the spelling: an id of 16 or 32 hex digits would
     * be 12 or 24 bytes in base64, which no id has.
     */
    id(object, name) {
        const text = this.text(object, name);
        if (isHex(text) && !BASE64_LENGTHS.has(text.length))
            return text.toLowerCase();
        const bytes = HEX_LENGTHS.has(text.length) ? undefined : parseBase64(text);
        return bytes === undefined
            ? this.failAt(name, 'an id in hex or base64 is expected')
            : toHex(bytes, 0, bytes.length);
    }
    /** The enum `name` as its integer, written as integer or by name. Names of later versions count as 0. */
    enumValue(object, name) {
        const value = object[name];
        return typeof value === 'string' ? (ENUM_NUMBERS.get(value) ?? 0) : super.enumValue(object, name);
    }
}
//# sourceMappingURL=proto3-cursor.js.map