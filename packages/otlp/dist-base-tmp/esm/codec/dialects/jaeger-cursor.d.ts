import type { Attributes, HrTime } from '@opentelemetry/api';
import { JsonCursor, type JsonObject } from '../json/cursor.js';
/** Reads what Jaeger's legacy JSON has of its own: times in microseconds, short ids, typed tags. */
export declare class JaegerCursor extends JsonCursor {
    /** The hex id `name` with its leading zeros, which Jaeger leaves out; empty when missing. */
    paddedId(object: JsonObject, name: string, digits: number): string;
    /** The time `name` in whole microseconds. */
    microsTime(object: JsonObject, name: string): HrTime;
    /** The time `name` plus the span of time `durationName`, both in microseconds. */
    microsEnd(object: JsonObject, name: string, durationName: string): HrTime;
    /** The list of tags `name` as attributes. A key that comes twice has its last value. */
    tags(object: JsonObject, name: string): Attributes;
    /** What no type of Jaeger's is said of is taken as JSON has it, if attributes can hold it. */
    private tagValue;
    private micros;
}
//# sourceMappingURL=jaeger-cursor.d.ts.map