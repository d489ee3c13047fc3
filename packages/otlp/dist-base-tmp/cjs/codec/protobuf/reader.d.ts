/** What {@link ProtobufReader.nextTag} answers at the end of a message; no field has the number 0. */
export declare const END_OF_MESSAGE = 0;
/**
 * A cursor over protobuf bytes. It never reads behind the end of the message that it is in, and raises
 * {@link MalformedBody} with the byte offset at the first thing that is not protobuf.
 */
export declare class ProtobufReader {
    private readonly bytes;
    /** Where the next byte is read. */
    position: number;
    private end;
    private readonly view;
    private high;
    constructor(bytes: Uint8Array);
    /** The next tag (field number and wire type in one), or {@link END_OF_MESSAGE}. */
    nextTag(): number;
    /** Enters the length-delimited message at the cursor. Answers what {@link leaveMessage} needs. */
    enterMessage(): number;
    /** Goes back to the outer message, behind the one that was entered. */
    leaveMessage(outerEnd: number): void;
    /** An unsigned integer of up to 32 bits; higher bits are cut off, as protobuf prescribes for these types. */
    uint32(): number;
    /** A signed 64-bit integer: a number where that is exact, else a bigint. */
    int64(): number | bigint;
    /** A boolean: any varint but zero is true. */
    bool(): boolean;
    /** Four bytes as an unsigned integer. */
    fixed32(): number;
    /** Eight bytes; the answer is the lower half, {@link upperHalf} has the upper one. */
    fixed64(): number;
    /** The upper 32 bits of what {@link fixed64} read last. */
    upperHalf(): number;
    /** Eight bytes as a double. */
    double(): number;
    /** Length-delimited UTF-8. What is not UTF-8 becomes U+FFFD: one bad text must not cost the request. */
    text(): string;
    /** A copy of length-delimited bytes, so that a small value does not keep a large body in memory. */
    bytesValue(): Uint8Array;
    /** Passes over the value of a field that nobody knows. */
    skip(tag: number): void;
    /** Raises {@link MalformedBody} for what was found at `offset`. */
    fail(what: string, offset?: number): never;
    /** Groups are a form of nesting that protobuf gave up; a loop with a counter passes over them. */
    private skipGroup;
    private length;
    private take;
    /** Reads a varint; the answer is its lower 32 bits, `high` keeps the upper ones. */
    private varintLow;
}
//# sourceMappingURL=reader.d.ts.map