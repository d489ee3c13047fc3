/**
 * Parses JSON like `JSON.parse`, but an integer of 16 digits or more becomes the string of its digits.
 *
 * OTLP/JSON writes 64-bit integers as strings and lets senders write them as numbers; `JSON.parse` would round
 * 1698323655202795123 to …795000. Raises what `JSON.parse` raises.
 */
export declare function parseExactJson(text: string): unknown;
//# sourceMappingURL=exact-json.d.ts.map