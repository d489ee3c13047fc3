const BYTES_PER_CALL = 8_192;
const BASE64_TEXT = /^[A-Za-z0-9+/]*$/;
/** Bytes as standard base64 with padding. */
export function toBase64(bytes) {
    let binary = '';
    // Spread over a call's arguments in pieces: one call with a large array would overflow the stack.
    for (let start = 0; start < bytes.length; start += BYTES_PER_CALL) {
        binary += String.fromCharCode(...bytes.subarray(start, start + BYTES_PER_CALL));
    }
    return btoa(binary);
}
/** Reads base64, standard or URL-safe, with or without padding; undefined when the text is not base64. */
export function parseBase64(text) {
    const standard = text
        .replace(/-/g, '+')
        .replace(/_/g, '/')
        .replace(/={1,2}$/, '');
    if (!BASE64_TEXT.test(standard) || standard.length % 4 === 1)
        return undefined;
    return Uint8Array.from(atob(standard), (character) => character.charCodeAt(0));
}
//# sourceMappingURL=base64.js.map