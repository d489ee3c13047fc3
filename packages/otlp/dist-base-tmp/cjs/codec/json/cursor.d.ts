import type { HrTime } from '@opentelemetry/api';
/** A JSON object of unknown origin. */
export type JsonObject = Readonly<Record<string, unknown>>;
/**
 * Reads members of JSON objects by OTLP's rules and remembers the way to them, for messages such as
 * `resourceSpans[0].scopeSpans[1].spans[3].kind`. A member that is missing or null has protobuf's default value.
 * Raises {@link MalformedBody} when a member has the wrong type.
 */
export declare class JsonCursor {
    private readonly bodyName;
    private readonly path;
    private messagesLeft;
    /** @param bodyName - what is being read, for messages */
    constructor(bodyName?: string);
    /** Counts one message; more than {@link REQUEST_MESSAGES_MAX} make the request invalid. */
    countMessage(): void;
    /** Calls `read` with each object of the array `name`. */
    each(object: JsonObject, name: string, read: (item: JsonObject) => void): void;
    /** Calls `read` with the object `name`, if there is one. */
    member<Result>(object: JsonObject, name: string, read: (member: JsonObject) => Result): Result | undefined;
    /** The text `name`, made well-formed; empty when missing. */
    text(object: JsonObject, name: string): string;
    /** The id `name` in lower case, of any length. What is not hex (base64, say) makes the request invalid. */
    id(object: JsonObject, name: string): string;
    /** The enum `name` as its integer. Names of enum values are not allowed in OTLP/JSON. */
    enumValue(object: JsonObject, name: string): number;
    /** The unsigned 32-bit integer `name`, as number or text. */
    uint32(object: JsonObject, name: string): number;
    /** The time `name` in nanoseconds, as number or text. */
    time(object: JsonObject, name: string): HrTime;
    /** The boolean `name`. */
    bool(object: JsonObject, name: string): boolean;
    /** The signed 64-bit integer `name`, as number or text, in the form that attributes have. */
    int64(object: JsonObject, name: string): number | string;
    /** The double `name`, as number, text or one of the names `NaN`, `Infinity`, `-Infinity`. */
    double(object: JsonObject, name: string): number;
    /** Raises {@link MalformedBody} for the member `name` of the object that is being read. */
    failAt(name: string, what: string): never;
    /** The integer `name` of any size, as number or text. */
    protected integer(object: JsonObject, name: string): bigint;
    private asObject;
    private fail;
}
//# sourceMappingURL=cursor.d.ts.map