"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.withPartialMessage = withPartialMessage;
/** Adds Tempo's remark to what was decoded. */
function withPartialMessage(decoded, message) {
    return decoded.status === 'invalid' || message === undefined ? decoded : { ...decoded, partialMessage: message };
}
//# sourceMappingURL=tempo-answer.js.map