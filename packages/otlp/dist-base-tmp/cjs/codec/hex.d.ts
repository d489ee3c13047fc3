/** Answers whether a text has nothing but hex digits of either case; true for the empty text. */
export declare function isHex(text: string): boolean;
/** Answers whether a text is an id of OpenTelemetry: this many hex digits of either case, not all of them zero. */
export declare function isHexId(text: string, digits: number): boolean;
/**
 * Writes a hex text of either case as bytes at `offset`. Answers the number of bytes, or −1 when the text is not hex
 * or has an odd number of digits; what was written is then meaningless. The caller has made room.
 */
export declare function writeHex(text: string, target: Uint8Array, offset: number): number;
/** The bytes from `start` to `end` as lower-case hex. */
export declare function toHex(bytes: Uint8Array, start: number, end: number): string;
/** Answers whether an id in hex has no digit but zero, which OpenTelemetry reads as "no id". */
export declare function isZeroId(id: string): boolean;
//# sourceMappingURL=hex.d.ts.map