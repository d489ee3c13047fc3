import { JsonCursor, type JsonObject } from '../json/cursor.js';
/**
 * Reads OTLP in either of its JSON spellings: OTLP's own (hex ids, enums as integers) and plain proto3 JSON (base64
 * ids, enums by name), also mixed. Backends that answer queries write both.
 */
export declare class Proto3Cursor extends JsonCursor {
    /**
     * The id `name` in lower-case hex, of any length. The length tells the spelling: an id of 16 or 32 hex digits would
     * be 12 or 24 bytes in base64, which no id has.
     */
    id(object: JsonObject, name: string): string;
    /** The enum `name` as its integer, written as integer or by name. Names of later versions count as 0. */
    enumValue(object: JsonObject, name: string): number;
}
//# sourceMappingURL=proto3-cursor.d.ts.map