import type { Attributes } from '@opentelemetry/api';
import type { JsonCursor, JsonObject } from './cursor.js';
/** Reads the list of KeyValues `name`. A key that comes twice keeps its first place and its last value. */
export declare function readAttributes(cursor: JsonCursor, object: JsonObject, name?: string): Attributes;
//# sourceMappingURL=decode-value.d.ts.map