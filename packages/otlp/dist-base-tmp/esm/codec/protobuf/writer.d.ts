import type { HrTime } from '@opentelemetry/api';
/**
 * A protobuf writer over one growing buffer that is used again and again.
 *
 * A nested message is written in place: {@link beginMessage} leaves room for its length, {@link endMessage} fills the
 * length in and moves the body only when the guess of its size was wrong. A tag is the byte of field number and wire
 * type; all fields of the trace messages but one have numbers below 16, so a tag is one byte, and `flags` brings two.
 */
export declare class ProtobufWriter {
    private readonly initialBytes;
    /** The bytes written so far and the room behind them. Changes when the buffer grows: never keep it. */
    buffer: Uint8Array<ArrayBuffer>;
    /** Where the next byte goes. */
    position: number;
    private view;
    constructor(initialBytes?: number);
    /** Forgets what was written; keeps the buffer unless it has grown out of proportion. */
    reset(): void;
    /** A copy of everything written since the last {@link reset}. */
    finish(): Uint8Array;
    /** Makes sure that `size` more bytes fit. */
    reserve(size: number): void;
    /** One raw byte: a tag, or a value that fits seven bits. */
    byte(value: number): void;
    /** An unsigned integer below 2^53, or a negative one above −2^53 as its two's complement of 64 bits. */
    varint(value: number): void;
    /** A signed 64-bit integer. The caller has checked the range. */
    varintOfBigInt(value: bigint): void;
    /** A tag of one or two bytes and four bytes, lowest first. */
    fixed32(tag: number, value: number): void;
    /** A one-byte tag and a double. */
    double(tag: number, value: number): void;
    /** A one-byte tag and a time as fixed64 nanoseconds, exact to the nanosecond. */
    time(tag: number, time: HrTime): void;
    /** A one-byte tag, a length and the bytes of a hex id; an id that is not hex is written with length zero. */
    hexId(tag: number, id: string): void;
    /** A one-byte tag, a length and bytes as they are. */
    bytes(tag: number, bytes: Uint8Array): void;
    /** A one-byte tag, a length and a text as UTF-8; a lone surrogate becomes U+FFFD. */
    text(tag: number, text: string): void;
    /** Writes a one-byte tag and leaves `lengthSize` bytes for the length. Answers what {@link endMessage} needs. */
    beginMessage(tag: number, lengthSize: number): number;
    /** Fills in the length of the message whose body began at `bodyStart`; `lengthSize` is that of its beginning. */
    endMessage(bodyStart: number, lengthSize: number): void;
    /**
     * A one-byte tag, a length and a text of fewer than 128 characters as long as it is ASCII. Answers false, with the
     * position unchanged, when it is not. The caller has made room.
     */
    shortAscii(tag: number, text: string): boolean;
    private varintOfHalves;
}
/** How many bytes a length needs as a varint. Lengths are below 2^31. */
export declare function varintSize(value: number): number;
//# sourceMappingURL=writer.d.ts.map