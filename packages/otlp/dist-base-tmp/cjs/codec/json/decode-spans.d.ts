import { type DecodeTracesResult } from '../decode-result.js';
import { JsonCursor } from './cursor.js';
/**
 * Decodes a parsed OTLP/JSON request. Members that nobody knows, snake_case ones too, are ignored. A cursor of another
 * dialect reads ids and enums by its own rules.
 */
export declare function decodeSpansFromJson(value: unknown, cursor?: JsonCursor): DecodeTracesResult;
//# sourceMappingURL=decode-spans.d.ts.map