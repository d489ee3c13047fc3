const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;
/**
 * Answers whether a number travels as a 64-bit integer: whole, and inside the range where a double is exact.
 * Minus zero is not, because an integer would lose its sign.
 */
export function isPlainInteger(value) {
    return Number.isSafeInteger(value) && !Object.is(value, -0);
}
/** Answers whether an integer fits the signed 64 bits of `intValue`. */
export function isInt64(value) {
    return value >= INT64_MIN && value <= INT64_MAX;
}
/** Answers whether an object is a Uint8Array or Node's Buffer, also one of another realm, where `instanceof` fails. */
export function isBytes(value) {
    return ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]';
}
/** A 64-bit integer as attribute values hold it: a number where that is exact, else its decimal digits. */
export function toIntAttribute(value) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
}
//# sourceMappingURL=value-kinds.js.map