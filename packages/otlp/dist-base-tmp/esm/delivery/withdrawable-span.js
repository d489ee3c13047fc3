/** True for a span that may be withdrawn and was. */
export function isWithdrawn(span) {
    return span.isWithdrawn?.() === true;
}
//# sourceMappingURL=withdrawable-span.js.map