/**
 * Answers whether a number travels as a 64-bit integer: whole, and inside the range where a double is exact.
 * Minus zero is not, because an integer would lose its sign.
 */
export declare function isPlainInteger(value: number): boolean;
/** Answers whether an integer fits the signed 64 bits of `intValue`. */
export declare function isInt64(value: bigint): boolean;
/** Answers whether an object is a Uint8Array or Node's Buffer, also one of another realm, where `instanceof` fails. */
export declare function isBytes(value: object): value is Uint8Array;
/** A 64-bit integer as attribute values hold it: a number where that is exact, else its decimal digits. */
export declare function toIntAttribute(value: bigint): number | string;
//# sourceMappingURL=value-kinds.d.ts.map