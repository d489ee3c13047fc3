"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.isWithdrawn = isWithdrawn;
/** True for a span that may be withdrawn and was. */
function isWithdrawn(span) {
    return span.isWithdrawn?.() === true;
}
//# sourceMappingURL=withdrawable-span.js.map