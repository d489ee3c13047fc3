/** Adds Tempo's remark to what was decoded. */
export function withPartialMessage(decoded, message) {
    return decoded.status === 'invalid' || message === undefined ? decoded : { ...decoded, partialMessage: message };
}
//# sourceMappingURL=tempo-answer.js.map