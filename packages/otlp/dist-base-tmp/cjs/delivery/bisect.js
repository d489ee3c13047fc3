"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.halve = halve;
/**
 * Cuts a batch that a receiver turned down into halves, the first one not smaller. With every refused half cut again,
 * one bad span among 512 is found with 18 more requests, and the other 511 arrive. Undefined for a single item: it is
 * the bad one.
 */
function halve(items) {
    if (items.length < 2)
        return undefined;
    const middle = Math.ceil(items.length / 2);
    return [items.slice(0, middle), items.slice(middle)];
}
//# sourceMappingURL=bisect.js.map